using System.Numerics;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class CorrTests : AggregateLaws
{
    protected override string Function => "corr";

    protected override IReadOnlyList<string> Arguments => ["x", "y"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string SecondType(string type) => type == "decimal(2)" ? "int32" : type;

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => MomentOracle.Two(
        type, SecondType(type), rows, least: 2, s => Correlation(s));

    [Theory]
    [InlineData("1 2 4 8", "2 3 9 10", "0.8967574438182703")]
    [InlineData("0.1 0.2 0.3", "0.1 0.2 0.3", "1")]
    [InlineData("0.1 0.2 0.3", "-0.1 -0.2 -0.3", "-1")]
    [InlineData("1 2 3", "2 2 2", "∅")]
    [InlineData("1 1 1", "2 3 9", "∅")]
    [InlineData("1", "2", "∅")]
    [InlineData("1 2", "2 Infinity", "NaN")]
    public void Known_correlations(string x, string y, string expected) => Assert.Equal(expected, MomentOracle.Ask("corr(x, y)", "float64", x, y));

    private static double? Correlation(MomentOracle.Sample s)
    {
        BigInteger spread = s.Sum(2) * s.SquaresOfY;
        double root = spread.IsZero ? 0 : Rational.Root(s.Products * s.Products, spread);
        return spread.IsZero ? null : s.Products.Sign < 0 ? -root : root;
    }
}
