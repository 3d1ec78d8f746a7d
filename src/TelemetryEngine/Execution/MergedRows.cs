using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Execution;

/// <summary>Some rows of the result: their windows, the places of their keys, and the groups that make them up.</summary>
internal sealed class MergedRows
{
    private readonly IReadOnlyList<Component[]> _tables;
    private readonly SourceLists _sources;
    private readonly long[] _starts;
    private readonly long[] _ends;
    private readonly int[] _keys;

    /// <param name="tables">The states that the rows' sources are groups of.</param>
    /// <param name="rows">How many rows.</param>
    public MergedRows(IReadOnlyList<Component[]> tables, int rows)
    {
        _tables = tables;
        _sources = new SourceLists(tables, rows);
        _starts = new long[rows];
        _ends = new long[rows];
        _keys = new int[rows];
    }

    /// <summary>How many rows.</summary>
    public int Count => _keys.Length;

    /// <summary>The first instant of each row's window; 0 without windows.</summary>
    public ReadOnlySpan<long> Starts => _starts;

    /// <summary>The first instant behind each row's window; 0 without windows.</summary>
    public ReadOnlySpan<long> Ends => _ends;

    /// <summary>The place of each row's keys in their order.</summary>
    public ReadOnlySpan<int> KeyPlaces => _keys;

    /// <summary>Says what a row's window and keys are.</summary>
    public void SetRow(int row, long start, long end, int keyPlace)
    {
        _starts[row] = start;
        _ends[row] = end;
        _keys[row] = keyPlace;
    }

    /// <summary>Adds a source to a row.</summary>
    public void Add(int table, int group, int row) => _sources.Add(table, group, row + 1);

    /// <summary>Room for sources of one table, as many as asked for; <see cref="Take"/> says how many were put there.</summary>
    public Span<int> Room(int table, int sources) => _sources.Room(table, sources);

    /// <summary>Adds the first sources in the <see cref="Room"/> of a table to a row.</summary>
    public void Take(int table, int sources, int row) => _sources.Take(table, sources, row + 1);

    /// <summary>Adds the sources of other rows to rows of this.</summary>
    /// <param name="other">Rows over the same tables.</param>
    /// <param name="rows">For each of them the row here.</param>
    public void AddSources(MergedRows other, ReadOnlySpan<int> rows)
    {
        int[] into = new int[rows.Length + 1];
        for (int row = 0; row < rows.Length; row++)
        {
            into[row + 1] = rows[row] + 1;
        }

        _sources.AddAll(other._sources, into);
    }

    /// <summary>The rows' states: merged ones in components of their own, or where they are if there is one table and nothing to merge.</summary>
    /// <param name="plan">Makes the components.</param>
    /// <param name="groups">Each row's group in the components.</param>
    public Component[] Merge(BoundPlan plan, out ReadOnlySpan<int> groups)
    {
        if (_tables.Count == 1 && _sources.GroupsOf(0).Length == Count)
        {
            groups = _sources.GroupsOf(0);
            return _tables[0];
        }

        int[] rows = new int[Count];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = row + 1;
        }

        groups = rows;
        Component[] merged = plan.CreateComponents(Count + 1);
        _sources.MergeInto(merged);
        return merged;
    }
}
