using System.Globalization;
using System.Text.RegularExpressions;
using Apache.Arrow.Types;
using DuckDB.NET.Data;
using TelemetryEngine.Testing;

namespace TelemetryEngine.ApacheArrow.Tests;

/// <summary>Each query of docs/sql.md gives the rows that DuckDB gives for it, or for its own form of it.</summary>
public sealed partial class SqlDocumentTests
{
    private static readonly string Data = Path.Combine(SourceTree.Root, "samples", "data");

    private static readonly Dictionary<string, string> Tables = new(StringComparer.Ordinal)
    {
        ["readings"] = "columns = {'time': 'TIMESTAMP', 'device_id': 'VARCHAR', 'kwh': 'DOUBLE', 'voltage': 'BIGINT'}",
        ["devices"] = "columns = {'device_id': 'VARCHAR', 'site': 'VARCHAR', 'tariff': 'VARCHAR', 'phases': 'BIGINT'}",
        ["prices"] = "columns = {'time': 'TIMESTAMP', 'price': 'DOUBLE'}",
        ["tariffs"] = "columns = {'site': 'VARCHAR', 'valid_from': 'TIMESTAMP', 'valid_to': 'TIMESTAMP', 'rate': 'DOUBLE'}",
        ["holidays"] = "columns = {'day': 'TIMESTAMP', 'holiday': 'VARCHAR'}",
    };

    public static TheoryData<int, string> Queries()
    {
        TheoryData<int, string> data = [];
        int number = 0;
        foreach (Match match in Query().Matches(Document))
        {
            data.Add(++number, match.Groups["sql"].Value);
        }

        return data;
    }

    private static string Document { get; } = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "sql.md"));

    [Fact]
    public void There_are_sixty_queries() => Assert.True(Queries().Count >= 60);

    [Theory]
    [MemberData(nameof(Queries))]
    public void A_query_gives_the_rows_of_DuckDB(int number, string sql)
    {
        string[] ours = [.. Ours(sql)];
        string own = Query().Matches(Document)[number - 1].Groups["duckdb"].Value;
        if (own == "none")
        {
            Assert.NotEmpty(ours);
            return;
        }

        string[] theirs = [.. Theirs(own.Length > 0 ? own : FileName().Replace(sql, "$1"))];
        if (!sql.Contains("order by", StringComparison.Ordinal) && !sql.Contains("limit", StringComparison.Ordinal))
        {
            System.Array.Sort(ours, StringComparer.Ordinal);
            System.Array.Sort(theirs, StringComparer.Ordinal);
        }

        Assert.Equal(theirs, ours);
    }

    private static IEnumerable<string> Ours(string sql)
    {
        Table table = Telemetry.Sql(FileName().Replace(sql, match => $"'{Path.Combine(Data, match.Groups[1].Value + ".csv")}'")).ToTable();
        IReadOnlyList<Field> fields = table.Schema.FieldsList;
        foreach (RecordBatch batch in table.Batches)
        {
            for (int row = 0; row < batch.Length; row++)
            {
                yield return string.Join('|', Enumerable.Range(0, fields.Count).Select(column => Cell(batch.Column(column), fields[column], row)));
            }
        }
    }

    private static string Cell(IArrowArray array, Field field, int row) => array.IsNull(row) ? "∅" : array switch
    {
        DoubleArray values => Number(values.Values[row]),
        TimestampArray values => Time(DateTime.UnixEpoch.AddTicks(
            values.Values[row] * (TimeSpan.TicksPerSecond / PerSecond(((TimestampType)field.DataType).Unit)))),
        _ => TableText.Cell(array, row),
    };

    private static long PerSecond(TimeUnit unit) => unit switch { TimeUnit.Second => 1, TimeUnit.Millisecond => 1_000, _ => 1_000_000 };

    private static List<string> Theirs(string sql)
    {
        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = "set default_null_order = 'nulls_last'";
        command.ExecuteNonQuery();
        foreach ((string name, string columns) in Tables)
        {
            string path = Path.Combine(Data, $"{name}.csv").Replace("'", "''", StringComparison.Ordinal);
            command.CommandText = $"create table {name} as select * from read_csv('{path}', header = true, {columns})";
            command.ExecuteNonQuery();
        }

        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "∅" : reader.GetValue(i) switch
            {
                double value => Number(value),
                decimal value => Number((double)value),
                bool value => value ? "true" : "false",
                DateTime value => Time(value),
                DateOnly value => Time(value.ToDateTime(TimeOnly.MinValue)),
                IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
                var value => value.ToString(),
            })));
        }

        return rows;
    }

    // sums of float64 differ in their last digits from exact ones
    private static string Number(double value) => value.ToString("G10", CultureInfo.InvariantCulture);

    private static string Time(DateTime value) => value.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"```sql\n(?<sql>[^`]+)\n```\n(<!-- duckdb: (?<duckdb>.*?) -->)?", RegexOptions.Singleline)]
    private static partial Regex Query();

    [GeneratedRegex(@"'([a-z]+)\.csv'")]
    private static partial Regex FileName();
}
