using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution;

/// <summary>
/// The memory of a result's batches, a block for each. Blocks are cut from slabs, for which the system has large pages; those of batches that are disposed, since they were only made to be
/// written, serve again. A batch that is kept keeps its slab. Several threads may ask.
/// </summary>
/// <param name="expectedBytes">What all batches together will take.</param>
internal sealed class ResultMemory(long expectedBytes)
{
    private const int SlabBytes = 1 << 24;
    private const int MostBlockBytes = 1 << 30;
    private const double Spare = 1.0625;

    private readonly Stack<ArrayMemory> _free = new();
    private Memory<byte> _slab;
    private long _left = expectedBytes;
    private double _more = 1;

    /// <summary>Memory for a batch.</summary>
    /// <param name="estimate">What it takes, without texts: what those take, the batches before have shown.</param>
    public ArrayMemory Rent(long estimate)
    {
        lock (_free)
        {
            int bytes = (int)Math.Min(estimate * _more, MostBlockBytes);
            if (_free.TryPop(out ArrayMemory? memory) && memory.Length >= bytes)
            {
                return memory;
            }

            if (_slab.Length < bytes)
            {
                _slab = PinnedMemory.Allocate((int)Math.Max(bytes, Math.Min(_left, SlabBytes)));
                LargePages.Prefer(_slab.Span);
            }

            memory = new ArrayMemory(_slab[..bytes], _free);
            _slab = _slab[bytes..];
            _left -= bytes;
            return memory;
        }
    }

    /// <summary>Learns from a batch that is made.</summary>
    /// <param name="estimate">What it was to take.</param>
    /// <param name="memory">What it took.</param>
    public void Learn(long estimate, ArrayMemory memory)
    {
        lock (_free)
        {
            _more = memory.Asked > estimate * _more ? Spare * memory.Asked / estimate : _more;
        }
    }
}
