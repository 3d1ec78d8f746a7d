using Apache.Arrow;
using Apache.Arrow.Types;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution;

/// <summary>Batches whose rows are all of one group are added as a whole; that must not show.</summary>
public sealed class SingleGroupTests
{
    private const int Rows = 10_000;
    private static readonly double[] Strange = [double.NaN, double.PositiveInfinity, 1e300, -1e300, 1e-20, 6.7e7, -0.0, 1e12];

    [Theory]
    [InlineData(null, 0.0)]
    [InlineData(null, 0.001)]
    [InlineData("1h", 0.0)]
    [InlineData("1h", 0.001)]
    [InlineData("1s", 0.001)]
    public void No_key_is_the_same_as_a_constant_key(string? every, double strangeShare)
    {
        foreach (double nullShare in new[] { 0, 0.01 })
        {
            RecordBatch[] batches = [Batch(seed: 1, strangeShare, nullShare), Batch(seed: 2, 0, 0), Batch(seed: 3, strangeShare, 0)];
            foreach (int batchRows in new[] { 1, 7, 1000, 16_384 })
            {
                RunOptions options = new() { Threads = 2, BatchRows = batchRows };
                Assert.Equal(Values(Ask(batches, every, "key").With(options), skip: every is null ? 1 : 2), Values(Ask(batches, every).With(options), skip: every is null ? 0 : 1));
            }
        }
    }

    [Fact]
    public void Sums_and_extremes_are_those_of_their_definition()
    {
        double[] values = [.. Enumerable.Range(0, Rows).Select(static i => (i * 37 % 1000) / 8.0)];
        DoubleArray.Builder builder = new();
        builder.AppendRange(values);
        Schema schema = new([new Field("x", DoubleType.Default, nullable: true)], null);
        Table table = Telemetry.From([new RecordBatch(schema, [builder.Build()], Rows)]).Aggregate(Sum("x"), Avg("x"), Min("x"), Max("x"), Count("x")).ToTable();
        // eighths add up exactly in a double
        Assert.Equal([string.Create(null, $"{values.Sum()}|{values.Average()}|{values.Min()}|{values.Max()}|{Rows}")], TableText.Rows(table));
    }

    private static IEnumerable<string> Values(Pipeline pipeline, int skip) =>
        TableText.Rows(pipeline.ToTable()).Select(row => string.Join('|', row.Split('|').Skip(skip)));

    private static Pipeline Ask(RecordBatch[] batches, string? every, params string[] keys)
    {
        Pipeline pipeline = Telemetry.From(batches).Time("t").Then(new AggregateStep { Window = every is null ? null : new WindowPlan { Every = every }, GroupBy = keys });
        return pipeline.Aggregate(Sum("x"), Avg("x"), Min("x"), Max("x"), Count("x"), Count(), First("x"), Sum("x").Filter("x > 500").As("large"));
    }

    private static RecordBatch Batch(int seed, double strangeShare, double nullShare)
    {
        Random random = new(seed);
        TimesBuilder times = new(new TimestampType(TimeUnit.Microsecond, "UTC"));
        DoubleArray.Builder values = new();
        Int64Array.Builder keys = new();
        for (int row = 0; row < Rows; row++)
        {
            times.Append((seed * 3_600_000_000L) + (row * 200_000L));
            keys.Append(7);
            if (random.NextDouble() < nullShare)
            {
                values.AppendNull();
            }
            else
            {
                values.Append(random.NextDouble() < strangeShare ? Strange[random.Next(Strange.Length)] : (random.NextDouble() * 2000) - 1000);
            }
        }

        Schema schema = new([new Field("t", new TimestampType(TimeUnit.Microsecond, "UTC"), nullable: true), new Field("x", DoubleType.Default, nullable: true), new Field("key", Int64Type.Default, nullable: true)], null);
        return new RecordBatch(schema, [times.Build(), values.Build(), keys.Build()], Rows);
    }
}
