using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// <content>Joins: of the condition, equalities are keys, and comparisons of times say which row is next or valid.</content>
internal sealed partial class SqlPlanner
{
    private int _joins;

    // A condition of times: a column of the left table and one of the right.
    // IsOpen: Whether it is true of a null on the right, as in b.valid_to is null or a.ts < b.valid_to.
    private readonly record struct Bound(ExpressionNode Left, string Sign, string Right, SourceAt At, bool IsOpen = false);

    private SqlScope Join(SqlJoin join)
    {
        SqlScope left = WithColumns(From(join.Left));
        SqlScope right = WithColumns(From(join.Right));
        return join.Kind == SqlJoinKind.Right ? Turned(join with { Kind = SqlJoinKind.Left }, left, right) : Join(join, left, right);
    }

    // A right join: the rows of the right table stay, and the columns keep their order.
    private SqlScope Turned(SqlJoin join, SqlScope left, SqlScope right)
    {
        SqlScope turned = Join(join, right, left);
        SqlScopeTable[] rights = [.. turned.Tables.Take(right.Tables.Count)];
        IEnumerable<SqlScopeTable> lefts = left.Tables.Zip(turned.Tables.Skip(rights.Length), (own, now) => own with
        {
            Columns = [.. own.Columns!.Select(column => (column.Name, (join.Using.Contains(column.Name) ? rights : [now])
                .SelectMany(static table => table.Columns!).First(found => found.Name == column.Name).Column))],
        });
        return turned with
        {
            Tables =
            [
                .. lefts,
                .. rights.Select(table => table with { Columns = [.. table.Columns!.Where(column => !join.Using.Contains(column.Name))] }),
            ],
        };
    }

    private SqlScope Join(SqlJoin join, SqlScope left, SqlScope right)
    {
        if (left.Windows is not null || right.Windows is not null)
        {
            throw join.At.Error("tables with windows are grouped before they are joined; put the grouping into a query in brackets");
        }

        foreach (SqlScopeTable table in right.Tables.Where(
            table => table.Name is not null && left.Tables.Any(own => own.Name == table.Name)))
        {
            throw join.At.Error($"two tables are called '{table.Name}'; give one another name with 'as'");
        }

        List<(string Left, string Right)> keys = [];
        List<Bound> bounds = [];
        if (join.Kind == SqlJoinKind.Cross)
        {
            string key = NewKey();
            left = left with { Rows = left.Rows.Derive(key, "1") };
            right = right with { Rows = right.Rows.Derive(key, "1") };
            keys.Add((key, key));
        }
        else if (join.On is null)
        {
            foreach (string name in join.Using)
            {
                ColumnNode column = new(name, join.At);
                keys.Add((left.Resolve(column), right.Resolve(column)));
            }
        }
        else
        {
            foreach (ExpressionNode part in Parts(join.On))
            {
                if (!Filter(join.Kind, part, ref left, ref right))
                {
                    Take(part, ref left, right, keys, bounds);
                }
            }
        }

        bool isAsof = join.Kind is SqlJoinKind.Asof or SqlJoinKind.AsofLeft;
        if (isAsof && join.On is null && keys.Count > 0)
        {
            (string own, string other) = keys[^1];
            keys.RemoveAt(keys.Count - 1);
            bounds.Add(new Bound(new ColumnNode(own, join.At), ">=", other, join.At));
        }

        // a null is before and behind nothing
        foreach (Bound bound in bounds.Where(static bound => !bound.IsOpen))
        {
            right = right with { Rows = right.Rows.Where($"{ExpressionWriter.Name(bound.Right)} is not null") };
        }

        (Pipeline renamed, Dictionary<string, string> names) = Renamed(left, right, [.. keys.Select(static key => key.Right)], join.Using);
        string kind = join.Kind switch
        {
            SqlJoinKind.Left or SqlJoinKind.AsofLeft => "left",
            SqlJoinKind.Semi => "semi",
            SqlJoinKind.Anti => "anti",
            _ => "inner",
        };
        TableJoinStep step = isAsof ? Asof(join, bounds, names) : Equal(join, keys.Count, bounds, names);
        Pipeline rows = left.Rows.Joined(
            step, renamed, [.. keys.Select(static (key, i) => new JoinKey(key.Left, HiddenKey(i)))], kind);
        if (kind is "semi" or "anti")
        {
            return left with { Rows = rows };
        }

        IEnumerable<SqlScopeTable> others = right.Tables.Select(table => table with
        {
            Columns =
            [
                .. table.Columns!.Where(column => !join.Using.Contains(column.Name))
                    .Select(column => (column.Name, names[column.Column])),
            ],
        });
        return new SqlScope(rows, [.. left.Tables, .. others]);
    }

