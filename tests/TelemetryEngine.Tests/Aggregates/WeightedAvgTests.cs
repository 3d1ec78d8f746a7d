using System.Numerics;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class WeightedAvgTests : AggregateLaws
{
    protected override string Function => "weighted_avg";

    protected override IReadOnlyList<string> Arguments => ["x", "y"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string SecondType(string type) => type == "float32" ? "decimal(2)" : "int64";

    protected override string Define(string type, IReadOnlyList<LawRow> rows)
    {
        bool isBinary = MomentOracle.IsBinary(type);
        List<(object X, object W)> pairs =
            [.. rows.Where(r => r.Second is not null).Select(r => (MomentOracle.Form(r.Value!, isBinary), MomentOracle.Form(r.Second!, isBinary)))];
        if (pairs.Exists(p => !Rational.IsFinite(p.X) || !Rational.IsFinite(p.W)))
        {
            return "NaN";
        }

        BigInteger weights = pairs.Aggregate(BigInteger.Zero, (sum, p) => sum + Rational.Scaled(p.W));
        BigInteger products = pairs.Aggregate(BigInteger.Zero, (sum, p) => sum + (Rational.Scaled(p.X) * Rational.Scaled(p.W)));
        return weights.IsZero ? "∅" : TableText.Value(Rational.Round(products * weights.Sign, Rational.Scale * BigInteger.Abs(weights)));
    }

    [Theory]
    [InlineData("1 2", "2 3", "1.6")]
    [InlineData("1 2 5", "1 1 null", "1.5")]
    [InlineData("1 2", "0 0", "∅")]
    [InlineData("1 2", "1 -1", "∅")]
    [InlineData("0.1 0.1 0.1", "1 2 5", "0.1")]
    [InlineData("1 Infinity", "1 1", "NaN")]
    [InlineData("", "", "∅")]
    public void Known_averages(string x, string w, string expected) => Assert.Equal(expected, MomentOracle.Ask("weighted_avg(x, y)", "float64", x, w));
}
