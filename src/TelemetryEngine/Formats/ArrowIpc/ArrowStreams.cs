using System.Buffers.Binary;
using Apache.Arrow;
using TelemetryEngine.Arrow;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Formats.Inputs;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.ArrowIpc;

// The record batches of an input that holds one Arrow stream, or several behind each other, as cat puts them, with the same columns; or of
// an Arrow file that can't seek, which is a stream with a footer. All of it is read: what is no stream, and an end without an end mark, are
// errors.
// name: The input, as errors call it.
// stream: Where the first stream begins; if it can seek, its place is that.
// isFile: Whether it is the stream in an Arrow file, behind the file's first eight bytes.
// isCallers: Whether what stands behind the first stream is the caller's, and is not waited for.
internal sealed class ArrowStreams(string name, Stream stream, bool isFile, bool isCallers, IpcReadOptions options) : IDisposable
{
    private const int PrefixBytes = 4;

    private ArrowStreamReader _reader = new(stream, leaveOpen: true, options);
    private Schema? _schema;
    private int[]? _columns;
    private long _start = isFile ? 8 : 0;

    // The columns, of all of them.
    public Schema Schema => _schema ??= _reader.Schema;

    // Selects the columns that batches have, in the schema's order. Before the first batch.
    public void Select(ReadOnlySpan<int> columns)
    {
        _columns = columns.ToArray();
        _reader.Select(columns);
    }

    // The next batch, or null at the end of the input.
    // throws InputException: Something in it is not what it should be.
    public RecordBatch? Next()
    {
        _ = Schema;
        while (true)
        {
            if (InStream(() => _reader.ReadNextRecordBatch()) is { } batch)
            {
                return batch;
            }

            if (!HasNextStream())
            {
                return null;
            }
        }
    }

    public void Dispose() => _reader.Dispose();

    private bool HasNextStream()
    {
        long end = _start + _reader.BytesRead;
        if (!_reader.HasEndMarker)
        {
            throw new InputException(
                string.Create(null,
                    $"{name} ends at byte {end} without the end mark of an Arrow {(isFile ? "file" : "stream")}, so it may be cut off; {Remedy}"), name, byteOffset: end);
        }

        if (isFile)
        {
            PassFooter(end);
            return false;
        }

        byte[] prefix = new byte[PrefixBytes];
        int length = isCallers ? 0 : stream.ReadAtLeast(prefix, PrefixBytes, throwOnEndOfStream: false);
        if (length == 0)
        {
            return false;
        }

        if (!ArrowInput.IsStream(prefix.AsSpan(0, length)))
        {
            throw new InputException(
                string.Create(null,
                    $"{name}: an Arrow stream ends at byte {end}, and what stands behind it is no other, so it would be lost; it starts with {Convert.ToHexString(prefix, 0, length)}"), name, byteOffset: end);
        }

        Begin(prefix, end);
        return true;
    }

    private string Remedy => isFile
        ? "make it again"
        : "make it again, or, where it is known to be whole, add the mark: printf '\\377\\377\\377\\377\\0\\0\\0\\0' >> FILE";

    private void Begin(byte[] prefix, long start)
    {
        _reader.Dispose();
        Stream next = stream;
        if (stream.CanSeek)
        {
            stream.Position -= prefix.Length;
        }
        else
        {
            // only the prefix is its own: the rest stays open for what follows
            next = new PrefixedStream(prefix, stream);
        }

        _reader = new ArrowStreamReader(next, leaveOpen: true, options);
        _start = start;
        Schema schema = InStream(() => _reader.Schema);
        if (Difference(schema) is { } difference)
        {
            throw new InputException(
                string.Create(null, $"{name}: the Arrow stream that begins at byte {start} differs from the one before it: {difference}"),
                name, byteOffset: start);
        }

        if (_columns is not null)
        {
            _reader.Select(_columns);
        }
    }

    private string? Difference(Schema schema)
    {
        if (SchemaDifference.Between(Schema, schema) is { } difference)
        {
            return difference;
        }

        for (int i = 0; i < schema.FieldsList.Count; i++)
        {
            Field want = Schema.FieldsList[i];
            Field got = schema.FieldsList[i];
            if (!ArrowNames.AreSame(want.DataType, got.DataType))
            {
                return $"column '{want.Name}' is {ArrowNames.Of(got.DataType)}, not {ArrowNames.Of(want.DataType)}";
            }

            if (got.IsNullable && !want.IsNullable)
            {
                return $"column '{want.Name}' may be null";
            }
        }

        return null;
    }

    // Reads to the end and makes sure that all of it was one footer.
    private void PassFooter(long end)
    {
        const int TailBytes = sizeof(int) + 6;
        byte[] piece = new byte[1 << 16];
        long length = 0;
        int kept = 0;
        while (stream.Read(piece.AsSpan(kept)) is > 0 and int got)
        {
            length += got;
            int filled = kept + got;
            kept = Math.Min(filled, TailBytes);
            piece.AsSpan(filled - kept, kept).CopyTo(piece);
        }

        ReadOnlySpan<byte> tail = piece.AsSpan(0, kept);
        if (kept < TailBytes || !tail[sizeof(int)..].SequenceEqual("ARROW1"u8))
        {
            throw new InputException(
                string.Create(null,
                    $"{name} does not end with ARROW1, as an Arrow file does, so it is cut off or something stands behind it"), name,
                    byteOffset: end + length);
        }

        if (BinaryPrimitives.ReadInt32LittleEndian(tail) + TailBytes != length)
        {
            throw new InputException(
                string.Create(null,
                    $"{name}: an Arrow file's footer begins at byte {end}, and more than that stands behind it, which would be lost; name the files one by one"), name, byteOffset: end);
        }
    }

    // Places in a stream are counted from its start.
    private T InStream<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ArrowFormatException e) when (_start > 8)
        {
            throw new InputException(string.Create(null, $"{name}, in the Arrow stream that begins at byte {_start}, {e.Message}"), name,
                byteOffset: _start + e.Offset, inner: e);
        }
    }
}
