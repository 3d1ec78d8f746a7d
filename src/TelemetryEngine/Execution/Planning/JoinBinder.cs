using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Joins;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution.Planning;

// Ties a join to the columns of both inputs.
internal static class JoinBinder
{
    private static readonly Dictionary<string, JoinKind> Kinds = new(StringComparer.Ordinal)
    {
        ["inner"] = JoinKind.Inner,
        ["left"] = JoinKind.Left,
        ["semi"] = JoinKind.Semi,
        ["anti"] = JoinKind.Anti,
    };

    private static readonly Dictionary<string, JoinOrder> Directions = new(StringComparer.Ordinal)
    {
        ["before"] = JoinOrder.Before,
        ["after"] = JoinOrder.After,
        ["nearest"] = JoinOrder.Nearest,
    };

    // keys: The rows' columns that are the keys.
    // names: The names of all columns of the rows.
    // time: The rows' time; null where none counts.
    // throws PlanException: The step does not fit the columns.
    public static JoinLayout Layout(OpenJoin join, IReadOnlyList<Column> keys, HashSet<string> names, Column? time)
    {
        JoinInput input = join.Input;
        if (join.Step is JoinStep && join.Step.On.Count == 0)
        {
            throw new PlanException("a join needs a key; name a column that both inputs have");
        }

        NamedColumns others = new(input.Columns);
        (int Ordinal, ColumnType Type)[] pairs = new (int, ColumnType)[keys.Count];
        HashSet<int> left = [];
        for (int i = 0; i < pairs.Length; i++)
        {
            int ordinal = Find(join.Step.On[i].Other ?? join.Step.On[i].Column);
            CheckKey(keys[i], others[ordinal], input.Name);
            pairs[i] = (ordinal, keys[i].Type);
            left.Add(ordinal);
        }

        JoinLayout layout = new(Choose(join.Step.Kind, Kinds, "kind of join"), pairs, [], !join.IsOnRows)
        {
            AllowsEqualKeys = join.Step is JoinStep { Many: true, Kind: "semi" or "anti" },
        };
        layout = join.Step switch
        {
            AsofJoinStep asof => layout with
            {
                Order = Choose(asof.Direction, Directions, "direction"),
                Unit = time!.Type.Unit,
                Time = Time(asof.OtherTime ?? OnlyTime(others, input.Name)),
                Tolerance = Tolerance(asof.Tolerance),
            },
            ValidJoinStep valid => layout with
            {
                Order = JoinOrder.Valid,
                Unit = time!.Type.Unit,
                Time = Time(valid.From),
                End = Time(valid.To),
            },
            _ => layout,
        };
        if (join.Step is AsofJoinStep && others[layout.Time].Name == time!.Name)
        {
            left.Add(layout.Time);
        }

        return layout with { Added = layout.Kind is JoinKind.Semi or JoinKind.Anti ? [] : Added(input, left, names) };

        int Find(string name) => UnknownColumn.Find(others, name, $"join, {input.Name}");

        int Time(string name)
        {
            int ordinal = Find(name);
            return others[ordinal].Type.Kind == ColumnKind.Timestamp
                ? ordinal
                : throw new PlanException($"{input.Name}: column '{name}' is {others[ordinal].Type}, not a time");
        }
    }

    private static int[] Added(JoinInput input, HashSet<int> left, HashSet<string> names)
    {
        int[] added = [.. Enumerable.Range(0, input.Columns.Count).Where(ordinal => !left.Contains(ordinal))];
        foreach (int ordinal in added)
        {
            Column column = input.Columns[ordinal];
            if (!names.Add(column.Name))
            {
                throw new PlanException(
                    $"column '{column.Name}' is in both inputs of a join, and no key; rename or drop it in one of them before");
            }

            if (column.Type.Kind is ColumnKind.Other or ColumnKind.Bytes)
            {
                throw new PlanException(
                    $"{input.Name}: column '{column.Name}' has the Arrow type {column.Type}, which a join can't add; drop it before");
            }
        }

        return added;
    }

    private static void CheckKey(Column own, Column other, string name)
    {
        if (!KeyConversion.AreComparable(own.Type, other.Type))
        {
            throw new PlanException(
                $"the key '{own.Name}' is {own.Type}, and '{other.Name}' of {name} is {other.Type}; read both as one type, such as {Fix.Schema.With(own.Type.IsText ? other.Name : own.Name, "utf8")}");
        }
    }

    private static string OnlyTime(NamedColumns others, string name)
    {
        string[] times = [.. others.Shown.Where(i => others[i].Type.Kind == ColumnKind.Timestamp).Select(i => others[i].Name)];
        return times switch
        {
            [var one] => one,
            ["window_start", ..] => times[0],
            [] => throw new PlanException($"{name}: no column is a time, and an asof join needs one"),
            _ => throw new PlanException(
                $"{name}: several columns are times: {string.Join(", ", times)}; name the one that counts as the join's other time"),
        };
    }

    private static Duration? Tolerance(string? text)
    {
        if (text is null)
        {
            return null;
        }

        Duration length = Duration.Parse(text);
        return length.IsMonths || length.Count < 0
            ? throw new PlanException($"a tolerance of '{text}' has no fixed length; write one in weeks, days, hours or less")
            : length;
    }

    private static T Choose<T>(string said, Dictionary<string, T> known, string what) => known.TryGetValue(said, out T? value)
        ? value
        : throw new PlanException($"there is no {what} '{said}'; {NearestName.Hint(said, known.Keys, $"there is {string.Join(", ", known.Keys)}")}");
}
