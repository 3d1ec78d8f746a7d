using System.Runtime.InteropServices;
using TelemetryEngine.Arrow;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Lookup;
using TelemetryEngine.Kernels.Wide;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>
/// The summaries of one batch, field by field, a lane for each group from its lowest to its highest: in a batch whose rows come round after round in the order of their
/// groups, a field of eight groups is one addition. Behind the batch they are added to the groups' own, which stand side by side for rows in any order.
/// </summary>
/// <param name="fields">The fields of a summary.</param>
internal sealed class GroupLanes(int fields)
{
    /// <summary>Rows for each lane below which emptying the lanes costs more than they save.</summary>
    private const int LeastRounds = 4;

    /// <summary>One row in so many may be followed by another than the next group's.</summary>
    private const int StepsPerBreak = 8;

    /// <summary>Rows that show whether it is worth while to look at all.</summary>
    private const int FirstRows = 64;
    private const int LanesPerLine = 8;

    private Memory<byte> _memory;

    /// <summary>The group of the first lane.</summary>
    public int First { get; private set; }

    /// <summary>How many lanes there are.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes held.</summary>
    public long Bytes => _memory.Length;

    /// <summary>All fields, one behind the other.</summary>
    public Span<long> All => MemoryMarshal.Cast<byte, long>(_memory.Span)[..(fields * Count)];

    /// <summary>A field of all lanes.</summary>
    public Span<long> Field(int field) => All.Slice(field * Count, Count);

    /// <summary>Begins a batch with zeros in all lanes; false when its groups don't come in such an order.</summary>
    public bool TryBegin(ReadOnlySpan<int> groups)
    {
        if (!IntegerGroups.IsWide || GroupSpan.Of(groups[..Math.Min(groups.Length, FirstRows)]).Steps < FirstRows / 2)
        {
            return false;
        }

        GroupSpan span = GroupSpan.Of(groups);
        // between two breaks a lane gets one row at most
        int breaks = groups.Length - span.Steps;
        if (span.Count == 0 || span.Count > groups.Length / LeastRounds || breaks > Math.Min(groups.Length / StepsPerBreak, LaneSums.MaxRows))
        {
            return false;
        }

        First = span.First;
        Count = (span.Count + LanesPerLine - 1) / LanesPerLine * LanesPerLine;
        int bytes = fields * Count * sizeof(long);
        if (_memory.Length < bytes)
        {
            // on the border of a cache line, so that eight lanes are one
            _memory = PinnedMemory.Allocate(Component.Grown(_memory.Length, bytes));
        }

        All.Clear();
        return true;
    }
}
