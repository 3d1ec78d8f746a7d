using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.Win32.SafeHandles;
using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Formats.Csv;

// The text of a morsel, a block at a time. A morsel ends behind a record, or inside of one if it was cut at the wrong place.
internal abstract class BlockReader : IDisposable
{
    // The text at hand.
    public abstract ReadOnlySpan<byte> Block { get; }

    // Where Block begins in the (decompressed) input.
    public abstract long Position { get; }

    // True when nothing follows the block.
    public abstract bool IsFinal { get; }

    // Drops the first bytes of the block and adds at least one behind the rest. Not to be called on the final block.
    public abstract void Next(int consumed);

    public virtual void Dispose()
    {
    }
}

// Blocks of a range of a file, in the buffer into which they were read.
internal sealed class FileBlocks : BlockReader
{
    private readonly FilePipeReader _pipe = new();
    private ReadOnlySequence<byte> _text;
    private InputFile? _file;
    private SafeFileHandle? _handle;
    private long _position;
    private bool _isFinal;

    public override ReadOnlySpan<byte> Block => _text.FirstSpan;

    public override long Position => _position;

    public override bool IsFinal => _isFinal;

    // Begins with a range. The file's handle is kept for the next one.
    public void Reset(InputFile file, long start, long end)
    {
        if (!ReferenceEquals(file, _file))
        {
            Release();
            _handle = file.Borrow();
            _file = file;
        }

        _pipe.Reset(file, _handle!, start, end);
        _position = start;
        Read();
    }

    public override void Next(int consumed)
    {
        Debug.Assert(!_isFinal, "nothing follows the final block");
        _pipe.AdvanceTo(_text.GetPosition(consumed), _text.End);
        _position += consumed;
        Read();
    }

    public override void Dispose()
    {
        Release();
        _pipe.Dispose();
    }

    private void Release()
    {
        _file?.Return();
        _file = null;
    }

    private void Read()
    {
        _pipe.TryRead(out ReadResult result);
        Debug.Assert(result.Buffer.IsSingleSegment, "a file is read into one buffer");
        _text = result.Buffer;
        _isFinal = result.IsCompleted;
    }
}

// What became of a record that is too long to be kept.
internal enum LongRecord
{
    // There is none.
    None,

    // It ended.
    Closed,

    // The input ended inside a quote of it.
    Unclosed,
}

// Whole records of a stream, in a buffer of the reader's own.
internal sealed class ChunkBlocks : BlockReader
{
    private byte[] _buffer = [];
    private int _length;
    private long _position;

    // The buffer, to be filled.
    public Span<byte> Buffer => _buffer;

    // The number of line ends before the chunk.
    public long LinesBefore { get; private set; }

    // Unless None, the chunk is the beginning of a record that is too long to be kept.
    public LongRecord LongRecord { get; private set; }

    public override ReadOnlySpan<byte> Block => _buffer.AsSpan(0, _length);

    public override long Position => _position;

    public override bool IsFinal => true;

    // Makes the buffer larger and keeps its contents.
    public void Grow(int length) => Array.Resize(ref _buffer, Math.Max(length, _buffer.Length));

    // Says what was put into the buffer.
    public void Set(int length, long position, long linesBefore, LongRecord longRecord)
    {
        _length = length;
        _position = position;
        LinesBefore = linesBefore;
        LongRecord = longRecord;
    }

    public override void Next(int consumed) => throw new InvalidOperationException("nothing follows a chunk");
}
