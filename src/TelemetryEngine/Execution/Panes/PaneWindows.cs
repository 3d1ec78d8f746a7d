using System.Globalization;
using TelemetryEngine.Columns;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution.Panes;

// Takes rows that are made of panes, one after the other.
internal interface IPaneRowSink
{
    // Takes a row.
    void Add(PaneRow row);
}

// The windows that hold any of the panes that occur, in their order, and which of these panes each holds. Made by one thread, as calendars
// remember what they have looked up; then read by all. A pane here is a place among those that occur.
internal sealed class PaneWindows
{
    // A window's places of panes and borders, and a pane's places of windows and block.
    private const long BytesPerWindow = 24;
    private const long BytesPerPane = 16;

    private readonly int[] _firstWindows;
    private readonly int[] _lastWindows;
    private readonly long[] _blocks;
    private readonly (int First, int Last)[] _panes;

    // panes: The ordinals of the panes that occur, rising.
    // throws RunException: They are too many, or take more memory than allowed, or reach beyond the axis.
    public PaneWindows(BoundWindows bound, ReadOnlySpan<long> panes, MemoryBudget budget)
    {
        OverlappingWindows windows = bound.Overlap!();
        CrossesBlocks = windows.CrossesBlocks;
        int count = CountOf(bound, windows, panes);
        long heldBytes = 0;
        budget.Reserve(ref heldBytes, (panes.Length * BytesPerPane) + (count * BytesPerWindow));
        _firstWindows = new int[panes.Length];
        _lastWindows = new int[panes.Length];
        _blocks = new long[panes.Length];
        _panes = new (int, int)[count];
        Starts = new long[count];
        Ends = new long[count];
        long latest = 0;
        for (int pane = 0; pane < panes.Length; pane++)
        {
            (long first, long last) = windows.WindowsOf(panes[pane])!.Value;
            _blocks[pane] = windows.BlockOf(panes[pane]);
            // windows that are there already hold the panes before as well: they are the last ones
            bool isKnown = Count > 0 && first <= latest;
            _firstWindows[pane] = isKnown ? Count - 1 - (int)(latest - first) : Count;
            for (long left = isKnown ? last - latest : last - first + 1; left > 0; left--)
            {
                Add(bound, windows, last - left + 1, panes);
            }

            latest = isKnown ? Math.Max(latest, last) : last;
            _lastWindows[pane] = Count - 1;
        }
    }

    // How many windows.
    public int Count { get; private set; }

    // True when a window may lie in two blocks.
    public bool CrossesBlocks { get; }

    // The border before each window.
    public long[] Starts { get; }

    // The border behind each window.
    public long[] Ends { get; }

    // The block of a pane.
    public long BlockOf(int pane) => _blocks[pane];

    // Finds the rows of a chain: one for each window that holds any of its panes, in the windows' order.
    public void RowsOf<T>(PaneTable table, PaneChain chain, ref T rows)
        where T : struct, IPaneRowSink
    {
        int next = 0;
        int first = chain.First;
        int last = chain.First;
        for (int pane = chain.First; pane < chain.End; pane++)
        {
            int end = _lastWindows[table.WindowAt(pane)];
            for (int window = Math.Max(next, _firstWindows[table.WindowAt(pane)]); window <= end; window++)
            {
                while (table.WindowAt(first) < _panes[window].First)
                {
                    first++;
                }

                while (last + 1 < chain.End && table.WindowAt(last + 1) <= _panes[window].Last)
                {
                    last++;
                }

                if (!IsRepeated(window))
                {
                    rows.Add(new PaneRow(window, chain.Key, first, last));
                }
            }

            next = Math.Max(next, end + 1);
        }
    }

    // How many windows hold any of the panes.
    private static int CountOf(BoundWindows bound, OverlappingWindows windows, ReadOnlySpan<long> panes)
    {
        long count = 0;
        long latest = 0;
        foreach (long pane in panes)
        {
            (long first, long last) = windows.WindowsOf(pane) ?? throw bound.Beyond(bound.Panes().Start(pane), isStart: pane < 0);
            bool isKnown = count > 0 && first <= latest;
            count += isKnown ? Math.Max(0, last - latest) : last - first + 1;
            latest = isKnown ? Math.Max(latest, last) : last;
        }

        return count <= Array.MaxLength ? (int)count : throw new RunException(string.Create(
            CultureInfo.InvariantCulture,
            $"the readings are in {count:N0} windows, more than the {Array.MaxLength:N0} that a result can have; use longer steps, a shorter period, or filter with {Fix.Where}"));
    }

    // a date that never was makes a cumulative window no longer
    private bool IsRepeated(int window) => window > 0 && Starts[window] == Starts[window - 1] && Ends[window] == Ends[window - 1];

    private void Add(BoundWindows bound, OverlappingWindows windows, long window, ReadOnlySpan<long> panes)
    {
        (long first, long last) = windows.PanesOf(window);
        (int firstPlace, int lastPlace) = Count == 0 ? (0, 0) : _panes[Count - 1];
        while (panes[firstPlace] < first)
        {
            firstPlace++;
        }

        while (lastPlace + 1 < panes.Length && panes[lastPlace + 1] <= last)
        {
            lastPlace++;
        }

        _panes[Count] = (firstPlace, lastPlace);
        (Starts[Count], Ends[Count]) = bound.BordersOf(windows, window);
        Count++;
    }
}
