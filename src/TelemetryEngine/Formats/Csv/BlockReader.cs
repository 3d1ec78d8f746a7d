using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.Win32.SafeHandles;
using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Formats.Csv;

/// <summary>The text of a morsel, a block at a time. A morsel ends behind a record, or inside of one if it was cut at the wrong place.</summary>
internal abstract class BlockReader : IDisposable
{
    /// <summary>The text at hand.</summary>
    public abstract ReadOnlySpan<byte> Block { get; }

    /// <summary>Where <see cref="Block"/> begins in the (decompressed) input.</summary>
    public abstract long Position { get; }

    /// <summary>True when nothing follows the block.</summary>
    public abstract bool IsFinal { get; }

    /// <summary>Drops the first bytes of the block and adds at least one behind the rest. Not to be called on the final block.</summary>
    public abstract void Next(int consumed);

    public virtual void Dispose()
    {
    }
}

/// <summary>Blocks of a range of a file, in the buffer into which they were read.</summary>
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

    /// <summary>Begins with a range. The file's handle is kept for the next one.</summary>
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

/// <summary>What became of a record that is too long to be kept.</summary>
internal enum LongRecord
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>It ended.</summary>
    Closed,

    /// <summary>The input ended inside a quote of it.</summary>
    Unclosed,
}

/// <summary>Whole records of a stream, in a buffer of the reader's own.</summary>
internal sealed class ChunkBlocks : BlockReader
{
    private byte[] _buffer = [];
    private int _length;
    private long _position;

    /// <summary>The buffer, for whoever fills it.</summary>
    public Span<byte> Buffer => _buffer;

    /// <summary>The number of line ends before the chunk.</summary>
    public long LinesBefore { get; private set; }

    /// <summary>Unless None, the chunk is the beginning of a record that is too long to be kept.</summary>
    public LongRecord LongRecord { get; private set; }

    public override ReadOnlySpan<byte> Block => _buffer.AsSpan(0, _length);

    public override long Position => _position;

    public override bool IsFinal => true;

    /// <summary>Makes the buffer larger and keeps its contents.</summary>
    public void Grow(int length) => Array.Resize(ref _buffer, Math.Max(length, _buffer.Length));

    /// <summary>Says what was put into the buffer.</summary>
    public void Set(int length, long position, long linesBefore, LongRecord longRecord)
    {
        _length = length;
        _position = position;
        LinesBefore = linesBefore;
        LongRecord = longRecord;
    }

    public override void Next(int consumed) => throw new InvalidOperationException("nothing follows a chunk");
}
