using System.IO.Pipelines;
using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Formats.Csv;

/// <summary>One input: a plain file, of which any range can be read, a compressed file, which is read from its start each time, or a pipe, which is read once.</summary>
internal sealed class CsvInput
{
    private const int StreamBufferBytes = 256 * 1024;

    private readonly InputFile? _file;
    private readonly PipeReader? _pipe;
    private byte[] _head = [];
    private bool _isTaken;

    private CsvInput(string name, InputFile? file, PipeReader? pipe)
    {
        Name = name;
        _file = file;
        _pipe = pipe;
        IsSeekable = file is not null && FormatCatalog.CompressionOf(name) == FileCompression.None;
    }

    /// <summary>The name, as errors say it.</summary>
    public string Name { get; }

    /// <summary>The file, of which any range can be read where <see cref="IsSeekable"/> says so.</summary>
    /// <exception cref="InvalidOperationException">It is a pipe.</exception>
    public InputFile File => _file ?? throw new InvalidOperationException($"{Name} is no file");

    /// <summary>The size on the disk; 0 for a pipe.</summary>
    public long LengthBytes => _file?.LengthBytes ?? 0;

    /// <summary>True for a plain file.</summary>
    public bool IsSeekable { get; }

    public bool IsPipe => _pipe is not null;

    /// <summary>Where the first record behind the header begins.</summary>
    public long DataStart { get; set; }

    /// <summary>The number of line ends before <see cref="DataStart"/>.</summary>
    public long LinesBeforeData { get; set; }

    /// <exception cref="InputException">There is no such file, or it can't be read.</exception>
    public static CsvInput OfFile(string path, InputFiles files)
    {
        if (FileIdentity.Of(path).Nature == FileNature.Directory)
        {
            throw new InputException($"{path} is a folder; name the files in it, or a pattern such as {Path.Combine(path, "*.csv")}", path);
        }

        try
        {
            return files.Open(path, out Stream? once) is { } file ? new CsvInput(path, file, null) : OfStream(once!, path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"there is no file {path}", path, inner: error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} can't be read: {error.Message}", path, inner: error);
        }
    }

    public static CsvInput OfPipe(PipeReader pipe, string name) => new(name, null, pipe);

    /// <summary>A stream as an input that is read once, decompressed as the name says.</summary>
    public static CsvInput OfStream(Stream stream, string name) => OfPipe(PipeReader.Create(Unpacking.Unpack(stream, name), Buffered), name);

    /// <summary>Looks at the first bytes, at least as many as asked for unless the input ends before. They will be read again.</summary>
    public byte[] Peek(int length, CancellationToken cancellation = default)
    {
        if (IsSeekable)
        {
            return PeekFile(length);
        }

        byte[] head = new byte[length];
        _head.CopyTo(head, 0);
        int filled = _head.Length;
        InputText text = _pipe is null ? OpenText() : new PipeText(Name, _pipe, []);
        while (filled < length && text.Read(head.AsSpan(filled), cancellation) is > 0 and int got)
        {
            filled += got;
        }

        Array.Resize(ref head, filled);
        if (_pipe is null)
        {
            text.Dispose();
        }
        else
        {
            _head = head;
        }

        return head;
    }

    // A pipe over a file would do as well, at the price of compiling fifty methods of its asynchronous reads at each start.
    private byte[] PeekFile(int length)
    {
        using InputStream file = new(File);
        byte[] head = new byte[length];
        Array.Resize(ref head, file.ReadAtLeast(head, length, throwOnEndOfStream: false));
        return head;
    }

    /// <summary>Begins to read from the start.</summary>
    /// <exception cref="InvalidOperationException">A pipe is read for the second time.</exception>
    public InputText OpenText()
    {
        if (_pipe is null)
        {
            InputStream file = new(File);
            return new FileText(Name, file, Unpacking.Unpack(file, Name));
        }

        if (_isTaken)
        {
            throw new InvalidOperationException($"{Name} can be read only once");
        }

        _isTaken = true;
        return new PipeText(Name, _pipe, _head);
    }

    private static StreamPipeReaderOptions Buffered => new(bufferSize: StreamBufferBytes, minimumReadSize: StreamBufferBytes / 4);
}
