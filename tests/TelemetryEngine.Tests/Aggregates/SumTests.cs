using System.Globalization;
using System.Numerics;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class SumTests : AggregateLaws
{
    protected override string Function => "sum";

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows)
    {
        if (rows.Count == 0)
        {
            return "∅";
        }

        return type.StartsWith("int", StringComparison.Ordinal)
            ? rows.Aggregate(BigInteger.Zero, (sum, r) => sum + Convert.ToInt64(r.Value, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture)
            : TableText.Value(Rational.Quotient(rows.Select(r => r.Value!), 1));
    }

    [Theory]
    [InlineData("1e16 1 -1e16", 1)]
    [InlineData("1 1e100 1 -1e100", 2)]
    [InlineData("1e308 1e308 -1e308", 1e308)]
    [InlineData("1e308 1e308", double.PositiveInfinity)]
    [InlineData("NaN 1", double.NaN)]
    [InlineData("Infinity -Infinity", double.NaN)]
    [InlineData("Infinity 1", double.PositiveInfinity)]
    [InlineData("-0 -0", 0)]
    [InlineData("1e-320 -1e-320 4.9406564584124654e-324", 4.9406564584124654e-324)]
    public void Published_sums_of_doubles_are_exact(string values, double expected)
    {
        object[] column = [.. values.Split(' ').Select(v => (object)double.Parse(v, CultureInfo.InvariantCulture))];
        Assert.Equal([TableText.Value(expected)], SumOf("float64", column));
    }

    [Fact]
    public void Ten_tenths_as_text_are_one() => Assert.Equal(["1"], SumOf("decimal(1)", [.. Enumerable.Repeat<object>("0.1", 10)]));

    [Fact]
    public void An_integer_sum_that_does_not_fit_is_an_error()
    {
        RunException error = Assert.Throws<RunException>(() => SumOf("int64", [long.MaxValue, 1L]));
        Assert.Equal("sum(x) is 9223372036854775808, which does not fit an int64; Schema((\"x\", \"decimal\")) sums it as float64", error.Message);
    }

    [Fact]
    public void An_integer_sum_may_pass_the_border_on_its_way() =>
        Assert.Equal([long.MaxValue.ToString(CultureInfo.InvariantCulture)], SumOf("int64", [long.MaxValue, long.MaxValue, -long.MaxValue]));

    private static IReadOnlyList<string> SumOf(string type, object[] values)
    {
        BatchBuilder batch = new BatchBuilder().Add("x", type, values);
        AggregationHarness harness = new(new FlatPlan { Aggregates = [Aggregate.Sum("x")] }, batch.Columns);
        return harness.Result(harness.Partial(batch));
    }
}
