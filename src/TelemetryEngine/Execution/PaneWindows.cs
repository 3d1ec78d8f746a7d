using System.Runtime.InteropServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution;

/// <summary>
/// The windows that hold any of the panes that occur, in their order, and which of these panes each holds. Made by one thread, as calendars remember what
/// they have looked up; then read by all. A pane here is a place among those that occur.
/// </summary>
internal sealed class PaneWindows
{
    private readonly int[] _firstWindows;
    private readonly int[] _lastWindows;
    private readonly long[] _blocks;
    private readonly List<(int First, int Last)> _panes = [];
    private readonly List<long> _starts = [];
    private readonly List<long> _ends = [];

    /// <param name="bound">The windows.</param>
    /// <param name="panes">The ordinals of the panes that occur, rising.</param>
    /// <param name="budget">Bounds the memory.</param>
    /// <exception cref="RunException">They take more memory than allowed.</exception>
    public PaneWindows(BoundWindows bound, ReadOnlySpan<long> panes, MemoryBudget budget)
    {
        OverlappingWindows windows = bound.Overlap!();
        CrossesBlocks = windows.CrossesBlocks;
        _firstWindows = new int[panes.Length];
        _lastWindows = new int[panes.Length];
        _blocks = new long[panes.Length];
        long next = long.MinValue;
        long heldBytes = 0;
        for (int pane = 0; pane < panes.Length; pane++)
        {
            (long first, long last) = windows.WindowsOf(panes[pane]);
            _blocks[pane] = windows.BlockOf(panes[pane]);
            // windows that are there already hold the panes before as well: they are the last ones
            _firstWindows[pane] = first < next ? _panes.Count - (int)(next - first) : _panes.Count;
            for (long window = Math.Max(first, next); window <= last; window++)
            {
                Add(bound, windows, window, panes);
            }

            next = Math.Max(next, last + 1);
            _lastWindows[pane] = _panes.Count - 1;
            budget.Take(ref heldBytes, (panes.Length * 16L) + (_panes.Count * 24L));
        }
    }

    /// <summary>How many windows.</summary>
    public int Count => _panes.Count;

    /// <summary>True when a window may lie in two blocks.</summary>
    public bool CrossesBlocks { get; }

    /// <summary>The border before each window.</summary>
    public long[] Starts => [.. _starts];

    /// <summary>The border behind each window.</summary>
    public long[] Ends => [.. _ends];

    /// <summary>The block of a pane.</summary>
    public long BlockOf(int pane) => _blocks[pane];

    /// <summary>Finds the rows of a chain: one for each window that holds any of its panes, in the windows' order.</summary>
    /// <param name="table">The panes.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="rows">Where the rows are put, from its start on.</param>
    public void RowsOf(PaneTable table, PaneChain chain, List<PaneRow> rows)
    {
        rows.Clear();
        ReadOnlySpan<(int First, int Last)> panes = CollectionsMarshal.AsSpan(_panes);
        int next = 0;
        int first = chain.First;
        int last = chain.First;
        for (int pane = chain.First; pane < chain.End; pane++)
        {
            int end = _lastWindows[table.WindowAt(pane)];
            for (int window = Math.Max(next, _firstWindows[table.WindowAt(pane)]); window <= end; window++)
            {
                while (table.WindowAt(first) < panes[window].First)
                {
                    first++;
                }

                while (last + 1 < chain.End && table.WindowAt(last + 1) <= panes[window].Last)
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

    // a date that never was makes a cumulative window no longer
    private bool IsRepeated(int window) => window > 0 && _starts[window] == _starts[window - 1] && _ends[window] == _ends[window - 1];

    private void Add(BoundWindows bound, OverlappingWindows windows, long window, ReadOnlySpan<long> panes)
    {
        (long first, long last) = windows.PanesOf(window);
        (int firstPlace, int lastPlace) = _panes.Count == 0 ? (0, 0) : _panes[^1];
        while (panes[firstPlace] < first)
        {
            firstPlace++;
        }

        while (lastPlace + 1 < panes.Length && panes[lastPlace + 1] <= last)
        {
            lastPlace++;
        }

        _panes.Add((firstPlace, lastPlace));
        _starts.Add(bound.Border(windows.Start(window)));
        _ends.Add(bound.Border(windows.End(window)));
    }
}
