using System.IO.Pipelines;
using System.Text;
using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Formats.Csv;

// One input: a plain file, of which any range can be read, a compressed file or one in another encoding, which is read from its start each
// time, or a pipe, which is read once. Its text is UTF-8, and positions are those in it.
internal sealed class CsvInput
{
    private const int StreamBufferBytes = 256 * 1024;

    // as many as say how a file is packed and encoded, and what it is
    private const int StartBytes = 16;

    private readonly InputFile? _file;
    private readonly Packing _packing;
    private readonly Encoding? _encoding;
    private readonly PipeReader? _pipe;
    private readonly byte[] _start;
    private byte[] _head = [];
    private bool _isTaken;

    private CsvInput(string name, InputFile? file, PipeReader? pipe, Encoding? encoding)
    {
        Name = name;
        _file = file;
        _pipe = pipe;
        _start = file is null ? [] : PeekFile(StartBytes);
        _packing = file is null ? Packing.None : Unpacking.Of(name, _start);
        IsSeekable = file is not null && _packing == Packing.None;
        _start = IsSeekable ? _start : Peek(StartBytes);
        _encoding = EncodingOf(_start, encoding);
        if (_encoding is null)
        {
            return;
        }

        IsSeekable = false;
        if (pipe is not null)
        {
            _pipe = PipeReader.Create(new DecodedText(new PrefixedStream(_head, pipe.AsStream(leaveOpen: true)), _encoding), Buffered);
            _head = [];
        }

        _start = Peek(StartBytes);
    }

    // The name, as errors say it.
    public string Name { get; }

    // The file, of which any range can be read where IsSeekable says so.
    // throws InvalidOperationException: It is a pipe.
    public InputFile File => _file ?? throw new InvalidOperationException($"{Name} is no file");

    // The size on the disk; 0 for a pipe.
    public long LengthBytes => _file?.LengthBytes ?? 0;

    // True for a plain file.
    public bool IsSeekable { get; }

    public bool IsPipe => _pipe is not null;

    // Its first bytes, without the mark of UTF-8.
    public ReadOnlySpan<byte> Start => _start.AsSpan(LineEnds.MarkLength(_start));

    // What its records have in common, once its header was read.
    public RecordForm? Form { get; set; }

    // Where the first record behind the header begins.
    public long DataStart { get; set; }

    // The number of line ends before DataStart.
    public long LinesBeforeData { get; set; }

    // throws InputException: There is no such file, or it can't be read.
    public static CsvInput OfFile(string path, InputFiles files, Encoding? encoding = null)
    {
        if (FileIdentity.Of(path).Nature == FileNature.Directory)
        {
            throw new InputException($"{path} is a folder; name the files in it, or a pattern such as {Path.Combine(path, "*.csv")}", path);
        }

        try
        {
            return files.Open(path, out Stream? once) is { } file
                ? new CsvInput(path, file, null, encoding)
                : OfStream(once!, path, encoding);
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

    public static CsvInput OfPipe(PipeReader pipe, string name, Encoding? encoding = null) => new(name, null, pipe, encoding);

    // A stream as an input that is read once, decompressed as the name or the first bytes say.
    public static CsvInput OfStream(Stream stream, string name, Encoding? encoding = null) =>
        OfPipe(PipeReader.Create(Unpacking.UnpackOnce(stream, name), Buffered), name, encoding);

    // Looks at the first bytes, at least as many as asked for unless the input ends before. They will be read again.
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

    // Begins to read from the start.
    // throws InvalidOperationException: A pipe is read for the second time.
    public InputText OpenText()
    {
        if (_pipe is null)
        {
            InputStream file = new(File);
            Stream text = Unpacking.Unpack(file, _packing);
            return new FileText(Name, file, _encoding is null ? text : new DecodedText(text, _encoding));
        }

        if (_isTaken)
        {
            throw new InvalidOperationException($"{Name} can be read only once");
        }

        _isTaken = true;
        return new PipeText(Name, _pipe, _head);
    }

    // A mark at the start says what a text is, whatever was said of it.
    private static Encoding? EncodingOf(ReadOnlySpan<byte> head, Encoding? given) =>
        TextEncodings.OfMark(head) ?? (LineEnds.MarkLength(head) > 0 ? null : given);

    private static StreamPipeReaderOptions Buffered => new(bufferSize: StreamBufferBytes, minimumReadSize: StreamBufferBytes / 4);
}
