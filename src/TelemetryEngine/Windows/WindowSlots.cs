using TelemetryEngine.Kernels.Compare;

namespace TelemetryEngine.Windows;

// Rows of one window that follow each other in a batch.
// End: The row after the last one.
internal readonly record struct WindowRun(int Slot, int Start, int End);

// Gives the windows that occur the slots 0, 1, 2 … in first-seen order. Ordered input is cut into runs of rows in one window, which cost
// two comparisons a row, and each change of window one division and one look-up; shuffled input gets a slot for each row, by a division and
// a small table.
internal sealed class WindowSlots(AlignedWindows windows)
{
    private const int RecentCount = 1 << 10;

    private readonly Dictionary<long, int> _slots = [];
    private Recent[]? _recent;
    private long[] _ordinals = new long[16];
    private int _count;
    private long[] _scratch = [];
    private long _start = long.MaxValue;
    private long _end = long.MinValue;
    private int _slot;

    public AlignedWindows Windows { get; } = windows;

    // The windows' ordinals, by slot.
    public ReadOnlySpan<long> Ordinals => _ordinals.AsSpan(0, _count);

    public long Bytes => _count * 40L;

    // Makes room for windows to come.
    public void Foresee(int more)
    {
        int count = (int)Math.Min((long)_count + more, Array.MaxLength);
        _slots.EnsureCapacity(count);
        if (_ordinals.Length < count)
        {
            Array.Resize(ref _ordinals, count);
        }
    }

    // The slot of a window.
    public int SlotOf(long ordinal)
    {
        if (!_slots.TryGetValue(ordinal, out int slot))
        {
            if (_count == _ordinals.Length)
            {
                Array.Resize(ref _ordinals, (int)Math.Min(_count * 2L, Array.MaxLength));
            }

            slot = _count++;
            _slots.Add(ordinal, slot);
            _ordinals[slot] = ordinal;
        }

        return slot;
    }

    // The run that begins at a row.
    public WindowRun Next(ReadOnlySpan<long> instants, int row)
    {
        long instant = instants[row];
        if (instant < _start || instant >= _end)
        {
            long ordinal = Windows.OrdinalOf(instant);
            _start = Windows.Start(ordinal);
            _end = Windows.End(ordinal);
            _slot = SlotOf(ordinal);
        }

        return new WindowRun(_slot, row, RangeRun.End(instants, row + 1, _start, (ulong)(_end - _start)));
    }

    // Writes the slot of each row.
    // returns: How often a row's window is not that of the row before.
    public int SlotsOf(ReadOnlySpan<long> instants, Span<int> slots)
    {
        if (_scratch.Length < instants.Length)
        {
            _scratch = new long[instants.Length];
        }

        Span<long> ordinals = _scratch.AsSpan(0, instants.Length);
        Windows.OrdinalsOf(instants, ordinals);
        Recent[] recent = _recent ??= new Recent[RecentCount];
        slots = slots[..ordinals.Length];
        int changes = 0;
        int last = -1;
        for (int row = 0; row < ordinals.Length; row++)
        {
            long ordinal = ordinals[row];
            ref Recent known = ref recent[(int)ordinal & (RecentCount - 1)];
            if (known.Ordinal != ordinal || known.SlotAndOne == 0)
            {
                known = new Recent { Ordinal = ordinal, SlotAndOne = SlotOf(ordinal) + 1 };
            }

            int slot = known.SlotAndOne - 1;
            slots[row] = slot;
            changes += slot != last ? 1 : 0;
            last = slot;
        }

        return changes;
    }

    // a default entry belongs to no window
    private struct Recent
    {
        public long Ordinal;
        public int SlotAndOne;
    }
}
