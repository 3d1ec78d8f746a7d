using System.IO.Pipelines;
using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Formats.Inputs;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.ArrowIpc;

// One opened Arrow input: a file where it can seek, which threads read without turns where it lies on a disk as it is, else a stream. A
// file that comes through a pipe is read as the stream that stands in it.
internal sealed class ArrowInput : IDisposable
{
    private const int MagicBytes = 8;
    private const int BufferBytes = 1 << 16;

    private readonly Stream _raw;
    private readonly Stream _stream;
    private readonly ArrowFileReader? _file;
    private readonly ArrowStreams? _batches;
    private readonly PipeReader? _pipe;
    private int _batchesGiven;
    private int _unread;

    private ArrowInput(string name, Stream raw, Stream stream, PipeReader? pipe, IpcReadOptions options)
    {
        Name = name;
        _pipe = pipe;
        _raw = raw;
        _stream = stream;
        byte[] start = new byte[MagicBytes];
        int length = stream.ReadAtLeast(start, MagicBytes, throwOnEndOfStream: false);
        bool isFile = start.AsSpan(0, length).StartsWith("ARROW1"u8);
        if (!isFile && !IsStream(start.AsSpan(0, length)))
        {
            throw new InputException(
                $"{name}: this is neither an Arrow file nor an Arrow stream; it starts with {Convert.ToHexString(start, 0, length)}", name,
                byteOffset: 0);
        }

        if (stream.CanSeek)
        {
            stream.Position = 0;
            _file = isFile ? OpenFile(raw, stream, options) : null;
            EnsureAllIsNamed();
        }

        if (_file is null)
        {
            Stream from = stream.CanSeek || isFile ? stream : new PrefixedStream(start[..length], stream);
            _batches = new ArrowStreams(name, from, isFile, isCallers: pipe is not null, options);
        }
    }

    // The name, as errors call it.
    public string Name { get; }

    // Bytes read so far, as they lie on the disk: of a file, the share of the batches that were given out.
    public long BytesRead => _file is null ? _raw.CanSeek ? _raw.Position : 0
        : _file.RecordBatchCount == 0 ? _raw.Length : (long)((double)_raw.Length * _batchesGiven / _file.RecordBatchCount);

    // True when batches are read by the thread that works on them, so that the next one is at hand without reading it.
    public bool IsFile => _file is not null;

    // True while batches were given out that were not read yet: this must not be disposed.
    public bool HasUnread => Volatile.Read(ref _unread) != 0;

    // The columns.
    public Schema Schema => Guard(() => _file?.Schema ?? _batches!.Schema);

    // Reads a file.
    // throws InputException: It can't be read, or holds no Arrow data.
    public static ArrowInput Open(InputFile file, IpcReadOptions options) => Open(file.Name, new InputStream(file), options);

    // Reads from a stream, which is closed with this.
    // throws InputException: It holds no Arrow data.
    public static ArrowInput Open(string name, Stream raw, IpcReadOptions options) => Open(name, raw, pipe: null, options);

    // Reads from a pipe, which stays open.
    // throws InputException: It holds no Arrow data.
    public static ArrowInput Open(string name, PipeReader pipe, IpcReadOptions options) =>
        Open(name, pipe.AsStream(leaveOpen: true), pipe, options);

    private static ArrowInput Open(string name, Stream raw, PipeReader? pipe, IpcReadOptions options)
    {
        try
        {
            return Guard(name, () => new ArrowInput(name, raw, Unpack(name, raw), pipe, options));
        }
        catch
        {
            raw.Dispose();
            throw;
        }
    }

    // Selects the columns that batches have, in the schema's order. Before the first batch.
    public void Select(ReadOnlySpan<int> columns)
    {
        _file?.Select(columns);
        _batches?.Select(columns);
    }

    // The next batch, or null at the end. Those of a file are still to be read, by any thread: this only looks at how many rows they have.
    // Cancelling ends the wait for a pipe; other inputs are read at once.
    // throws InputException: The data is corrupt or cut short.
    // throws ArrowMemoryException: A stream's batch does not fit the memory beside others. It is the next one again.
    // throws OperationCanceledException: Cancelled while nothing came through the pipe.
    public SharedBatch? Next(CancellationToken cancellation)
    {
        if (_file is null)
        {
            using CancellationTokenRegistration registration = _pipe is null
                ? default
                : cancellation.UnsafeRegister(static pipe => ((PipeReader)pipe!).CancelPendingRead(), _pipe);
            return Guard(_batches!.Next) is { } batch ? new SharedBatch(batch, isOwned: true) : null;
        }

        if (_batchesGiven == _file.RecordBatchCount)
        {
            return null;
        }

        int index = _batchesGiven++;
        int rows = Guard(() => _file.ReadRowCount(index));
        Interlocked.Increment(ref _unread);
        return new SharedBatch(rows, () => Read(_file, index, rows));
    }

    // Of two files behind each other only one has a footer where a reader looks for it.
    private void EnsureAllIsNamed()
    {
        const int MostBetween = 128;
        if (_file?.UnnamedBytes is > MostBetween and long unnamed)
        {
            _file.Dispose();
            throw new InputException(
                string.Create(null,
                    $"{Name}: its footer names nothing of the {unnamed} bytes before it, which would be lost; where Arrow files were put behind each other, name them one by one"), Name);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _batches?.Dispose();
        _stream.Dispose();
        _raw.Dispose();
    }

    private RecordBatch Read(ArrowFileReader file, int index, int rows)
    {
        bool isRead = true;
        try
        {
            RecordBatch batch = Guard(() => file.ReadRecordBatch(index));
            if (batch.Length == rows)
            {
                return batch;
            }

            batch.Dispose();
            throw new InputException(
                $"{Name}: batch {index} had {rows} rows and now has {batch.Length}: the file was changed while it was read", Name);
        }
        catch (ArrowMemoryException)
        {
            isRead = false;
            throw;
        }
        finally
        {
            Interlocked.Add(ref _unread, isRead ? -1 : 0);
        }
    }

    // A stream starts with its first message's length, behind ffffffff since version 0.15 of the format.
    internal static bool IsStream(ReadOnlySpan<byte> start) =>
        start.Length >= 4
            && (start.StartsWith((ReadOnlySpan<byte>)[255, 255, 255, 255])
                || (start[3] == 0 && start[0] % 8 == 0 && start[..4].ContainsAnyExcept((byte)0)));

    // Metadata is read in small pieces.
    private static Stream Unpack(string name, Stream raw)
    {
        Stream unpacked = Unpacking.UnpackFound(raw, name);
        return unpacked.CanSeek && unpacked is not InputStream ? unpacked : new BufferedStream(unpacked, BufferBytes);
    }

    // a file on a disk is read by any thread, a stream that can seek by one at a time
    private static ArrowFileReader OpenFile(Stream raw, Stream stream, IpcReadOptions options) => raw switch
    {
        InputStream file => ArrowFileReader.Open(file.Handle, options),
        _ => new ArrowFileReader(stream, options: options),
    };

    private T Guard<T>(Func<T> read) => Guard(Name, read);

    private static T Guard<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ArrowFormatException e)
        {
            throw new InputException($"{name} {e.Message}", name, byteOffset: e.Offset, inner: e);
        }
        catch (ArrowMemoryException e) when (!e.IsTemporary)
        {
            throw new InputException(
                $"{name} {e.Message}; make it with smaller batches, or allow more with {Fix.Memory}, of which Arrow data may take half",
                name, byteOffset: e.Offset, inner: e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new InputException($"can't read '{name}': {e.Message.TrimEnd('.')}", name, inner: e);
        }
    }
}
