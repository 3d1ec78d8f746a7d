using System.Globalization;
using System.Numerics;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class RangeTests : AggregateLaws
{
    protected override string Function => "range";

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows)
    {
        if (rows.Count == 0)
        {
            return "∅";
        }

        if (type.StartsWith("int", StringComparison.Ordinal))
        {
            List<BigInteger> integers = [.. rows.Select(r => new BigInteger(Convert.ToInt64(r.Value, CultureInfo.InvariantCulture)))];
            return (integers.Max() - integers.Min()).ToString(CultureInfo.InvariantCulture);
        }

        double most = (double)LawValue.Extreme(type, rows, 1);
        double least = (double)LawValue.Extreme(type, rows, -1);
        bool isExact = type == "decimal(2)" && IsHundredths(most) && IsHundredths(least);

        // a decimal has a negative zero too, which no result shows
        return TableText.Value((isExact ? (double)((decimal)most - (decimal)least) : most - least) + 0.0);
    }

    [Theory]
    [InlineData("decimal(1)", "0.1 0.3", "0.2")]
    [InlineData("float64", "0.1 0.3", "0.19999999999999998")]
    [InlineData("decimal(1)", "-99999999999999.9 99999999999999.9", "199999999999999.8")]
    [InlineData("decimal(1)", "0.25 1e30", "1E+30")]
    [InlineData("float64", "5", "0")]
    [InlineData("float64", "NaN 1 3", "2")]
    [InlineData("float64", "NaN NaN", "NaN")]
    [InlineData("float64", "1 Infinity", "Infinity")]
    [InlineData("float64", "Infinity", "NaN")]
    [InlineData("float64", "null", "∅")]
    public void Known_ranges(string type, string values, string expected) => Assert.Equal(expected, MomentOracle.Ask("range(x)", type, values));

    [Fact]
    public void A_range_of_integers_that_does_not_fit_is_an_error()
    {
        BatchBuilder batch = new BatchBuilder().Add("x", "int64", long.MinValue, long.MaxValue);
        AggregationHarness harness = new(new FlatPlan { Aggregates = [Aggregate.Range("x")] }, batch.Columns);
        RunException error = Assert.Throws<RunException>(() => harness.Result(harness.Partial(batch)));
        Assert.Equal("range(x) is 18446744073709551615, which does not fit an int64; Schema((\"x\", \"decimal\")) gives it as float64", error.Message);
    }

    private static bool IsHundredths(double value) => Math.Abs(value) < 1e12 && (double)Math.Round((decimal)value, 2) == value;
}
