using System.Globalization;
using Apache.Arrow;
using TelemetryEngine.Aggregates;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Execution.Spilling;
using TelemetryEngine.Kernels.Sketch;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class ApproxQuantileTests : AggregateLaws
{
    protected override string Function => "approx_quantile";

    protected override IReadOnlyList<string> Arguments => ["x", "0.3"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    // the value at the rank, as its bucket shows it; that buckets show values within 1 % is also tested where they are made
    protected override string Define(string type, IReadOnlyList<LawRow> rows)
    {
        if (rows.Count == 0)
        {
            return "∅";
        }

        double exact = rows.Select(r => Rational.ToDouble(r.Value!)).OrderBy(double.IsNaN).ThenBy(x => x).ElementAt((int)(0.3m * (rows.Count - 1)));
        double shown = Shown(exact);
        Assert.True(exact.Equals(shown) || Math.Abs(shown - exact) <= (Math.Abs(exact) / 100) + 2.3e-308, $"{shown:R} for {exact:R}");
        return TableText.Value(shown);
    }

    [Theory]
    [InlineData("0.95", "4 2 1 3", 3)]
    [InlineData("0", "4 2 1 3", 1)]
    [InlineData("1", "4 2 1 3", 4)]
    [InlineData("0.5", "4 2 1 3", 2)]
    [InlineData("0.5", "7", 7)]
    [InlineData("0.5", "-7 -5 0 5 7", 0)]
    [InlineData("0.25", "-7 -5 0 5 7", -5)]
    [InlineData("0.5", "NaN 1 NaN", double.NaN)]
    [InlineData("0.4", "NaN 1 NaN", 1)]
    [InlineData("1", "1 Infinity -Infinity", double.PositiveInfinity)]
    [InlineData("0", "1 Infinity -Infinity", double.NegativeInfinity)]
    [InlineData("0", "-0 0", 0)]
    [InlineData("0.5", "1e-300 1e300 -1e300", 1e-300)]
    public void It_is_the_lower_quantile_with_NaN_last(string p, string values, double expected)
    {
        object[] column = [.. values.Split(' ').Select(v => (object)double.Parse(v, CultureInfo.InvariantCulture))];
        Assert.Equal([TableText.Value(Shown(expected))], Ask(new BatchBuilder().Add("x", "float64", column), $"approx_quantile(x, {p})"));
    }

    [Fact]
    public void The_rank_is_that_of_p_as_it_is_written()
    {
        // as doubles 0.29 × 100 is 28.999999999999996, and 1 would be 2^63
        Assert.Equal(29, new QuantilePoint(0.29).Rank(101));
        Assert.Equal(long.MaxValue - 1, new QuantilePoint(1).Rank(long.MaxValue));
        Assert.Equal(0, new QuantilePoint(0.999).Rank(1));
        Assert.All([-0.1, 1.1, double.NaN], p => Assert.Throws<ArgumentOutOfRangeException>(() => new QuantilePoint(p)));
    }

    [Fact]
    public void A_thousand_values_are_within_1_percent_at_every_point()
    {
        Random random = new(3);
        decimal[] values = [.. Enumerable.Range(0, 1000).Select(_ => random.Next(-100_000, 1_000_000) / 100m)];
        decimal[] sorted = [.. values.Order()];
        string[] points = [.. Enumerable.Range(0, 101).Select(i => (i / 100m).ToString(CultureInfo.InvariantCulture))];
        BatchBuilder batch = new BatchBuilder().Add("x", "decimal(2)", [.. values.Select(v => v.ToString(CultureInfo.InvariantCulture))]);
        string row = Assert.Single(Ask(batch, string.Join(", ", points.Select(p => $"approx_quantile(x, {p})"))));
        foreach ((string shown, string p) in row.Split('|').Zip(points))
        {
            decimal exact = sorted[(int)(decimal.Parse(p, CultureInfo.InvariantCulture) * 999)];
            Assert.InRange(decimal.Parse(shown, NumberStyles.Float, CultureInfo.InvariantCulture), exact - (Math.Abs(exact) / 100), exact + (Math.Abs(exact) / 100));
        }
    }

    [Fact]
    public void Counts_go_on_behind_32_bits()
    {
        // two states that take each other in grow as Fibonacci's numbers do: 2.5 × 10¹² ones and twice as many twos, so that the border lies at p = 1/3
        BatchBuilder batch = new BatchBuilder().Add("x", "int64", 1L, 2L, 2L);
        AggregationHarness harness = Harness(batch, "approx_quantile(x, 0.333333333333), approx_quantile(x, 0.333333333334)");
        PartialState left = harness.Partial(batch);
        PartialState right = harness.Partial(batch);
        for (int i = 0; i < 30; i++)
        {
            left.Merge(right);
            right.Merge(left);
        }

        PartialState arrived = harness.Partial();
        using RecordBatch saved = PartialResult.Save(right, harness.Bound);
        PartialResult.Load(saved, arrived, harness.Bound);
        Assert.Equal([$"{TableText.Value(Shown(1))}|{TableText.Value(Shown(2))}"], harness.Result(right));
        Assert.Equal(harness.Result(right), harness.Result(arrived));
    }

    [Fact]
    public void Counting_a_value_carries_too()
    {
        BatchBuilder batch = new BatchBuilder().Add("x", "int64", 1L);
        AggregationHarness harness = Harness(batch, "approx_quantile(x, 0.5)");
        PartialState state = harness.Partial(batch);
        DdSketchColumn sketch = (DdSketchColumn)state.Components[0];
        sketch.Load([Saved(Bucket(1), uint.MaxValue - 1L)], [1]);
        sketch.Add(new RowInput([1, 1], BatchBuilder.MakeVector(new ColumnType(ColumnKind.Int64), [1L, 1L]), new ColumnViews(), default));
        ColumnVector arrived = new(new ColumnType(ColumnKind.Bytes));
        arrived.Reset(1);
        sketch.Save([1], [arrived]);
        Assert.Equal(Saved(Bucket(1), uint.MaxValue + 2L).BytesOf(0), arrived.BytesOf(0));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    [InlineData(99_999_999, 1)]
    [InlineData(int.MinValue, 1)]
    public void A_damaged_state_is_refused(int bucket, long count) =>
        Assert.Throws<FormatException>(() => new DdSketchColumn().Load([Saved(bucket, count)], [1]));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(11)]
    public void A_state_cut_short_is_refused(int length) =>
        Assert.Throws<FormatException>(() => new DdSketchColumn().Load([SavedBytes.Column(Saved(1, 1).BytesOf(0)[..length])], [1]));

    [Fact]
    public void A_group_of_a_narrow_distribution_takes_less_than_a_kilobyte_and_rows_take_nothing()
    {
        const int Groups = 2_000;
        Random random = new(1);
        int[] groups = [.. Enumerable.Range(0, 100 * Groups).Select(i => 1 + (i % Groups))];
        double[] values = [.. groups.Select(_ => 500 + (random.NextDouble() * 4_500))];
        ColumnVector column = new(new ColumnType(ColumnKind.Float64));
        column.Reset(values.Length);
        values.CopyTo(column.Doubles);
        DdSketchColumn sketch = new();
        ColumnViews views = new();
        sketch.Add(new RowInput(groups, column, views, default));
        Assert.InRange(sketch.Bytes / Groups, 1, 1024);
        Assert.Equal(0, Allocation.Least(() => sketch.Add(new RowInput(groups, column, views, default))));
    }

    private static ColumnVector Saved(int bucket, long count) => SavedBytes.Column([.. BitConverter.GetBytes(bucket), .. BitConverter.GetBytes(count)]);

    private static double Shown(double value) => LogBuckets.ValueOf(Bucket(value)) + 0.0;

    private static int Bucket(double value)
    {
        int[] bucket = new int[1];
        LogBuckets.Of([value], bucket);
        return bucket[0];
    }

    private static AggregationHarness Harness(BatchBuilder batch, string aggregates) =>
        new(new FlatPlan { Aggregates = AggregateText.ParseList(aggregates) }, batch.Columns);

    private static IReadOnlyList<string> Ask(BatchBuilder batch, string aggregates)
    {
        AggregationHarness harness = Harness(batch, aggregates);
        return harness.Result(harness.Partial(batch));
    }
}
