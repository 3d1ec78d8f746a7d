namespace TelemetryEngine.Tests.Aggregates;

public sealed class AvgIfTests : AggregateLaws
{
    protected override string Function => "avg_if";

    protected override IReadOnlyList<string> Arguments => ["x", "y"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string SecondType(string type) => "bool";

    protected override string Define(string type, IReadOnlyList<LawRow> rows)
    {
        List<object> values = [.. rows.Where(r => r.Second is true).Select(r => r.Value!)];
        return values.Count == 0 ? "∅" : TableText.Value(Rational.Quotient(values, values.Count));
    }

    [Theory]
    [InlineData("avg_if(x, y > 1)", "2.5")]
    [InlineData("avg_if(x, y > 9)", "∅")]
    public void Known_averages(string call, string expected) => Assert.Equal(expected, MomentOracle.Ask(call, "float64", "1 2 3 null 9", "1 2 3 4 null"));
}
