using TelemetryEngine.Memory;

namespace TelemetryEngine.Columns;

// Memory that the arrays of one batch keep: pieces of a block, and where that is full, memory of their own.
// block: The block; it starts on a border of AlignedMemory.AlignmentBytes and does not move.
// home: Where this goes when the batch is disposed, to serve another; null = nowhere.
internal sealed class ArrayMemory(Memory<byte> block, ResultMemory? home = null) : IDisposable
{
    private int _used;

    // Where this goes when the batch is disposed; for the owner at that place.
    public ResultMemory? Home { get; set; } = home;

    // The bytes of the block.
    public int Length => block.Length;

    // The bytes that the block should have had.
    public long Asked { get; private set; }

    // What some bytes take of a block: as Arrow recommends it, the next piece begins on a border, and some bytes behind their end may be
    // read.
    public static long RoomFor(long bytes) => (bytes + (2 * AlignedMemory.AlignmentBytes) - 1) & -AlignedMemory.AlignmentBytes;

    // Some bytes, which hold whatever was there before.
    public Memory<byte> Allocate(int bytes)
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
