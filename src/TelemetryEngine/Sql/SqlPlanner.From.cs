using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// <content>What stands behind FROM: tables, files, functions that read files or make windows of time.</content>
internal sealed partial class SqlPlanner
{
    private static readonly string[] Readers = ["read_csv", "read_csv_auto", "read_arrow", "read_nem12"];
    private static readonly string[] WindowFunctions = ["tumble", "hop", "cumulate", "session"];

    private SqlScope From(SqlTable table) => table switch
    {
        SqlNamedTable named => Scope(table, Find(named), named.Name),
        SqlFileTable file => Scope(table, Files(file.At, file.Pattern), Path.GetFileName(file.Pattern).Split('.')[0]),
        SqlSubSelect nested => Scope(table, Query(nested.Query), null),
        SqlFunctionTable function when Readers.Contains(function.Name) => Scope(table, Read(function), null),
        SqlFunctionTable function when WindowFunctions.Contains(function.Name) => Windows(function),
        SqlFunctionTable function => throw function.At.Error(
            $"there is no table function '{function.Name}'; {NearestName.Hint(function.Name, Readers.Concat(WindowFunctions), $"there is {string.Join(", ", Readers.Concat(WindowFunctions))}")}"),
        SqlJoin join => Join(join),
        _ => throw table.At.Error("this is no table"),
    };

    private static SqlScope Scope(SqlTable table, Pipeline rows, string? name) => new(rows, [new SqlScopeTable(table.Alias ?? name, null)]);

    private Pipeline Find(SqlNamedTable table)
    {
        if (_common.TryGetValue(table.Name, out Pipeline? rows) || _tables.TryGetValue(table.Name, out rows))
        {
            return rows;
        }

        string[] names = [.. _common.Keys.Concat(_tables.Keys)];
        throw table.At.Error($"there is no table '{table.Name}'; "
            + NearestName.Hint(table.Name, names, "the name of a file stands in single quotes, as in from 'readings.csv'"));
    }

    private static Pipeline Files(SourceAt at, string pattern) => Telemetry.Read(PathsOf(at, pattern));

    private static string[] PathsOf(SourceAt at, string pattern)
    {
        try
        {
            return [.. Telemetry.FindFiles(pattern)];
        }
        catch (PlanException e)
        {
            throw at.Error(e.Message);
        }
    }

    // read_csv('x.csv', delim => ';', …)
    private Pipeline Read(SqlFunctionTable function)
    {
        if (function.Arguments is not [SqlValueArgument { Name: null, Value: LiteralNode { Value: string pattern } }, ..])
        {
            throw function.At.Error($"{function.Name} begins with the name of a file, as in {function.Name}('readings.csv')");
        }

        SqlReading reading = new(function.Name);
        foreach (SqlArgument argument in function.Arguments.Skip(1))
        {
            if (argument is not SqlValueArgument { Name: { } name } value)
            {
                throw argument.At.Error("options have names, as in delim => ';'");
            }

            reading.Set(value.At, name, Option(value.Value));
        }

        return reading.ToPipeline(PathsOf(function.At, pattern));
    }

    // The value of an option: text, a number or a boolean.
    private object? Option(ExpressionNode node) => node switch
    {
        LiteralNode literal => literal.Value,
        CallNode { Name: "negate", Arguments: [LiteralNode { Value: long number }] } => -number,
        ColumnNode word => word.Name,
        ParameterNode parameter => _values.Of(parameter) is int whole ? (long)whole : _values.Of(parameter),
        _ => throw node.At.Error("an option is text, a number, true or false"),
    };

