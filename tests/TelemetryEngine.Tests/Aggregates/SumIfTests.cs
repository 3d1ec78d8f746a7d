using System.Globalization;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class SumIfTests : AggregateLaws
{
    protected override string Function => "sum_if";

    protected override IReadOnlyList<string> Arguments => ["x", "y"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string SecondType(string type) => "bool";

    protected override string Define(string type, IReadOnlyList<LawRow> rows)
    {
        List<object> values = [.. rows.Where(r => r.Second is true).Select(r => r.Value!)];
        return values.Count == 0 ? "∅"
            : type.StartsWith("int", StringComparison.Ordinal) ? values.Sum(v => Convert.ToInt64(v, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture)
            : TableText.Value(Rational.Quotient(values, 1));
    }

    [Theory]
    [InlineData("sum_if(x, y > 1)", "5")]
    [InlineData("sum_if(x, y > 1) filter (where x > 2)", "3")]
    [InlineData("sum_if(x, y > 9)", "∅")]
    public void Known_sums(string call, string expected) => Assert.Equal(expected, MomentOracle.Ask(call, "float64", "1 2 3 null 9", "1 2 3 4 null"));
}
