namespace TelemetryEngine.Windows;

/// <summary>Rows of one window that follow each other in a batch.</summary>
/// <param name="Slot">The window's slot.</param>
/// <param name="Start">The first row.</param>
/// <param name="End">The row after the last one.</param>
internal readonly record struct WindowRun(int Slot, int Start, int End);

/// <summary>
/// Gives the windows that occur the slots 0, 1, 2 … in first-seen order, and cuts a batch into runs of rows in one window. Ordered input
/// costs two comparisons a row; each change of window one division and one look-up.
/// </summary>
internal sealed class WindowSlots(AlignedWindows windows)
{
    private readonly Dictionary<long, int> _slots = [];
    private readonly List<long> _ordinals = [];
    private long _start = long.MaxValue;
    private long _end = long.MinValue;
    private int _slot;

    public AlignedWindows Windows { get; } = windows;

    /// <summary>The windows' ordinals, by slot.</summary>
    public IReadOnlyList<long> Ordinals => _ordinals;

    public long Bytes => _ordinals.Count * 40L;

    /// <summary>The slot of a window.</summary>
    public int SlotOf(long ordinal)
    {
        if (!_slots.TryGetValue(ordinal, out int slot))
        {
            slot = _ordinals.Count;
            _slots.Add(ordinal, slot);
            _ordinals.Add(ordinal);
        }

        return slot;
    }

    /// <summary>The run that begins at a row.</summary>
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

        ulong length = (ulong)(_end - _start);
        int end = row + 1;
        while (end < instants.Length && (ulong)(instants[end] - _start) < length)
        {
            end++;
        }

        return new WindowRun(_slot, row, end);
    }
}
