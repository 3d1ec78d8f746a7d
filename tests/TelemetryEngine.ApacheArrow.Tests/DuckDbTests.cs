using Apache.Arrow.C;
using Apache.Arrow.Ipc;
using TelemetryEngine.Testing;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.ApacheArrow.Tests;

/// <summary>Results that DuckDB reads, and batches of DuckDB that the engine reads, in one process, by the C interfaces of Apache.Arrow.</summary>
public sealed unsafe class DuckDbTests
{
    private const string Variable = "TELEMETRY_LIBDUCKDB";

    [Fact]
    public void A_result_is_a_table_of_DuckDb()
    {
        using TemporaryFile file = new("timestamp,device_id,power_w\n2024-01-01T00:00:00Z,a,1.5\n2024-01-01T00:10:00Z,b,\n2024-01-01T01:00:00Z,a,2.5\n2024-01-01T01:10:00Z,b,4\n");
        using Table hourly = Telemetry.ReadCsv(file.Path).Schema(("device_id", "dictionary")).Window(Tumbling.Every("1h")).GroupBy("device_id").Aggregate(Sum("power_w"), Count()).ToTable();
        using DuckDb database = Open();
        CArrowArrayStream* stream = CArrowArrayStream.Create();
        CArrowArrayStreamExporter.ExportArrayStream(new Batches(hourly), stream);
        database.Scan("hourly", stream);
        using RecordBatch rows = Assert.Single(database.Query(
            "SELECT device_id::VARCHAR AS device, count(*) AS hours, sum(sum_power_w) AS total, min(epoch(window_start)) AS first FROM hourly GROUP BY ALL ORDER BY ALL"));
        Assert.Equal(["a|2|4|1704067200", "b|2|4|1704067200"], TableText.Rows(rows));
        CArrowArrayStream.Free(stream);
    }

    [Fact]
    public void What_DuckDb_answers_is_aggregated()
    {
        using DuckDb database = Open();
        List<RecordBatch> answer = database.Query(
            """
            SELECT TIMESTAMP '2024-01-01' + INTERVAL (i) MINUTE AS at, 'meter number ' || i % 3 AS meter, (i / 4)::DECIMAL(9, 2) AS kwh,
                CASE WHEN i % 5 = 0 THEN NULL ELSE i END AS n, [i, NULL] AS list, {'a': i} AS pair
            FROM range(5000) r(i)
            """);
        Assert.True(answer.Count > 1);
        Table daily = Telemetry.From(answer).Window(Tumbling.Every("1d")).GroupBy("meter").Aggregate(Sum("kwh"), Sum("n"), Count("n"), Count()).ToTable();
        var expected = Enumerable.Range(0, 5000).GroupBy(i => (Day: i / 1440, Meter: $"meter number {i % 3}")).OrderBy(group => group.Key.Day).ThenBy(group => group.Key.Meter, StringComparer.Ordinal)
            .Select(group => FormattableString.Invariant(
                $"{(1704067200L + (group.Key.Day * 86400)) * 1000000}|{group.Key.Meter}|{group.Sum(i => i / 4m):0.##}|{group.Where(i => i % 5 != 0).Sum()}|{group.Count(i => i % 5 != 0)}|{group.Count()}"));
        Assert.Equal(expected, TableText.Rows(daily));
        Assert.Equal(5000, Telemetry.From(answer).ToTable().RowCount);
    }

    private static DuckDb Open()
    {
        string? path = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(path), $"{Variable} names no libduckdb: nothing was tried with DuckDB");
        return new DuckDb(path!);
    }

    private sealed class Batches(Table table) : IArrowArrayStream
    {
        private readonly IEnumerator<RecordBatch> _batches = table.Batches.GetEnumerator();

        public Schema Schema => table.Schema;

        public ValueTask<RecordBatch?> ReadNextRecordBatchAsync(CancellationToken cancellationToken = default) => new(_batches.MoveNext() ? _batches.Current : null);

        public void Dispose() => _batches.Dispose();
    }
}
