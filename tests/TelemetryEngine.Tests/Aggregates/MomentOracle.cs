using System.Globalization;
using System.Numerics;
using TelemetryEngine.Aggregates;

namespace TelemetryEngine.Tests.Aggregates;

/// <summary>Central moments by their plain definition, each value's distance from the mean, in fractions of big integers.</summary>
internal static class MomentOracle
{
    /// <summary>A sample's deviations from their mean, d = n(x − mean) × <see cref="Rational.Scale"/>, as integers.</summary>
    public sealed record Sample(IReadOnlyList<BigInteger> X, IReadOnlyList<BigInteger> Y)
    {
        public BigInteger Count => X.Count;

        /// <summary>What a product of two deviations is to be divided by.</summary>
        public BigInteger Unit => Count * Count * Rational.Scale * Rational.Scale;

        /// <summary>Σd^power.</summary>
        public BigInteger Sum(int power) => X.Aggregate(BigInteger.Zero, (sum, d) => sum + BigInteger.Pow(d, power));

        /// <summary>Σd·e.</summary>
        public BigInteger Products => X.Zip(Y).Aggregate(BigInteger.Zero, (sum, p) => sum + (p.First * p.Second));

        public BigInteger SquaresOfY => Y.Aggregate(BigInteger.Zero, (sum, e) => sum + (e * e));
    }

    /// <summary>The text of a result of one column.</summary>
    public static string One(IReadOnlyList<LawRow> rows, int least, Func<Sample, double?> formula) =>
        Of([.. rows.Select(r => r.Value!)], [.. rows.Select(r => r.Value!)], least, formula);

    /// <summary>The text of a result of two columns; where one is binary, both are.</summary>
    public static string Two(string type, string secondType, IReadOnlyList<LawRow> rows, int least, Func<Sample, double?> formula)
    {
        bool isBinary = IsBinary(type) || IsBinary(secondType);
        List<LawRow> pairs = [.. rows.Where(r => r.Second is not null)];
        return Of([.. pairs.Select(r => Form(r.Value!, isBinary))], [.. pairs.Select(r => Form(r.Second!, isBinary))], least, formula);
    }

    /// <summary>The value as an aggregate of two columns takes it.</summary>
    public static object Form(object value, bool isBinary) => isBinary ? Rational.ToDouble(value) : value;

    public static bool IsBinary(string type) => type.StartsWith("float", StringComparison.Ordinal);

    /// <summary>What an aggregate gives for numbers written with blanks between.</summary>
    public static string Ask(string aggregate, string type, string x, string? y = null)
    {
        BatchBuilder batch = new BatchBuilder().Add("x", type, Column(type, x)).Add("y", type, Column(type, y ?? x));
        AggregationHarness harness = new(new FlatPlan { Aggregates = AggregateText.ParseList(aggregate) }, batch.Columns);
        return Assert.Single(harness.Result(harness.Partial(batch)));
    }

    private static object?[] Column(string type, string texts) => texts.Length == 0 ? [] :
        [.. texts.Split(' ').Select(t => t == "null" ? null : type.StartsWith("decimal", StringComparison.Ordinal) ? t : (object)double.Parse(t, CultureInfo.InvariantCulture))];

    private static string Of(IReadOnlyList<object> x, IReadOnlyList<object> y, int least, Func<Sample, double?> formula)
    {
        double? result = x.Count < least ? null
            : x.Concat(y).All(Rational.IsFinite) ? formula(new Sample(Deviations(x), Deviations(y)))
            : double.NaN;
        return result is { } value ? TableText.Value(value) : "∅";
    }

    private static List<BigInteger> Deviations(IReadOnlyList<object> values)
    {
        List<BigInteger> scaled = [.. values.Select(Rational.Scaled)];
        BigInteger sum = scaled.Aggregate(BigInteger.Zero, (a, b) => a + b);
        return [.. scaled.Select(v => (v * scaled.Count) - sum)];
    }
}
