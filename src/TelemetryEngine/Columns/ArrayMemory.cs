using TelemetryEngine.Memory;

namespace TelemetryEngine.Columns;

/// <summary>Memory that the arrays of one batch keep: pieces of a block, and where that is full, memory of their own.</summary>
/// <param name="block">The block; it starts on a border of <see cref="AlignedMemory.AlignmentBytes"/> and does not move.</param>
/// <param name="home">Where this goes when the batch is disposed, to serve another; null = nowhere.</param>
internal sealed class ArrayMemory(Memory<byte> block, ResultMemory? home = null) : IDisposable
{
    private int _used;

    /// <summary>Where this goes when the batch is disposed; for whoever holds it there.</summary>
    public ResultMemory? Home { get; set; } = home;

    /// <summary>The bytes of the block.</summary>
    public int Length => block.Length;

    /// <summary>The bytes that the block should have had.</summary>
    public long Asked { get; private set; }

    /// <summary>What some bytes take of a block: as Arrow recommends it, the next piece begins on a border, and some bytes behind their end may be read.</summary>
    public static long RoomFor(long bytes) => (bytes + (2 * AlignedMemory.AlignmentBytes) - 1) & -AlignedMemory.AlignmentBytes;

    /// <summary>Some bytes, which hold whatever was there before.</summary>
    public Memory<byte> Take(int bytes)
    {
        long room = RoomFor(bytes);
        Asked += room;
        if (room > block.Length - _used)
        {
            return PinnedMemory.Allocate(bytes);
        }

        Memory<byte> taken = block.Slice(_used, bytes);
        _used += (int)room;
        return taken;
    }

    public void Dispose()
    {
        (_used, Asked) = (0, 0);
        Home?.Return(this);
    }
}
