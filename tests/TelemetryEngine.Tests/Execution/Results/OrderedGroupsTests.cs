using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution.Results;

/// <summary>Rows come in the order of windows and keys, each with all its readings, whether most windows have readings of a key or few.</summary>
public sealed class OrderedGroupsTests
{
    private const int Keys = 70;
    private const int Hours = 90;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(3, 2)]
    [InlineData(97, 1)]
    [InlineData(97, 7)]
    public void Rows_are_counted_where_they_belong(int sparseness, int threads)
    {
        List<(int Hour, int Key)> readings = [.. Readings(sparseness)];
        string expected = Lines(readings.GroupBy(r => r).Select(g => (g.Key.Hour, g.Key.Key, g.Count())));
        Assert.Equal(expected, Lines(Ask(readings, threads, null, Tumbling.Every("1h"))));
        string hopping = Lines(readings.SelectMany(r => Enumerable.Range(r.Hour - 2, 3).Select(hour => (Hour: hour, r.Key))).GroupBy(r => r).Select(g => (g.Key.Hour, g.Key.Key, g.Count())));
        Assert.Equal(hopping, Lines(Ask(readings, threads, null, Hopping.Every("1h", "3h"))));
    }

    [Fact]
    public void Windows_whose_rows_are_all_left_out_have_none()
    {
        List<(int Hour, int Key)> readings = [.. Readings(sparseness: 1)];
        Assert.Equal("", Lines(Ask(readings, 2, "k > 1000", Tumbling.Every("1h"))));
        Assert.Equal("", Lines(Ask(readings, 2, "k > 1000", Hopping.Every("1h", "3h"))));
        Assert.Equal("7 3 2", Lines(Ask(readings, 2, "k = 3 and t >= '1970-01-01T07:00:00Z' and t < '1970-01-01T08:00:00Z'", Tumbling.Every("1h"))));
    }

    /// <summary>Every key in every hour, or of all of them only some, in no order.</summary>
    private static IEnumerable<(int Hour, int Key)> Readings(int sparseness) =>
        Enumerable.Range(0, 2 * Hours * Keys).Select(i => i * 7919 % (Hours * Keys)).Where(place => place % sparseness == 0).Select(place => (place / Keys, place % Keys));

    private static Pipeline Ask(List<(int Hour, int Key)> readings, int threads, string? where, WindowPlan window)
    {
        TimesBuilder times = new(new TimestampType(TimeUnit.Second, "UTC"));
        Int64Array.Builder keys = new();
        foreach ((int hour, int key) in readings)
        {
            times.Append(hour * 3600L);
            keys.Append(key);
        }

        Schema schema = new([new Field("t", new TimestampType(TimeUnit.Second, "UTC"), nullable: true), new Field("k", Int64Type.Default, nullable: true)], null);
        Pipeline rows = Telemetry.From([new RecordBatch(schema, [times.Build(), keys.Build()], readings.Count)])
            .With(new RunOptions { Threads = threads, BatchRows = 50 }).Time("t");
        return (where is null ? rows : rows.Where(where)).Window(window).GroupBy("k").Aggregate(Count());
    }

    private static string Lines(Pipeline pipeline)
    {
        Table table = pipeline.ToTable();
        List<(int, int, int)> rows = [];
        foreach (RecordBatch batch in table.Batches)
        {
            ReadOnlySpan<long> starts = ((TimestampArray)batch.Column("window_start")).Values;
            for (int row = 0; row < batch.Length; row++)
            {
                rows.Add(((int)(starts[row] / 3600), (int)((Int64Array)batch.Column("k")).Values[row], (int)((Int64Array)batch.Column("count")).Values[row]));
            }
        }

        return string.Join('\n', rows.Select(Line));
    }

    private static string Lines(IEnumerable<(int Hour, int Key, int Count)> rows) => string.Join('\n', rows.Order().Select(Line));

    private static string Line((int Hour, int Key, int Count) row) => string.Create(CultureInfo.InvariantCulture, $"{row.Hour} {row.Key} {row.Count}");
}
