using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Execution.Planning;

// <content>Steps on single rows: each sees the columns as those before it left them.</content>
internal sealed partial class PlanBinder
{
    private void BindRows(IReadOnlyList<AggregatePlan> calls, TimeZoneInfo zone)
    {
        foreach (PlanStep step in _plan.Rows)
        {
            switch (step)
            {
                case DeriveStep derive: AddDerived(derive.Name, _expressions.Parse(derive.Expression)); break;
                case SpanStep span: AddDerived(span.Name, span.Node); break;
                case WhereStep where: _rows.Add(new RowFilter(BindFilter(where.Expression, "where"), _columns)); break;
                case BetweenStep range: Narrow(range, calls, zone); break;
                case SelectStep select: Select(select); break;
                case RenameStep rename: Rename(rename); break;
                case DropStep drop: Drop(drop); break;
                case RoundStep round: Round(round); break;
                case OpenJoin join: Join(join, calls); break;
                default: throw new ArgumentException($"{step.GetType().Name} is no step on single rows", nameof(calls));
            }
        }
    }

    private void AddDerived(string name, ExpressionNode node)
    {
        if (_columns.Find(name) >= 0)
        {
            throw new PlanException($"the name '{name}' is used twice; choose another for the derived column");
        }

        Compute(_columns, name, node);
    }

    // The ordinal of a new column behind the others.
    // scope: The columns that its expression sees.
    private int Compute(NamedColumns scope, string name, ExpressionNode node)
    {
        using BoundExpression bound = Expression.Bind(node, scope);
        Use(bound.Columns);
        _rows.Add(new ComputedColumn(name, node, scope));
        _columns.Add(new Column(name, bound.Type));
        return _columns.Count - 1;
    }

    // What could be seen so far; columns that are added from here on can't be seen there.
    private NamedColumns Seen()
    {
        NamedColumns seen = _columns;
        _columns = seen.Show(seen.Shown.Select(i => (i, seen[i].Name)));
        return seen;
    }

    private void Narrow(BetweenStep range, IReadOnlyList<AggregatePlan> calls, TimeZoneInfo zone)
    {
        if (range.From is null && range.To is null)
        {
            return;
        }

        int time = ChooseTime(calls);
        if (_rangeTime >= 0 && _rangeTime != time)
        {
            throw new PlanException(
                $"one range of time goes by '{_columns[_rangeTime].Name}' and the other by '{_columns[time].Name}'; write one of them with {Fix.Where}");
        }

        _rangeTime = time;
        Use(time);
        long? from = Instant(range.From);
        long? to = Instant(range.To);
        _from = from is null || _from > from ? _from : from;
        _to = to is null || _to < to ? _to : to;

        long? Instant(string? text) => text is null ? null : InstantParser.Parse(text, _columns[time].Type.Unit, zone);
    }

    // The time that windows and the order of rows go by: that of the range where there is one.
    private int Time(IReadOnlyList<AggregatePlan> calls)
    {
        if (_rangeTime < 0)
        {
            return ChooseTime(calls);
        }

        if (!_plan.IsAggregation)
        {
            return _rangeTime;
        }

        int time = ChooseTime(calls);
        return time == _rangeTime || time < 0
            ? _rangeTime
            : throw new PlanException(
                $"the range of time goes by '{_columns[_rangeTime].Name}' and the aggregation by '{_columns[time].Name}'; write the range with {Fix.Where}");
    }

    private void Select(SelectStep select)
    {
        if (select.Columns.Count == 0)
        {
            throw new PlanException("a selection without columns; name at least one, or * for all");
        }

        NamedColumns before = Seen();
        HashSet<string> named = new(select.Columns.Select(static column => column.Expression), StringComparer.Ordinal);
        List<(int Ordinal, string Name)> shown = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        HashSet<int> taken = [];
        foreach (SelectColumn column in select.Columns)
        {
            if (column.Expression == "*")
            {
                foreach (int ordinal in before.Shown.Where(i => !named.Contains(before[i].Name)))
                {
                    Show(ordinal, before[ordinal].Name);
                }

                continue;
            }

            Show(Selected(column, before, taken, out string name), name);
        }

        _columns = _columns.Show(shown);

        void Show(int ordinal, string name)
        {
            if (!names.Add(name))
            {
                throw new PlanException($"the name '{name}' is used twice in a selection; name one of the columns with 'as'");
            }

            taken.Add(ordinal);
            shown.Add((ordinal, name));
        }
    }

    // A column that is there keeps its place; one that is wanted once more is computed of itself.
    private int Selected(SelectColumn column, NamedColumns before, HashSet<int> taken, out string name)
    {
        int ordinal = before.Find(column.Expression);
        ExpressionNode? node = ordinal >= 0 ? null : _expressions.Parse(column.Expression);
        if (node is ColumnNode bare)
        {
            ordinal = before.Find(bare.Name);
            if (ordinal < 0)
            {
                throw UnknownColumn.Error(bare.Name, "select", before.Names);
            }
        }

        name = column.As ?? (ordinal >= 0 ? before[ordinal].Name : NamedText.Words(column.Expression));
        return ordinal >= 0 && !taken.Contains(ordinal)
            ? ordinal
            : Compute(before, name, node ?? new ColumnNode(before[ordinal].Name, default));
    }

    private void Rename(RenameStep rename)
    {
        int ordinal = Find(rename.Column, "rename");
        if (rename.To.Length == 0 || (_columns.Find(rename.To) is >= 0 and var other && other != ordinal))
        {
            throw new PlanException($"'{rename.Column}' can't be renamed to '{rename.To}': "
                + (rename.To.Length == 0 ? "a name has characters" : "there is such a column; choose another name"));
        }

        _columns = _columns.Show(_columns.Shown.Select(i => (i, i == ordinal ? rename.To : _columns[i].Name)));
    }

    private void Drop(DropStep drop)
    {
        HashSet<int> dropped = [.. drop.Columns.Select(name => Find(name, "drop"))];
        int[] left = [.. _columns.Shown.Where(i => !dropped.Contains(i))];
        _columns = left.Length > 0
            ? _columns.Show(left.Select(i => (i, _columns[i].Name)))
            : throw new PlanException("all columns are dropped; keep at least one");
    }

    private void Round(RoundStep round)
    {
        const int MostDigits = 15;
        if (round.Digits is < 0 or > MostDigits)
        {
            throw new PlanException($"numbers are rounded to 0 to {MostDigits} digits, not {round.Digits}");
        }

        HashSet<int> wanted = [.. round.Columns.Select(name => Find(name, "round"))];
        foreach (int ordinal in wanted.Where(i => !_columns[i].Type.IsNumeric))
        {
            throw new PlanException($"column '{_columns[ordinal].Name}' is {_columns[ordinal].Type}, which can't be rounded");
        }

        NamedColumns before = Seen();
        List<(int Ordinal, string Name)> shown = [];
        foreach (int ordinal in before.Shown)
        {
            Column column = before[ordinal];
            bool isRounded = wanted.Contains(ordinal)
                || (wanted.Count == 0 && column.Type.Kind is ColumnKind.Float64 or ColumnKind.Float32 or ColumnKind.Decimal);
            CallNode rounded = new("round", [new ColumnNode(column.Name), new LiteralNode((long)round.Digits)]);
            shown.Add((isRounded ? Compute(before, column.Name, rounded) : ordinal, column.Name));
        }

        _columns = _columns.Show(shown);
    }
}
