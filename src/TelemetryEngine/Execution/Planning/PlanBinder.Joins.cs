using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Joins;

namespace TelemetryEngine.Execution.Planning;

// <content>Joins that find one row at most: their columns stand behind the others, like computed ones.</content>
internal sealed partial class PlanBinder
{
    private readonly HashSet<int> _joined = [];
    private readonly HashSet<int> _usedBehind = [];

    private void Join(OpenJoin join, IReadOnlyList<AggregatePlan> calls)
    {
        int[] keys = [.. join.Step.On.Select(key => FindKey(key.Column, "join"))];
        int time = join.Step switch
        {
            AsofJoinStep asof => JoinTime(asof.Time, calls),
            ValidJoinStep valid => JoinTime(valid.Time, calls),
            _ => -1,
        };
        Use(time);
        JoinLayout layout = JoinBinder.Layout(
            join, [.. keys.Select(key => _columns[key])], [.. _columns.Names], time < 0 ? null : _columns[time]);
        foreach (int ordinal in layout.Added)
        {
            _joined.Add(_columns.Count);
            Column column = join.Input.Columns[ordinal];
            _columns.Add(column with { Type = HeldColumn.TypeOf(column.Type) });
        }

        _rows.Add(new TableLookup(new JoinTable(join.Input, layout), keys, time) { FirstAdded = _columns.Count - layout.Added.Count });
    }

    private int JoinTime(string? named, IReadOnlyList<AggregatePlan> calls)
    {
        int time = named is null ? ChooseTime(calls, "a join by time needs") : Find(named, "join");
        return _columns[time].Type.Kind == ColumnKind.Timestamp
            ? time
            : throw new PlanException($"the time of a join, '{named}', is {_columns[time].Type}, not a time");
    }

    private int ChooseTime(IReadOnlyList<AggregatePlan> calls, string? user = null) =>
        new TimeChoice(_plan, _source, _columns, _joined).Choose(calls, user);

    // Columns of other inputs that nothing uses are not even held.
    private void LeaveUnused()
    {
        HashSet<int> shown = _plan.IsAggregation ? [] : [.. _columns.Shown];
        foreach (TableLookup lookup in _rows.OfType<TableLookup>())
        {
            for (int i = 0; i < lookup.Table.Layout.Added.Count; i++)
            {
                int ordinal = lookup.FirstAdded + i;
                if (!_usedBehind.Contains(ordinal) && !shown.Contains(ordinal))
                {
                    lookup.Table.Leave(i);
                }
            }
        }
    }
}
