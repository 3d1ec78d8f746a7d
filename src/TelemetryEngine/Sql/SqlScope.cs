using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// A table as a query calls it.
// Name: Its name; null = it has none.
// Columns: Its columns by the names that they have there, and by those that the rows have; null = they are not looked at, and each is
// called the same.
internal sealed record SqlScopeTable(string? Name, IReadOnlyList<(string Name, string Column)>? Columns);

// The rows behind FROM, and how their columns are called.
// Windows: What windows of time were said there; null = none.
internal sealed record SqlScope(Pipeline Rows, IReadOnlyList<SqlScopeTable> Tables, SqlWindows? Windows = null)
{
    // The column of the rows that a name means.
    // throws PlanException: There is none, or there are several.
    public string Resolve(ColumnNode column)
    {
        if (Tables is [{ Columns: null }])
        {
            return column.Name;
        }

        string[] found = [.. Tables.SelectMany(table => Of(table, column.Name)).Distinct()];
        return found.Length switch
        {
            1 => found[0],
            0 => throw column.At.Error($"there is no column '{column.Name}'; {Hint(column.Name, Names(Tables))}"),
            _ => throw column.At.Error(
                $"'{column.Name}' is a column of several tables; write {string.Join(" or ", Tables.Where(table => Of(table, column.Name).Any()).Select(table => $"{table.Name}.{column.Name}"))}"),
        };
    }

    // The column of the rows that a name of a table means.
    // throws PlanException: There is none.
    public string Resolve(QualifiedColumnNode column)
    {
        SqlScopeTable table = TableOf(column.Table, column.At);
        if (table.Columns is null)
        {
            return column.Name;
        }

        return Of(table, column.Name).FirstOrDefault()
            ?? throw column.At.Error($"'{column.Table}' has no column '{column.Name}'; {Hint(column.Name, Names([table]))}");
    }

    // The columns that a star means, in their order, by the names that they have in the rows and keep in the result.
    // Returns null where it means all columns, and they are not looked at.
    public IReadOnlyList<string>? Star(SqlStarItem star)
    {
        IReadOnlyList<SqlScopeTable> tables = star.Table is null ? Tables : [TableOf(star.Table, star.At)];
        if (tables is [{ Columns: null }])
        {
            return null;
        }

        foreach (string name in star.Except.Where(name => !Names(tables).Contains(name)))
        {
            throw star.At.Error($"there is no column '{name}' to leave out; {Hint(name, Names(tables))}");
        }

        return [.. tables.SelectMany(static table => table.Columns!).Where(column => !star.Except.Contains(column.Name))
            .Select(static column => column.Column).Distinct()];
    }

    private static IEnumerable<string> Of(SqlScopeTable table, string name) =>
        (table.Columns ?? []).Where(column => column.Name == name).Select(static column => column.Column);

    private static IEnumerable<string> Names(IEnumerable<SqlScopeTable> tables) =>
        tables.SelectMany(static table => table.Columns ?? []).Select(static column => column.Name).Distinct();

    private static string Hint(string name, IEnumerable<string> names) =>
        NearestName.Hint(name, names, $"there is {string.Join(", ", names)}");

    private SqlScopeTable TableOf(string name, SourceAt at) => Tables.FirstOrDefault(table => table.Name == name)
        ?? throw at.Error(
            $"there is no table '{name}' here; {Hint(name, Tables.Select(static table => table.Name).OfType<string>())}");
}

// Windows of time that a table function makes: groups have the columns window_start and window_end.
internal sealed record SqlWindows(SourceAt At, WindowPlan Plan, IReadOnlyList<string> PartitionBy);
