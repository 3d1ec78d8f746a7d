using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Results;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Grouping;

namespace TelemetryEngine.Execution.Panes;

/// <summary>A row of the result as some panes of one chain.</summary>
/// <param name="Window">The row's window.</param>
/// <param name="Key">The place of its keys.</param>
/// <param name="First">The first of its panes.</param>
/// <param name="Last">The last of its panes.</param>
internal readonly record struct PaneRow(int Window, int Key, int First, int Last)
{
    public const long Bytes = 16;
}

/// <summary>Rows that are made of panes: those of windows that overlap, and sessions.</summary>
internal sealed class PaneRows : ResultRows
{
    private readonly PaneTable _panes;
    private readonly PaneRow[] _rows;
    private readonly long[] _starts;
    private readonly long[] _ends;
    private readonly PaneSums? _sums;
    private readonly long _panesAtOnce;

    /// <param name="parts">The workers' states, which the panes are groups of.</param>
    /// <param name="panes">The panes.</param>
    /// <param name="rows">The rows, sorted by window and keys.</param>
    /// <param name="starts">The border before each window.</param>
    /// <param name="ends">The border behind each window.</param>
    /// <param name="sums">States of several panes, if there are any: then a row takes at most two of them instead of all its panes.</param>
    /// <param name="panesAtOnce">How many panes are merged at a time where a row takes all of its own.</param>
    public PaneRows(IReadOnlyList<PartialState> parts, PaneTable panes, PaneRow[] rows, long[] starts, long[] ends, PaneSums? sums = null, long panesAtOnce = long.MaxValue)
    {
        _panes = panes;
        _rows = rows;
        _starts = starts;
        _ends = ends;
        _sums = sums;
        _panesAtOnce = sums is null ? panesAtOnce : long.MaxValue;
        Tables = [.. TablesOf(parts), .. sums?.Tables ?? []];
    }

    /// <summary>The rows of some parts' groups, whatever the windows are.</summary>
    /// <param name="plan">Says what the windows are.</param>
    /// <param name="parts">What the workers know; the first learns the keys of all.</param>
    /// <param name="threads">How many threads may work on it.</param>
    /// <param name="budget">Bounds the memory of rows and of states that are made for them.</param>
    /// <exception cref="RunException">They take more than is allowed, or there are too many rows.</exception>
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