    // A name for a computed key, which nothing else has.
    private string NewKey() => $"join {++_joins}";

    private static string HiddenKey(int i) => $"join key {i + 1}";

    // The right rows with keys of names that nothing else has, and with all other columns called as none of the left is.
    private static (Pipeline Rows, Dictionary<string, string> Names) Renamed(
        SqlScope left, SqlScope right, string[] keys, SqlList<string> shared)
    {
        HashSet<string> taken = [.. left.Tables.SelectMany(static table => table.Columns!).Select(static column => column.Column)];
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        List<SelectColumn> columns = [.. keys.Select(static (key, i) => new SelectColumn(ExpressionWriter.Name(key), HiddenKey(i)))];
        foreach ((string name, string column) in right.Tables.SelectMany(static table => table.Columns!).Distinct())
        {
            if (names.ContainsKey(column) || shared.Contains(name))
            {
                continue;
            }

            string free = column;
            for (int i = 1; !taken.Add(free); i++)
            {
                free = $"{column}_{i}";
            }

            names.Add(column, free);
            columns.Add(new SelectColumn(ExpressionWriter.Name(column), free));
        }

        return (right.Rows.Then(new SelectStep { Columns = columns }), names);
    }

    private static AsofJoinStep Asof(SqlJoin join, List<Bound> bounds, Dictionary<string, string> names) => bounds switch
    {
        [{ Sign: ">=" or "<=" } bound] => new AsofJoinStep
        {
            Input = new Plan(),
            Time = ((ColumnNode)bound.Left).Name,
            OtherTime = names.GetValueOrDefault(bound.Right, bound.Right),
            Direction = bound.Sign == ">=" ? "before" : "after",
        },
        [var strict] => throw strict.At.Error(
            "an asof join finds the row at or before a time, by >=, or at or behind it, by <=; there is none for < and >"),
        _ => throw join.At.Error(
            "an asof join has equalities and one comparison of times, as in on a.device_id = b.device_id and a.ts >= b.ts"),
    };

    private static TableJoinStep Equal(SqlJoin join, int keys, List<Bound> bounds, Dictionary<string, string> names) => bounds switch
    {
        [] when keys > 0 => new JoinStep { Input = new Plan(), Many = true },
        [] => throw join.At.Error("a join needs an equality, as in on a.device_id = b.device_id"),
        [{ Sign: ">=" } from, { Sign: "<" } to] when from.Left.Equals(to.Left) => Valid(from, to, names),
        [{ Sign: "<" } to, { Sign: ">=" } from] when from.Left.Equals(to.Left) => Valid(from, to, names),
        _ => throw bounds[0].At.Error(
            "a join is on equalities; one by time says a.ts >= b.valid_from and a.ts < b.valid_to, or is an 'asof join'; filter by other conditions with 'where'"),
    };

    private static ValidJoinStep Valid(Bound from, Bound to, Dictionary<string, string> names) => new()
    {
        Input = new Plan(),
        Time = ((ColumnNode)from.Left).Name,
        From = names[from.Right],
        To = names[to.Right],
    };

