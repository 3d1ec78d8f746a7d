using System.Globalization;
using TelemetryEngine.Aggregates;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Scanning;
using BigInteger = System.Numerics.BigInteger;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class QuantileTests : AggregateLaws
{
    protected override string Function => "quantile";

    protected override IReadOnlyList<string> Arguments => ["x", "0.3"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => Definition(type, rows, 0.3m);

    /// <summary>Sorted, and between two ranks in proportion, as an exact fraction that is rounded once.</summary>
    internal static string Definition(string type, IReadOnlyList<LawRow> rows, decimal p)
    {
        if (rows.Count == 0)
        {
            return "∅";
        }

        double[] sorted = [.. rows.Select(r => Rational.ToDouble(r.Value!)).OrderBy(double.IsNaN).ThenBy(x => x)];
        decimal place = p * (sorted.Length - 1);
        int rank = (int)place;
        double lower = sorted[rank];
        if (place == rank || lower.Equals(sorted[rank + 1]))
        {
            return TableText.Value(lower + 0.0);
        }

        double upper = sorted[rank + 1];
        if (!double.IsFinite(lower) || !double.IsFinite(upper))
        {
            return TableText.Value(double.IsNaN(lower + upper) ? double.NaN : lower + upper);
        }

        const long Parts = 1_000_000;
        long way = (long)((place - rank) * Parts);
        int scale = type == "decimal(2)" ? 2 : type.StartsWith("int", StringComparison.Ordinal) ? 0 : -1;
        (BigInteger low, BigInteger high) = (Exact(lower, scale), Exact(upper, scale));
        if (low.IsZero && lower != 0 || high.IsZero && upper != 0)
        {
            (low, high) = (Rational.Scaled(lower), Rational.Scaled(upper));
        }

        return TableText.Value(Rational.Round((low * (Parts - way)) + (high * way), Rational.Scale * Parts));
    }

    // a value that is nearest to a decimal of at most 15 digits is that decimal; 0 says that it is not
    private static BigInteger Exact(double value, int scale)
    {
        if (scale < 0 || Math.Abs(value) > 1e15 / Math.Pow(10, scale))
        {
            return 0;
        }

        string text = decimal.Round((decimal)value, scale).ToString(CultureInfo.InvariantCulture);
        return double.Parse(text, CultureInfo.InvariantCulture) == value ? Rational.Scaled(text) : 0;
    }

    [Theory]
    [InlineData("float64", "0.5", "-1 1.0000000000000002", 1.1102230246251565e-16)]
    [InlineData("float64", "0.5", "1e300 1e-300", 5e299)]
    [InlineData("float64", "0.5", "-1.7976931348623157e308 1.7976931348623157e308", 0)]
    [InlineData("float64", "0.75", "5e-324 -5e-324", 0)]
    [InlineData("float64", "0.5", "1.7976931348623157e308 1.7976931348623155e308", 1.7976931348623155e308)]
    [InlineData("decimal(1)", "0.5", "0.1 0.2", 0.15)]
    [InlineData("decimal(2)", "0.7", "0.01 0.02", 0.017)]
    [InlineData("int64", "0.5", "1 2", 1.5)]
    public void What_lies_between_is_exact_and_rounded_once(string type, string p, string values, double expected)
    {
        object[] column = [.. values.Split(' ').Select(v => type switch
        {
            "float64" => double.Parse(v, CultureInfo.InvariantCulture),
            "int64" => long.Parse(v, CultureInfo.InvariantCulture),
            _ => (object)v,
        })];
        Assert.Equal([TableText.Value(expected)], Ask(new BatchBuilder().Add("x", type, column), $"quantile(x, {p})"));
    }

    [Fact]
    public void The_middle_of_any_two_is_their_average()
    {
        Random random = new(7);
        for (int i = 0; i < 2_000; i++)
        {
            double a = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            double b = i % 2 == 0 ? BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)) : a * random.NextDouble() * 3;
            if (double.IsFinite(a) && double.IsFinite(b))
            {
                string[] results = Ask(new BatchBuilder().Add("x", "float64", a, b), "avg(x), median(x)")[0].Split('|');
                Assert.Equal(results[0], results[1]);
            }
        }
    }

    [Theory]
    [InlineData("0.25", "4 2 1 3", 1.75)]
    [InlineData("0.9", "4 2 1 3", 3.7)]
    [InlineData("0", "4 2 1 3", 1)]
    [InlineData("1", "4 2 1 3", 4)]
    [InlineData("0.5", "4 2 1 3", 2.5)]
    [InlineData("0.3", "7", 7)]
    [InlineData("0.5", "-0 0", 0)]
    [InlineData("0.5", "NaN 1", double.NaN)]
    [InlineData("0.5", "NaN 1 NaN", double.NaN)]
    [InlineData("0", "NaN 1 NaN", 1)]
    [InlineData("0.5", "NaN 1 3 2 NaN", 3)]
    [InlineData("0.5", "Infinity -Infinity", double.NaN)]
    [InlineData("0.5", "Infinity Infinity", double.PositiveInfinity)]
    [InlineData("0.5", "-Infinity -Infinity -Infinity", double.NegativeInfinity)]
    [InlineData("0.5", "1 Infinity", double.PositiveInfinity)]
    [InlineData("0.5", "1 -Infinity", double.NegativeInfinity)]
    [InlineData("0.25", "-1.5e308 1.5e308", -0.75e308)]
    public void Published_and_hard_values(string p, string values, double expected)
    {
        object[] column = [.. values.Split(' ').Select(v => (object)double.Parse(v, CultureInfo.InvariantCulture))];
        Assert.Equal([TableText.Value(expected)], Ask(new BatchBuilder().Add("x", "float64", column), $"quantile(x, {p})"));
    }

    [Theory]
    [InlineData("quantile(x)", "quantile takes one column and a number from 0 to 1, as in quantile(power_w, 0.95)")]
    [InlineData("quantile(x, 95)", "the p of quantile is from 0 to 1, and 95 is not; write quantile(x, 0.95) for the 95th percentile")]
    [InlineData("quantile(x, -1)", "the p of quantile is from 0 to 1, and -1 is not; write quantile(x, 0.5) for the 50th percentile")]
    public void Wrong_arguments_are_named(string aggregate, string message)
    {
        BatchBuilder batch = new BatchBuilder().Add("x", "float64", 1.0);
        Assert.Equal(message, Assert.Throws<PlanException>(() => Ask(batch, aggregate)).Message);
    }

    [Fact]
    public void Quantiles_of_a_column_share_its_values()
    {
        BatchBuilder batch = new BatchBuilder().Add("x", "float64", 3.0, 1.0, 2.0);
        AggregationHarness harness = Harness(batch, "quantile(x, 0), median(x), quantile(x, 1), quantile(x, 0.75)");
        PartialState state = harness.Partial(batch);
        Assert.Equal(1, state.Components.Length);
        Assert.Equal(["1|2|3|2.5"], harness.Result(state));
        Assert.Equal(["1|2|3|2.5"], harness.Result(state));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void Every_rank_is_that_of_a_sorted_list(int count)
    {
        Random random = new(count);
        foreach (int different in new[] { 1, 2, 100, int.MaxValue })
        {
            double[] values = [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(different))];
            AssertRanks(values, random);
            Array.Sort(values);
            AssertRanks(values, random);
            Array.Reverse(values);
            AssertRanks(values, random);
            AssertRanks([.. values.Where((_, i) => i % 2 == 0), .. values.Where((_, i) => i % 2 != 0).Reverse()], random);
        }
    }

    [Fact]
    public void A_row_allocates_nothing_and_a_value_takes_little_more_than_itself()
    {
        const int Groups = 1_000;
        NumberLists lists = new();
        lists.Reserve(Groups + 1);
        int[] groups = [.. Enumerable.Range(0, 200 * Groups).Select(i => 1 + (i % Groups))];
        ColumnVector column = new(new ColumnType(ColumnKind.Float64));
        column.Reset(groups.Length);
        column.Doubles.Clear();
        ColumnViews views = new();
        lists.Add(new RowInput(groups, column, views, default));
        Assert.InRange(lists.Bytes, groups.Length * 8L, groups.Length * 16L);
        Assert.Equal(0, Allocation.Least(() => lists.Add(new RowInput(groups.AsSpan(0, 100), column, views, default))));
    }

    [Fact]
    public void Many_workers_of_many_small_groups_give_what_one_gives()
    {
        Random random = new(4);
        object[] devices = [.. Enumerable.Range(0, 30_000).Select(_ => (object)$"d{random.Next(5_000)}")];
        object[] values = [.. devices.Select(_ => (object)random.NextDouble())];
        BatchBuilder All(int from, int to) => new BatchBuilder().Add("device", "utf8", devices[from..to]).Add("x", "float64", values[from..to]);
        AggregationHarness harness = new(
            new FlatPlan { GroupBy = ["device"], Aggregates = AggregateText.ParseList("median(x), quantile(x, 0.95), count_distinct(x), mode(x)") }, All(0, 0).Columns);
        IReadOnlyList<string> whole = harness.Result(harness.Partial(All(0, 30_000)));
        PartialState[] workers = [harness.Partial(All(20_000, 30_000)), harness.Partial(All(0, 9_000)), harness.Partial(All(9_000, 20_000))];
        Assert.Equal(whole, harness.Result(workers));
        workers[2].Merge(workers[0]);
        workers[2].Merge(workers[1]);
        Assert.Equal(whole, harness.Result(workers[2]));
    }

    private static void AssertRanks(double[] values, Random random)
    {
        double[] sorted = [.. values.Order()];
        foreach (int rank in new[] { 0, values.Length / 2, values.Length - 1, random.Next(values.Length) })
        {
            double[] moved = [.. values];
            Selection.Select(moved, rank, default(Rising));
            Assert.Equal(sorted[rank], moved[rank]);
            Assert.True(moved.AsSpan(0, rank).IndexOfAnyExceptInRange(double.MinValue, sorted[rank]) < 0, "a greater value stands before");
            Assert.True(moved.AsSpan(rank).IndexOfAnyExceptInRange(sorted[rank], double.MaxValue) < 0, "a smaller value stands behind");
        }
    }

    private static AggregationHarness Harness(BatchBuilder batch, string aggregates) =>
        new(new FlatPlan { Aggregates = AggregateText.ParseList(aggregates) }, batch.Columns);

    private static IReadOnlyList<string> Ask(BatchBuilder batch, string aggregates)
    {
        AggregationHarness harness = Harness(batch, aggregates);
        return harness.Result(harness.Partial(batch));
    }

    private readonly struct Rising : IOrder<double>
    {
        public bool Precedes(in double left, in double right) => left < right;
    }
}
