using System.Runtime.InteropServices;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Lookup;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Aggregates.Components;

// Summaries field by field, a lane for each group from a lowest to a highest: in batches whose rows come round after round in the order of
// their groups, a field of eight groups is one addition. They serve one batch after the other as long as the groups are among theirs;
// before that ends, and before a group is asked for, they are added to the groups' own summaries, which stand side by side for rows in any
// order.
// nothing: The fields of a summary of nothing.
// add: Adds the lanes to the groups' own.
internal sealed class GroupLanes(long[] nothing, Action add)
{
    // Rows for each lane below which a batch is not worth new lanes.
    private const int LeastRounds = 4;

    // One row in so many may be followed by another than the next group's.
    private const int StepsPerBreak = 8;

    // Rows that show whether it is worth while to look at all.
    private const int FirstRows = 64;
    private const int LanesPerLine = 8;

    private Memory<byte> _memory;

    // No lane got more rows.
    private int _rounds;

    // The group of the first lane.
    public int First { get; private set; }

    // How many lanes there are; 0 when they hold nothing.
    public int Count { get; private set; }

    // Bytes held.
    public long Bytes => _memory.Length;

    // All fields, one behind the other.
    public Span<long> All => MemoryMarshal.Cast<byte, long>(_memory.Span)[..(nothing.Length * Count)];

    // A field of all lanes.
    public Span<long> Field(int field) => All.Slice(field * Count, Count);

    // Sees to lanes for all groups of a batch; false when they don't come in such an order, or are too many for its rows.
    public bool TryTake(ReadOnlySpan<int> groups)
    {
        if (!IntegerGroups.IsWide || GroupSpan.Of(groups[..Math.Min(groups.Length, FirstRows)]).Steps < FirstRows / 2)
        {
            return false;
        }

        GroupSpan span = GroupSpan.Of(groups);
        // between two breaks a lane gets one row at most
        int rounds = groups.Length - span.Steps;
        if (span.Count == 0 || rounds > Math.Min(groups.Length / StepsPerBreak, LaneSums.MaxRows))
        {
            return false;
        }

        if (span.First >= First && span.First + span.Count <= First + Count && _rounds + rounds <= LaneSums.MaxRows)
        {
            _rounds += rounds;
            return true;
        }

        if (span.Count > groups.Length / LeastRounds)
        {
            return false;
        }

        Empty();
        _rounds = rounds;
        Begin(span);
        return true;
    }

    // Adds to the groups' summaries what the lanes hold.
    public void Empty()
    {
        if (Count > 0)
        {
            add();
            Count = 0;
        }
    }

    private void Begin(GroupSpan span)
    {
        First = span.First;
        Count = (span.Count + LanesPerLine - 1) / LanesPerLine * LanesPerLine;
        int bytes = nothing.Length * Count * sizeof(long);
        if (_memory.Length < bytes)
        {
            // on the border of a cache line, so that eight lanes are one
            _memory = PinnedMemory.Allocate(Component.Grown(_memory.Length, bytes));
        }

        All.Clear();
        for (int field = 0; field < nothing.Length; field++)
        {
            if (nothing[field] != 0)
            {
                Field(field).Fill(nothing[field]);
            }
        }
    }
}
