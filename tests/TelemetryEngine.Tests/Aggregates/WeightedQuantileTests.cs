using System.Globalization;
using System.Numerics;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class WeightedQuantileTests : AggregateLaws
{
    protected override string Function => "weighted_quantile";

    protected override IReadOnlyList<string> Arguments => ["x", "abs(y % 7) * 0.1", "0.3"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string SecondType(string type) => "int32";

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => Definition(
        [.. rows.Where(r => r.Second is not null).Select(r => (Rational.ToDouble(r.Value!), Math.Abs(Convert.ToInt64(r.Second, CultureInfo.InvariantCulture) % 7) * 0.1m))],
        0.3m);

    /// <summary>Sorted, and added up until the weights are enough.</summary>
    private static string Definition((double Value, decimal Weight)[] rows, decimal p)
    {
        decimal least = p * rows.Sum(static row => row.Weight);
        decimal sum = 0;
        foreach ((double value, decimal weight) in rows.OrderBy(static row => double.IsNaN(row.Value)).ThenBy(static row => row.Value))
        {
            sum += weight;
            if (weight > 0 && sum >= least)
            {
                return TableText.Value(value + 0.0);
            }
        }

        return "∅";
    }

    /// <summary>By hand, from the definition.</summary>
    [Theory]
    [InlineData("1 2 3", "1 1 2", "0.5", "2")]
    [InlineData("1 2 3", "1 1 2", "0.51", "3")]
    [InlineData("3 1 2", "2 1 1", "0.25", "1")]
    [InlineData("1 2 3 4", "0.1 0.2 0.3 0.4", "0.3", "2")]
    [InlineData("1 2 3 4", "0.1 0.2 0.3 0.4", "0.6", "3")]
    [InlineData("1 2 3 4", "0.1 0.2 0.3 0.4", "1", "4")]
    [InlineData("1 2 3", "0 1 1", "0", "2")]
    [InlineData("1 2 3", "1 1 0", "1", "2")]
    [InlineData("1 2 3", "0 0 0", "0.5", "∅")]
    [InlineData("1 2 null", "1 null 1", "1", "1")]
    [InlineData("-0 0", "1 1", "1", "0")]
    [InlineData("NaN 1", "1 1", "0.5", "1")]
    [InlineData("NaN 1", "1 1", "0.51", "NaN")]
    [InlineData("Infinity -Infinity", "1 1", "0.5", "-Infinity")]
    [InlineData("1 2 3", "1e-300 1e300 1e-300", "0.5", "2")]
    [InlineData("1 2", "1e300 1e300", "0.5", "1")]
    [InlineData("1 2 3", "5e-324 1e308 1", "0", "1")]
    [InlineData("", "", "0.5", "∅")]
    public void Known_quantiles(string x, string w, string p, string expected) => Assert.Equal(expected, MomentOracle.Ask($"weighted_quantile(x, y, {p})", "float64", x, w));

    [Fact]
    public void Equal_weights_are_a_quantile_of_ranks()
    {
        string x = string.Join(' ', Enumerable.Range(1, 10));
        string w = string.Join(' ', Enumerable.Repeat("0.1", 10));
        for (int i = 0; i <= 100; i++)
        {
            string p = (i / 100m).ToString(CultureInfo.InvariantCulture);
            Assert.Equal(Math.Max(1, (i + 9) / 10).ToString(CultureInfo.InvariantCulture), MomentOracle.Ask($"weighted_quantile(x, y, {p})", "float64", x, w));
        }
    }

    [Fact]
    public void It_is_the_same_for_any_threads_batches_and_little_memory()
    {
        Random random = new(5);
        (double Value, decimal Weight)[] rows = [.. Enumerable.Range(0, 40_000).Select(_ => (Math.Round(random.NextDouble() * 1000, 2), random.Next(1000) * 0.001m))];
        string csv = "x,w\n" + string.Concat(rows.Select(static row => string.Create(CultureInfo.InvariantCulture, $"{row.Value},{row.Weight}\n")));
        string[] expected = [.. new[] { 0m, 0.1m, 0.5m, 0.999m, 1m }.Select(p => Definition(rows, p))];
        foreach (RunOptions options in new[] { new RunOptions { Threads = 1 }, new RunOptions { Threads = 7, BatchRows = 100, MorselBytes = 1000 }, new RunOptions { Threads = 2, MemoryBytes = 1 } })
        {
            Pipeline result = Telemetry.ReadCsvText(csv).With(options).Aggregate([.. new[] { "0", "0.1", "0.5", "0.999", "1" }.Select(p => Aggregate.WeightedQuantile("x", "w", double.Parse(p, CultureInfo.InvariantCulture)).As($"q{p}"))]);
            Assert.Equal(string.Join('|', expected), Assert.Single(TableText.Rows(result.ToTable())));
        }
    }

    [Theory]
    [InlineData("-1", "-1")]
    [InlineData("NaN", "NaN")]
    [InlineData("Infinity", "Infinity")]
    public void A_weight_below_0_is_an_error(string weight, string shown)
    {
        RunException error = Assert.Throws<RunException>(() => MomentOracle.Ask("weighted_quantile(x, y, 0.5)", "float64", "1 2", $"1 {weight}"));
        Assert.StartsWith($"weighted_quantile: a weight in 'y' is {shown}, and weights are numbers from 0 on", error.Message, StringComparison.Ordinal);
        Assert.Equal("1", MomentOracle.Ask("weighted_quantile(x, y, 0.5) filter (where x < 2)", "float64", "1 2", $"1 {weight}"));
    }

    [Theory]
    [InlineData("weighted_quantile(x, 0.5)", "weighted_quantile takes a column, one of weights, and a number from 0 to 1, as in weighted_quantile(price, kwh, 0.9)")]
    [InlineData("weighted_quantile(x, y)", "weighted_quantile takes a column, one of weights, and a number from 0 to 1, as in weighted_quantile(price, kwh, 0.9)")]
    [InlineData("weighted_quantile(x, y, 90)", "the p of weighted_quantile is from 0 to 1, and 90 is not; write weighted_quantile(x, y, 0.9) for the 90th percentile")]
    public void Wrong_arguments_are_named(string call, string message) =>
        Assert.Equal(message, Assert.Throws<PlanException>(() => MomentOracle.Ask(call, "float64", "1", "1")).Message);

    [Fact]
    public void Units_hold_what_they_are_made_of()
    {
        Random random = new(9);
        for (int round = 0; round < 200; round++)
        {
            int span = round % 2 == 0 ? 12 : 300;
            double[] numbers = [.. Enumerable.Range(0, 20).Select(_ => random.NextDouble() * Math.Pow(10, random.Next(-span, span)))];
            TelemetryEngine.Aggregates.DecimalUnit unit = new();
            Array.ForEach(numbers, unit.Include);
            BigInteger first = unit.WideOf(numbers[0]);
            foreach (double number in numbers)
            {
                Assert.True(!unit.IsNarrow || unit.NarrowOf(number) == unit.WideOf(number));
                Assert.Equal(Rational.Scaled(numbers[0].ToString("R", CultureInfo.InvariantCulture)) * unit.WideOf(number), Rational.Scaled(number.ToString("R", CultureInfo.InvariantCulture)) * first);
            }
        }
    }
}
