using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Results;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Grouping;

namespace TelemetryEngine.Execution.Panes;

// A row of the result as some panes of one chain.
// Key: The place of its keys.
// First: The first of its panes.
// Last: The last of its panes.
internal readonly record struct PaneRow(int Window, int Key, int First, int Last)
{
    public const long Bytes = 16;
}

// Rows that are made of panes: those of windows that overlap, and sessions.
internal sealed class PaneRows : ResultRows
{
    private readonly PaneTable _panes;
    private readonly PaneRow[] _rows;
    private readonly long[] _starts;
    private readonly long[] _ends;
    private readonly PaneSums? _sums;
    private readonly long _panesAtOnce;

    // parts: The workers' states, which the panes are groups of.
    // rows: The rows, sorted by window and keys.
    // starts: The border before each window.
    // ends: The border behind each window.
    // sums: States of several panes, if there are any: then a row takes at most two of them instead of all its panes.
    // panesAtOnce: How many panes are merged at a time where a row takes all of its own.
    public PaneRows(
        IReadOnlyList<PartialState> parts, PaneTable panes, PaneRow[] rows, long[] starts, long[] ends, PaneSums? sums = null,
        long panesAtOnce = long.MaxValue)
    {
        _panes = panes;
        _rows = rows;
        _starts = starts;
        _ends = ends;
        _sums = sums;
        _panesAtOnce = sums is null ? panesAtOnce : long.MaxValue;
        Tables = [.. TablesOf(parts), .. sums?.Tables ?? []];
    }

    // The rows of some parts' groups, whatever the windows are.
    // plan: Says what the windows are.
    // parts: What the workers know; the first learns the keys of all.
    // threads: How many threads may work on it.
    // budget: Bounds the memory of rows and of states that are made for them.
    // throws RunException: They take more than is allowed, or there are too many rows.
    public static ResultRows Of(BoundPlan plan, IReadOnlyList<PartialState> parts, int threads, MemoryBudget budget) => plan.Window switch
    {
        { Overlap: not null } => OverlapRows.Of(plan, parts, threads, budget),
        { Gap: > 0 } => SessionRows.Of(plan, parts, threads, budget),
        _ => new MergedGroups(plan, parts, threads),
    };

    public override int Count => _rows.Length;

    public override IReadOnlyList<Component[]> Tables { get; }

    public override KeyTable Keys => _panes.Order.Keys;

    public override ReadOnlySpan<int> KeysByPlace => _panes.Order.KeysByPlace;

    public override ReadOnlySpan<long> StartsOf(int rows) => _starts.AsSpan(0, WindowsOf(rows));

    public override ReadOnlySpan<long> EndsOf(int rows) => _ends.AsSpan(0, WindowsOf(rows));

    public override int AtOnce(int firstRow, int wanted)
    {
        long panes = 0;
        int rows = 0;
        for (; rows < wanted && panes < _panesAtOnce; rows++)
        {
            PaneRow row = _rows[firstRow + rows];
            panes += row.Last - row.First + 1;
        }

        return rows;
    }

    public override void Read(int firstRow, MergedRows into)
    {
        for (int row = 0; row < into.Count; row++)
        {
            PaneRow panes = _rows[firstRow + row];
            into.SetRow(row, _starts[panes.Window], _ends[panes.Window], panes.Key);
            if (_sums is not null)
            {
                _sums.AddTo(into, row, panes);
            }
            else
            {
                _panes.AddTo(panes, into, row);
            }
        }
    }

    // rows are sorted by window, so the first rows have the first windows
    private int WindowsOf(int rows) => rows == 0 ? 0 : _rows[rows - 1].Window + 1;
}
