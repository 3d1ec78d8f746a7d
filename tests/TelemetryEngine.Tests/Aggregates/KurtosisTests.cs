using System.Numerics;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class KurtosisTests : AggregateLaws
{
    protected override string Function => "kurtosis";

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => MomentOracle.One(
        rows, least: 4, s => Excess(s));

    [Theory]
    [InlineData("1 2 4 8 16.5", "1.5105498416968575")]
    [InlineData("1000000004 1000000007 1000000013 1000000016", "-3.3")]
    [InlineData("5 5 5 5", "∅")]
    [InlineData("5 6 8", "∅")]
    [InlineData("NaN 5 6 8", "NaN")]
    public void Known_kurtosis(string values, string expected) => Assert.Equal(expected, MomentOracle.Ask("kurtosis(x)", "float64", values));

    private static double? Excess(MomentOracle.Sample s)
    {
        if (s.Sum(2).IsZero)
        {
            return null;
        }

        BigInteger n = s.Count;
        BigInteger square = BigInteger.Pow(s.Sum(2), 2);
        return Rational.Round(((s.Sum(4) * n * (n + 1)) - (square * 3 * (n - 1))) * (n - 1), square * (n - 2) * (n - 3));
    }
}
