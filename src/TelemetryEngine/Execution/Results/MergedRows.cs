using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Execution.Planning;

namespace TelemetryEngine.Execution.Results;

// Some rows of the result: their windows, the places of their keys, and the groups that make them up. Its memory is used again for other
// rows.
// tables: The states that the rows' sources are groups of.
internal sealed class MergedRows(IReadOnlyList<Component[]> tables)
{
    private readonly SourceLists _sources = new(tables);
    private long[] _starts = [];
    private long[] _ends = [];
    private int[] _keys = [];
    private int[] _codes = [];
    private int[] _rows = [];
    private Component[]? _merged;

    // How many rows.
    public int Count { get; private set; }

    // The first instant of each row's window; 0 without windows.
    public ReadOnlySpan<long> Starts => _starts.AsSpan(0, Count);

    // The first instant behind each row's window; 0 without windows.
    public ReadOnlySpan<long> Ends => _ends.AsSpan(0, Count);

    // The place of each row's keys in their order.
    public Span<int> KeyPlaces => _keys.AsSpan(0, Count);

    // Room for a code of each row's keys, for the holder of these rows.
    public Span<int> Codes => _codes.AsSpan(0, Count);

    // The group that a row's sources are merged into.
    public static int GroupOf(int row) => row + 1;

    // Makes room for rows, of which nothing is known yet.
    public void Reset(int rows)
    {
        if (_keys.Length < rows)
        {
            _starts = new long[rows];
            _ends = new long[rows];
            _keys = new int[rows];
            _codes = new int[rows];
            _rows = new int[rows];
            for (int row = 0; row < rows; row++)
            {
                _rows[row] = GroupOf(row);
            }
        }

        Count = rows;
        _sources.Clear();
    }

    // Says what a row's window and keys are.
    public void SetRow(int row, long start, long end, int keyPlace)
    {
        _starts[row] = start;
        _ends[row] = end;
        _keys[row] = keyPlace;
    }

    // Says what the window of some rows is.
    public void SetWindow(int row, int rows, long start, long end)
    {
        _starts.AsSpan(row, rows).Fill(start);
        _ends.AsSpan(row, rows).Fill(end);
    }

    // Adds a source to a row.
    public void Add(int table, int group, int row) => _sources.Add(table, group, GroupOf(row));

    // Room for sources of one table, as many as asked for; Reserve says how many were put there.
    // into: For each of them the GroupOf its row.
    public Span<int> Room(int table, int sources, out Span<int> into) => _sources.Room(table, sources, out into);

    // Adds the first sources in the Room of a table.
    public void Reserve(int table, int sources) => _sources.Reserve(table, sources);

    // Adds the sources of other rows to rows of this.
    // other: Rows over the same tables.
    // rows: For each of them the row here.
    public void AddSources(MergedRows other, ReadOnlySpan<int> rows)
    {
        int[] into = new int[GroupOf(rows.Length)];
        for (int row = 0; row < rows.Length; row++)
        {
            into[GroupOf(row)] = GroupOf(rows[row]);
        }

        _sources.AddAll(other._sources, into);
    }

    // The rows' states: merged ones in components of their own, which the next merge changes, or where they are if there is one table and
    // nothing to merge.
    // groups: Each row's group in the components.
    public Component[] Merge(BoundPlan plan, out ReadOnlySpan<int> groups)
    {
        if (tables.Count == 1 && _sources.GroupsOf(0).Length == Count)
        {
            groups = _sources.GroupsOf(0);
            return tables[0];
        }

        groups = _rows.AsSpan(0, Count);
        _merged = Emptied(plan);
        _sources.MergeInto(_merged);
        return _merged;
    }

    private Component[] Emptied(BoundPlan plan)
    {
        bool isEmpty = _merged is not null;
        foreach (Component component in _merged ?? [])
        {
            isEmpty &= component.TryRestart(GroupOf(Count));
        }

        return isEmpty ? _merged! : plan.CreateComponents(GroupOf(Count));
    }
}
