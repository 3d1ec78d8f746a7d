using System.Numerics;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class SkewTests : AggregateLaws
{
    protected override string Function => "skew";

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => MomentOracle.One(
        rows, least: 3, s => Skewness(s));

    [Theory]
    [InlineData("1 2 4 8 16.5", "1.3751716201222042")]
    [InlineData("5 6 8", "0.9352195295828245")]
    [InlineData("1000000004 1000000007 1000000013 1000000016", "0")]
    [InlineData("-5 -6 -8", "-0.9352195295828245")]
    [InlineData("5 5 5 5", "∅")]
    [InlineData("5 6", "∅")]
    [InlineData("NaN 5 6", "NaN")]
    public void Known_skewness(string values, string expected) => Assert.Equal(expected, MomentOracle.Ask("skew(x)", "float64", values));

    private static double? Skewness(MomentOracle.Sample s)
    {
        if (s.Sum(2).IsZero)
        {
            return null;
        }

        BigInteger n = s.Count;
        double root = Rational.Root(BigInteger.Pow(s.Sum(3), 2) * n * n * (n - 1), BigInteger.Pow(s.Sum(2), 3) * (n - 2) * (n - 2));
        return s.Sum(3).Sign < 0 ? -root : root;
    }
}
