using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Formats.Csv;

/// <summary>One input: a plain file, of which any range can be read, a compressed file, which is read from its start each time, or a pipe, which is read once.</summary>
internal sealed class CsvInput
{
    private const int StreamBufferBytes = 256 * 1024;

    private readonly PipeReader? _pipe;
    private byte[] _head = [];
    private bool _isTaken;

    private CsvInput(string name, string? path, long lengthBytes, PipeReader? pipe)
    {
        Name = name;
        Path = path;
        LengthBytes = lengthBytes;
        _pipe = pipe;
    }

    /// <summary>The name, as errors say it.</summary>
    public string Name { get; }

    /// <summary>Where the file lies; null for a pipe.</summary>
    public string? Path { get; }

    /// <summary>The size on the disk; 0 for a pipe.</summary>
    public long LengthBytes { get; }

    /// <summary>True for a plain file.</summary>
    public bool IsSeekable => Path is not null && FormatCatalog.CompressionOf(Path) == FileCompression.None;

    public bool IsPipe => _pipe is not null;

    /// <summary>Where the first record behind the header begins.</summary>
    public long DataStart { get; set; }

    /// <summary>The number of line ends before <see cref="DataStart"/>.</summary>
    public long LinesBeforeData { get; set; }

    /// <exception cref="InputException">There is no such file, or it can't be read.</exception>
    public static CsvInput OfFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InputException($"{path} is a folder; name the files in it, or a pattern such as {System.IO.Path.Combine(path, "*.csv")}", path);
        }

        FileStream file = OpenFile(path);
        if (file.CanSeek)
        {
            using (file)
            {
                return new CsvInput(path, path, file.Length, null);
            }
        }

        return OfPipe(PipeReader.Create(Decompress(file, path), Buffered), path);
    }

    public static CsvInput OfPipe(PipeReader pipe, string name) => new(name, null, 0, pipe);

    /// <summary>A stream as an input that is read once, decompressed as the name says.</summary>
    public static CsvInput OfStream(Stream stream, string name) => OfPipe(PipeReader.Create(Decompress(stream, name), Buffered), name);

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
        using FileStream file = OpenFile(Path!);
        byte[] head = new byte[length];
        try
        {
            Array.Resize(ref head, file.ReadAtLeast(head, length, throwOnEndOfStream: false));
        }
        catch (IOException error)
        {
            throw InputText.NotToItsEnd(Name, error);
        }

        return head;
    }

    /// <summary>Begins to read from the start.</summary>
    /// <exception cref="InvalidOperationException">A pipe is read for the second time.</exception>
    public InputText OpenText()
    {
        if (_pipe is null)
        {
            FileStream file = OpenFile(Path!);
            return new FileText(Name, file, Decompress(file, Name));
        }

        if (_isTaken)
        {
            throw new InvalidOperationException($"{Name} can be read only once");
        }

        _isTaken = true;
        return new PipeText(Name, _pipe, _head);
    }

    private static StreamPipeReaderOptions Buffered => new(bufferSize: StreamBufferBytes, minimumReadSize: StreamBufferBytes / 4);

    /// <summary>Without this the runtime takes a file that was cut off for one that is whole, and rows would be lost in silence. What the host says stands.</summary>
    static CsvInput()
    {
        const string Strict = "System.IO.Compression.UseStrictValidation";
        if (!AppContext.TryGetSwitch(Strict, out _))
        {
            AppContext.SetSwitch(Strict, true);
        }
    }

    private static Stream Decompress(Stream stream, string name) => FormatCatalog.CompressionOf(name) switch
    {
        FileCompression.Gzip => new GZipStream(stream, CompressionMode.Decompress),
        FileCompression.Brotli => new BrotliStream(stream, CompressionMode.Decompress),
        _ => stream,
    };

    /// <summary>Opens a plain file to read ranges of it.</summary>
    /// <exception cref="InputException">It can't be opened.</exception>
    public static SafeFileHandle OpenHandle(string path)
    {
        try
        {
            return File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception error) when (Refusal(path, error) is { } refusal)
        {
            throw refusal;
        }
    }

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception error) when (Refusal(path, error) is { } refusal)
        {
            throw refusal;
        }
    }

    private static InputException? Refusal(string path, Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => new InputException($"there is no file {path}", path, inner: error),
        IOException or UnauthorizedAccessException => new InputException($"{path} can't be read: {error.Message}", path, inner: error),
        _ => null,
    };
}