    private static IEnumerable<ExpressionNode> Parts(ExpressionNode node) =>
        node is CallNode { Name: "and" } both ? both.Arguments.SelectMany(Parts) : [node];

    // A part of a condition that is about one table filters its rows before they are joined; those of the left table only where it does not
    // keep rows without another.
    private bool Filter(SqlJoinKind kind, ExpressionNode part, ref SqlScope left, ref SqlScope right)
    {
        bool isLeft = IsOf(part, left);
        bool isRight = IsOf(part, right);
        if (isRight && !isLeft)
        {
            right = right with { Rows = right.Rows.Where(Text(part, right)) };
        }
        else if (isLeft && !isRight && kind is SqlJoinKind.Inner or SqlJoinKind.Semi or SqlJoinKind.Asof)
        {
            left = left with { Rows = left.Rows.Where(Text(part, left)) };
        }
        else
        {
            return false;
        }

        return true;
    }

    // One part of a condition: an equality is a key.
    private void Take(
        ExpressionNode part, ref SqlScope left, SqlScope right, List<(string Left, string Right)> keys, List<Bound> bounds)
    {
        ExpressionNode? open = null;
        if (part is CallNode { Name: "or", Arguments: [var one, var other] })
        {
            (ExpressionNode isNull, part) = one is CallNode { Name: "is null" } ? (one, other) : (other, one);
            open = (isNull as CallNode)?.Arguments[0];
        }

        if (part is not CallNode { Name: "=" or ">=" or "<=" or "<" or ">", Arguments: [var first, var second] } comparison)
        {
            throw part.At.Error("a join compares a column of one table with a column of the other; filter by other conditions with 'where'");
        }

        bool isTurned = IsOf(second, left) && IsOf(first, right);
        if (!isTurned && !(IsOf(first, left) && IsOf(second, right)))
        {
            throw part.At.Error(
                "one side of a comparison is of the left table and the other of the right; write the tables' names before the columns', as in a.k = b.k");
        }

        (ExpressionNode own, ExpressionNode theirs) = isTurned ? (second, first) : (first, second);
        string sign = comparison.Name;
        sign = !isTurned ? sign : sign switch { ">=" => "<=", "<=" => ">=", "<" => ">", ">" => "<", _ => sign };
        string column = theirs is ColumnNode or QualifiedColumnNode
            ? ColumnOf(theirs, right)
            : throw theirs.At.Error("the right side of a join is a column; compute it in a query in brackets");
        string key;
        if (own is ColumnNode or QualifiedColumnNode)
        {
            key = ColumnOf(own, left);
        }
        else
        {
            key = NewKey();
            left = left with { Rows = left.Rows.Derive(key, Text(own, left)) };
        }

        if (open is not null && (sign == "=" || !open.Equals(theirs)))
        {
            throw part.At.Error("'or' can stand in a join to leave an end open, as in b.valid_to is null or a.ts < b.valid_to");
        }

        if (sign == "=")
        {
            keys.Add((key, column));
        }
        else
        {
            bounds.Add(new Bound(new ColumnNode(key, part.At), sign, column, part.At, open is not null));
        }
    }

    // Whether all columns in it are of these tables.
    private static bool IsOf(ExpressionNode node, SqlScope scope)
    {
        IEnumerable<ExpressionNode> columns = Within(node).Where(static part => part is ColumnNode or QualifiedColumnNode);
        return columns.Any() && columns.All(column => column switch
        {
            QualifiedColumnNode qualified => scope.Tables.Any(table => table.Name == qualified.Table),
            ColumnNode bare => scope.Tables.Any(table => table.Columns!.Any(known => known.Name == bare.Name)),
            _ => true,
        });
    }

    // The same with the names of all columns, for which files are looked at.
    private static SqlScope WithColumns(SqlScope scope) => scope.Tables is [{ Columns: null } table]
        ? scope with { Tables = [table with { Columns = [.. scope.Rows.ColumnNames().Select(static name => (name, name))] }] }
        : scope;
}