    // tumble(table t, descriptor(ts), interval '15' minutes)
    private SqlScope Windows(SqlFunctionTable function)
    {
        Dictionary<string, SqlArgument> named = new(StringComparer.Ordinal);
        string[] places = function.Name switch
        {
            "tumble" => ["data", "timecol", "size", "offset"],
            "hop" => ["data", "timecol", "slide", "size", "offset"],
            "cumulate" => ["data", "timecol", "step", "size", "offset"],
            _ => ["data", "timecol", "gap"],
        };
        for (int i = 0; i < function.Arguments.Count; i++)
        {
            SqlArgument argument = function.Arguments[i];
            string name = argument.Name ?? (i < places.Length ? places[i] : "");
            if (!places.Contains(name) || !named.TryAdd(name, argument))
            {
                throw argument.At.Error($"{function.Name} takes {string.Join(", ", places)}");
            }
        }

        foreach (string missing in places.Where(name => name != "offset" && !named.ContainsKey(name)))
        {
            throw function.At.Error($"{function.Name} has no {missing}; it takes {string.Join(", ", places)}");
        }

        if (named["data"] is not SqlTableArgument data || named["timecol"] is not SqlDescriptorArgument { Columns: [var time] })
        {
            throw function.At.Error($"{function.Name} begins with a table and its time, as in {function.Name}(table readings, descriptor(ts), …)");
        }

        SqlScope scope = From(data.Table);
        string[] keys = [.. data.PartitionBy.Select(key => ColumnOf(key, scope))];
        WindowPlan windows = function.Name switch
        {
            "tumble" => new WindowPlan { Every = Length("size"), Offset = Offset(), ShowEnd = true },
            "hop" => new WindowPlan { Kind = "hopping", Every = Length("slide"), Period = Length("size"), Offset = Offset(), ShowEnd = true },
            "cumulate" => new WindowPlan
            {
                Kind = "cumulative",
                Step = Length("step"),
                Period = Length("size"),
                Offset = Offset(),
                ShowEnd = true,
            },
            _ => new WindowPlan { Kind = "session", Gap = Length("gap") },
        };
        return scope with
        {
            Rows = Timed(function.At, scope.Rows, scope.Resolve(new ColumnNode(time, named["timecol"].At)), null),
            Tables = function.Alias is null ? scope.Tables : [new SqlScopeTable(function.Alias, scope.Tables[0].Columns)],
            Windows = new SqlWindows(function.At, windows, keys),
        };

        string Length(string name) => named[name] is SqlValueArgument value
            ? LengthOf(value.Value) ?? throw value.At.Error($"the {name} of windows is a length of time, as in interval '15' minutes")
            : throw named[name].At.Error($"the {name} of windows is a length of time, as in interval '15' minutes");

        string? Offset() => named.ContainsKey("offset") ? Length("offset") : null;
    }

    // A length of time: an interval, or text such as '1h'; null where it is none.
    private static string? LengthOf(ExpressionNode node) => node switch
    {
        CalendarIntervalNode interval => interval.Text,
        LiteralNode { Value: WrittenInterval interval } => interval.Text,
        LiteralNode { Value: string text } when WindowPlan.IsLength(SqlLength.Of(text)) => SqlLength.Of(text),
        _ => null,
    };

    // A column of the rows, where nothing else may stand.
    private static string ColumnOf(ExpressionNode node, SqlScope scope) => node switch
    {
        ColumnNode column => scope.Resolve(column),
        QualifiedColumnNode column => scope.Resolve(column),
        _ => throw node.At.Error("only a column may stand here"),
    };

    // Rows whose event time is a column, and whose windows are those of a zone.
    private static Pipeline Timed(SourceAt at, Pipeline rows, string column, string? zone)
    {
        TimePlan time = rows.Written.Time ?? new TimePlan();
        if (time.Column is { } other && other != column)
        {
            throw at.Error($"the windows go by '{column}', and the time is '{other}' already; put the table with its own time into a query of its own");
        }

        if (zone is null)
        {
            return time.Column == column ? rows : rows.Time(time with { Column = column });
        }

        return time.Zone is null || time.Zone == zone
            ? rows.Time(time with { Column = column, Zone = zone, InputZone = time.InputZone ?? time.Zone ?? "UTC" })
            : throw at.Error($"windows are in the zone '{zone}' here and in '{time.Zone}' before; a query has one");
    }

    // Whether the rows behind FROM have a column of a name, for which files are looked at.
    private static bool HasColumn(SqlScope scope, string name) =>
        WithColumns(scope).Tables.Any(table => table.Columns!.Any(column => column.Name == name));
}
