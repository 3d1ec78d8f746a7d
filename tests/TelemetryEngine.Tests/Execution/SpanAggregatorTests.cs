using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution;

public sealed class SpanAggregatorTests
{
    [Fact]
    public void Spans_give_what_record_batches_give()
    {
        Random random = new(1);
        int rows = 50_000;
        long[] times = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt64(-7200, 7200))];
        int[] keys = [.. times.Select(_ => random.Next(-3, 20))];
        double[] values = [.. times.Select(_ => random.NextDouble() * random.Next(1, 1_000_000))];
        AggregatePlan[] aggregates = [Avg("value"), Sum("value"), Count(), Min("value"), Max("value"), First("value"), Last("value")];

        using SpanAggregator spans = new(Tumbling.Every("10m"), TimeUnit.Second, aggregates);
        spans.Add(times.AsSpan(0, 17), keys.AsSpan(0, 17), values.AsSpan(0, 17));
        spans.Add(times.AsSpan(17), keys.AsSpan(17), values.AsSpan(17));

        RecordBatch batch = new(
            new Schema([new Field("time", new TimestampType(TimeUnit.Second, "UTC"), nullable: true), new Field("key", Int32Type.Default, nullable: true), new Field("value", DoubleType.Default, nullable: true)], null),
            [
                new TimesBuilder(new TimestampType(TimeUnit.Second, "UTC")).AppendRange(times).Build(),
                new Int32Array.Builder().AppendRange(keys).Build(),
                new DoubleArray.Builder().AppendRange(values).Build(),
            ],
            rows);
        Table expected = Telemetry.From([batch]).Window(Tumbling.Every("10m")).GroupBy("key").Aggregate(aggregates).ToTable();
        Table actual = spans.ToTable();
        Assert.Equal(expected.Schema.Text(), actual.Schema.Text());
        Assert.Equal(TableText.Rows(expected), TableText.Rows(actual));
        Assert.Equal(rows, actual.Summary.RowsRead);
    }

    [Fact]
    public void Columns_of_different_length_are_misuse()
    {
        using SpanAggregator spans = new(null, TimeUnit.Second, Count());
        ArgumentException error = Assert.Throws<ArgumentException>(() => spans.Add([1, 2], [1], [1, 2]));
        Assert.Equal("the columns have 2, 1 and 2 rows; they must have equally many", error.Message);
    }

    [Fact]
    public void More_may_be_added_after_a_result()
    {
        using SpanAggregator spans = new(null, TimeUnit.Second, Sum("value"));
        spans.Add([0], [7], [1.5]);
        Assert.Equal(["7|1.5"], TableText.Rows(spans.ToTable()));
        spans.Add([0], [7], [2]);
        Assert.Equal(["7|3.5"], TableText.Rows(spans.ToTable()));
    }
}
