using TelemetryEngine.Sql;

namespace TelemetryEngine;

/// <content>Pipelines of SQL.</content>
public static partial class Telemetry
{
    /// <summary>
    /// A statement in SQL, such as <c>select device_id, avg(power_w) from 'readings.csv' group by device_id</c>. It becomes a plan of
    /// steps, as
    /// <see cref="Pipeline.ToPlan"/> shows. Tables are files in single quotes, calls such as <c>read_csv('x.csv', delim => ';')</c>, and
    /// those that are given here. docs/sql.md has the language, and where it differs from that of databases.
    /// </summary>
    /// <param name="query">The statement: a query, <c>describe</c>, <c>explain [analyze]</c>, which runs the query at once, <c>show
    /// functions</c> or <c>show tables</c>; <see cref="SqlCopy"/> is for <c>copy</c>. Files that are joined, and those whose names of columns must be known, are looked at at once.</param>
    /// <param name="tables">Pipelines by the names that the query has for them.</param>
    /// <param name="parameters">The values of parameters: those of <c>$name</c> by their names, and those of question marks by <c>1</c>,
    /// <c>2</c> and so on. Text, numbers, booleans, times and null.</param>
    /// <exception cref="PlanException">The text is no query, or says what is not there; the message has the line, the column and a caret
    /// under the place.</exception>
    /// <exception cref="InputException">A file that is joined can't be read.</exception>
    public static Pipeline Sql(
        string query, IReadOnlyDictionary<string, Pipeline>? tables = null, IReadOnlyDictionary<string, object?>? parameters = null)
    {
        SqlStatement statement = SqlParser.Parse(query);
        SqlValues values = new(parameters);
        tables ??= new Dictionary<string, Pipeline>();
        return Placed(query, () => statement switch
        {
            SqlSelect select => Tied(SqlPlanner.Plan(select.Query, tables, values)),
            SqlExplain explain => Lines("plan", Tied(SqlPlanner.Plan(explain.Query, tables, values)).Explain(explain.Analyze)),
            SqlDescribe describe => Columns(Tied(SqlPlanner.Plan(describe.Table, tables, values))),
            SqlShowFunctions => Functions(),
            SqlShowTables => From(("name", tables.Keys.Order(StringComparer.Ordinal).ToArray())),
            _ => throw statement.At.Error("'copy' writes a file and has no rows; Telemetry.SqlCopy(…).Write() writes it"),
        });

        Pipeline Tied(Pipeline rows) => rows.Placed(error => Place(query, error));
    }

    /// <summary>
    /// What a statement <c>copy (select …) to 'file'</c> writes, or null where it is another one. <c>copy</c> takes a query in brackets, a
    /// file or a table, and behind the name of the output options in brackets: <c>format</c>, <c>header</c>, <c>delimiter</c>,
    /// <c>compression</c> (<c>lz4</c>, <c>zstd</c>, of Arrow) and <c>csv_safe</c>.
    /// </summary>
    /// <param name="query">The statement.</param>
    /// <param name="tables">As <see cref="Sql"/> has them.</param>
    /// <param name="parameters">As <see cref="Sql"/> has them.</param>
    /// <exception cref="PlanException">The text is no statement, or says what is not there.</exception>
    /// <exception cref="InputException">A file that is joined can't be read.</exception>
    public static SqlOutput? SqlCopy(
        string query, IReadOnlyDictionary<string, Pipeline>? tables = null, IReadOnlyDictionary<string, object?>? parameters = null)
    {
        if (SqlParser.Parse(query) is not SqlCopy copy)
        {
            return null;
        }

        SqlOutput output =
            Placed(query, () => SqlPlanner.Copy(copy, tables ?? new Dictionary<string, Pipeline>(), new SqlValues(parameters)));
        return output with { Rows = output.Rows.Placed(error => Place(query, error)) };
    }

    private static T Placed<T>(string query, Func<T> plan)
    {
        try
        {
            return plan();
        }
        catch (PlanException e)
        {
            throw Place(query, e);
        }
    }

    // An error with the place of what it is about.
    private static PlanException Place(string query, PlanException error) =>
        error.Unknown is { } unknown && SqlParser.PlaceOf(query, unknown.Name) is { } at ? at.Error(unknown.Said) : error;

    private static Pipeline Lines(string name, string text) => From((name, text.Split('\n', StringSplitOptions.RemoveEmptyEntries)));

    private static Pipeline Columns(Pipeline rows)
    {
        using Execution.Executor executor = rows.Look();
        IReadOnlyList<Columns.Column> columns = TelemetryEngine.Columns.ArrowTypes.ToColumns(executor.ResultSchema).Columns;
        return From(
            ("column_name", columns.Select(static column => column.Name).ToArray()),
            ("column_type", columns.Select(static column => $"{column.Type}").ToArray()));
    }

    private static Pipeline Functions()
    {
        CatalogEntry[] all = [.. Catalog.Functions.Concat(Catalog.Aggregates)];
        return From(
            ("name", all.Select(static entry => entry.Name).ToArray()),
            ("usage", all.Select(static entry => $"{entry.Usage}").ToArray()),
            ("description", all.Select(static entry => entry.Description).ToArray()));
    }
}
