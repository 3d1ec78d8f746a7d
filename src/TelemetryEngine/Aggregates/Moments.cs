using System.Numerics;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Aggregates;

// A result from the moments of a group with finite values; null where there is none.
internal delegate double? MomentFormula(in Moments moments);

// The central moments of a group's values, or of its pairs, exactly: m_k is the mean of (x − mean)^k. They come from sums of powers and
// products, and are scaled by powers of the count so that no division is left before the last one, which rounds.
// parts: Of values Σx, which counts, Σx² and so on; of pairs Σx, which counts, Σy, Σxy, and Σx² and Σy² where the aggregate asked for them.
internal readonly ref struct Moments(ReadOnlySpan<Component> parts, int group)
{
    private readonly ReadOnlySpan<Component> _parts = parts;

    private BigInteger Count => ((ICount)_parts[0]).CountOf(group);

    // n² × m₂ = nΣx² − (Σx)².
    private ExactNumber Second => Scatter(1, 0, 0);

    // n³ × m₃ = n²Σx³ − 3nΣx²Σx + 2(Σx)³.
    private ExactNumber Third
    {
        get
        {
            ExactNumber sum = Sum(0);
            return (Sum(2) * (Count * Count)) - (Sum(1) * sum * (3 * Count)) + (sum * sum * sum * 2);
        }
    }

    // n⁴ × m₄ = n³Σx⁴ − 4n²Σx³Σx + 6nΣx²(Σx)² − 3(Σx)⁴.
    private ExactNumber Fourth
    {
        get
        {
            BigInteger count = Count;
            ExactNumber sum = Sum(0);
            ExactNumber square = sum * sum;
            return (Sum(3) * (count * count * count)) - (Sum(2) * sum * (4 * count * count)) + (Sum(1) * square * (6 * count))
                - (square * square * 3);
        }
    }

    // n² × the population's covariance = nΣxy − ΣxΣy.
    private ExactNumber Covariance => Scatter(2, 0, 1);

    // n² × the population's variance of x = nΣx² − (Σx)².
    private ExactNumber VarianceOfX => Scatter(3, 0, 0);

    // n² × the population's variance of y = nΣy² − (Σy)².
    private ExactNumber VarianceOfY => Scatter(4, 1, 1);

    // The sample's variance Σ(x − mean)² ÷ (n − 1).
    public static AggregateBinding Var(AggregateCall call) =>
        Bind(call, 2, 2, static (in Moments m) => ExactNumber.Quotient(m.Second, m.Count * (m.Count - 1)));

    // The population's variance Σ(x − mean)² ÷ n.
    public static AggregateBinding VarPop(AggregateCall call) =>
        Bind(call, 2, 1, static (in Moments m) => ExactNumber.Quotient(m.Second, m.Count * m.Count));

    // The sample's standard deviation: the root of the exact variance.
    public static AggregateBinding Stddev(AggregateCall call) =>
        Bind(call, 2, 2, static (in Moments m) => ExactNumber.RootOfQuotient(m.Second, m.Count * (m.Count - 1)));

    // The population's standard deviation: the root of the exact variance.
    public static AggregateBinding StddevPop(AggregateCall call) =>
        Bind(call, 2, 1, static (in Moments m) => ExactNumber.RootOfQuotient(m.Second, m.Count * m.Count));

    // The sample's skewness G₁ = √(n(n − 1)) ÷ (n − 2) × m₃ ÷ m₂^(3/2) (Joanes and Gill 1998; DuckDB's skewness), as the root of its exact
    // square.
    public static AggregateBinding Skew(AggregateCall call) => Bind(call, 3, 3, static (in Moments m) =>
    {
        // with n²m₂ and n³m₃ in place of m₂ and m₃ the powers of n cancel out
        (BigInteger n, ExactNumber second, ExactNumber third) = (m.Count, m.Second, m.Third);
        return second.Significand.IsZero
            ? null
            : Root(third, third * third * (n * (n - 1)), second * second * second * ((n - 2) * (n - 2)));
    });

    // The sample's excess kurtosis G₂ = (n − 1) ÷ ((n − 2)(n − 3)) × ((n + 1) m₄ ÷ m₂² − 3(n − 1)) (Joanes and Gill 1998; DuckDB's
    // kurtosis).
    public static AggregateBinding Kurtosis(AggregateCall call) => Bind(call, 4, 4, static (in Moments m) =>
    {
        // with n²m₂ and n⁴m₄ in place of m₂ and m₄ the powers of n cancel out
        BigInteger n = m.Count;
        ExactNumber square = m.Second * m.Second;
        return square.Significand.IsZero
            ? null
            : ExactNumber.Quotient(((m.Fourth * (n + 1)) - (square * (3 * (n - 1)))) * (n - 1), square * ((n - 2) * (n - 3)));
    });

    // The sample's covariance Σ(x − mean x)(y − mean y) ÷ (n − 1).
    public static AggregateBinding Covar(AggregateCall call) =>
        BindPair(call, 0, 0, 2, static (in Moments m) => ExactNumber.Quotient(m.Covariance, m.Count * (m.Count - 1)));

    // The population's covariance Σ(x − mean x)(y − mean y) ÷ n.
    public static AggregateBinding CovarPop(AggregateCall call) =>
        BindPair(call, 0, 0, 1, static (in Moments m) => ExactNumber.Quotient(m.Covariance, m.Count * m.Count));

    // Pearson's correlation: covariance ÷ (deviation of x × deviation of y), as the root of its exact square.
    public static AggregateBinding Corr(AggregateCall call) => BindPair(call, 0, 2, 2, static (in Moments m) =>
    {
        (ExactNumber covariance, ExactNumber spread) = (m.Covariance, m.VarianceOfX * m.VarianceOfY);
        return spread.Significand.IsZero ? null : Root(covariance, covariance * covariance, spread);
    });

    // The slope of the line of least squares through (x, y): covariance ÷ variance of x. Called as slope(y, x), as SQL's regr_slope.
    public static AggregateBinding Slope(AggregateCall call) => BindPair(call, 1, 1, 2, static (in Moments m) =>
        m.VarianceOfX is { Significand.IsZero: false } variance ? ExactNumber.Quotient(m.Covariance, variance) : null);

    // Binds an aggregate of one number column.
    // degree: The highest power it needs.
    // least: Of fewer values it is null.
    // formula: The result of groups with enough values, all of them finite; with others it is NaN.
    private static AggregateBinding Bind(AggregateCall call, int degree, long least, MomentFormula formula)
    {
        ComponentPart[] parts = [.. ExactSums.Powers(call.SingleNumber(), degree, call.Filter)];
        return new AggregateBinding(new ColumnType(ColumnKind.Float64), parts, (p, g, r) => Finish(least, 1, formula, p, g, r));
    }

    // Binds an aggregate of two number columns.
    // first: Which of its arguments is x.
    // squares: How many sums of squares it needs: 0, 1 for Σx², 2 for Σy² too.
    // least: Of fewer pairs it is null.
    // formula: The result of groups with enough pairs, all of them finite; with others it is NaN.
    private static AggregateBinding BindPair(AggregateCall call, int first, int squares, long least, MomentFormula formula)
    {
        (AggregateInput x, AggregateInput y) = call.TwoNumbers();
        (x, y) = first == 0 ? (x, y) : (y, x);
        ComponentPart[] parts =
        [
            ExactSums.OfPair(x, y, call.Filter), ExactSums.OfPair(y, x, call.Filter), ExactSums.ProductOfPair(x, y, call.Filter),
            .. new[] { ExactSums.SquareOfPair(x, y, call.Filter), ExactSums.SquareOfPair(y, x, call.Filter) }.Take(squares),
        ];
        return new AggregateBinding(new ColumnType(ColumnKind.Float64), parts, (p, g, r) => Finish(least, 2, formula, p, g, r));
    }

    private static void Finish(
        long least, int inputs, MomentFormula formula, ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, ColumnVector result)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            Moments moments = new(parts, groups[row]);
            double? value =
                moments.Count < least ? null : moments.Sum(0).IsFinite && moments.Sum(inputs - 1).IsFinite ? formula(moments) : double.NaN;
            ResultValues.Write(value, row, groups.Length, result);
        }
    }

    // The root of a quotient, with the sign of a number.
    private static double Root(ExactNumber sign, ExactNumber dividend, ExactNumber divisor) =>
        sign.Significand.Sign < 0 ? -ExactNumber.RootOfQuotient(dividend, divisor) : ExactNumber.RootOfQuotient(dividend, divisor);

    private ExactNumber Scatter(int product, int x, int y) => (Sum(product) * Count) - (Sum(x) * Sum(y));

    private ExactNumber Sum(int part) => ExactSums.Of(_parts[part], group);
}

// The exact sums of powers and products that these are made of.
internal static class ExactSums
{
    // weighted_avg: the exact quotient Σxw ÷ Σw, rounded once.
    public static AggregateBinding WeightedAvg(AggregateCall call)
    {
        (AggregateInput x, AggregateInput w) = call.TwoNumbers();
        ComponentPart[] parts = [OfPair(x, w, call.Filter), ProductOfPair(x, w, call.Filter), OfPair(w, x, call.Filter)];
        return new AggregateBinding(new ColumnType(ColumnKind.Float64), parts, static (parts, groups, result) =>
        {
            for (int row = 0; row < groups.Length; row++)
            {
                ResultValues.Write(((ICount)parts[0]).CountOf(groups[row]) == 0 ? null : Quotient(parts, groups[row]), row, groups.Length,
                    result);
            }
        });
    }

    // Σx to Σx^degree of a number column, in this order; integers and decimals as they were written.
    public static IEnumerable<ComponentPart> Powers(AggregateInput x, int degree, int filter) =>
        Enumerable.Range(2, degree - 1).Select(power => Product(x, null, power, filter)).Prepend(NumberSummary.SumPart(x, filter));

    // Σx over the rows where neither is null. When one of the columns is binary, both count as float64.
    public static ComponentPart OfPair(AggregateInput x, AggregateInput y, int filter) => Paired(
        IsBinary(x, y) ? NumberSummary.BinaryPart(x, filter) : NumberSummary.SumPart(x, filter), y);

    // Σx² over the rows where neither is null.
    public static ComponentPart SquareOfPair(AggregateInput x, AggregateInput y, int filter) => Paired(
        IsBinary(x, y) ? Binary(x, 2, isPair: false, filter) : Product(x, null, 2, filter), y);

    // Σxy over the rows where neither is null.
    public static ComponentPart ProductOfPair(AggregateInput x, AggregateInput y, int filter) => Paired(
        IsBinary(x, y) ? Binary(x, 2, isPair: true, filter) : Product(x, y, 2, filter), y);

    // A group's sum.
    public static ExactNumber Of(Component sum, int group) => ((IExactSum)sum).ToNumber(group);

    private static bool IsBinary(AggregateInput x, AggregateInput y) =>
        x.Type.Layout == VectorLayout.Double || y.Type.Layout == VectorLayout.Double;

    private static ComponentPart Product(AggregateInput x, AggregateInput? y, int degree, int filter)
    {
        if (x.Type.Layout == VectorLayout.Double)
        {
            return Binary(x, degree, isPair: false, filter);
        }

        int scale = x.Type.Layout == VectorLayout.Scaled ? x.Type.Scale : 0;
        int? second = y is null ? null : y.Type.Layout == VectorLayout.Scaled ? y.Type.Scale : 0;
        return new(
            new(Name("decimal", degree, second is not null), x.Ordinal, filter), () => new DecimalProductSumColumn(degree, scale, second));
    }

    private static ComponentPart Binary(AggregateInput x, int degree, bool isPair, int filter) => new(
        new(Name("binary", degree, isPair), x.Ordinal, filter), () => new BinaryProductSumColumn(degree, isPair));

    private static string Name(string form, int degree, bool isPair) => isPair ? $"{form}_product_sum" : $"{form}_power_{degree}_sum";

    private static ComponentPart Paired(ComponentPart part, AggregateInput y) =>
        part with { Spec = part.Spec with { Second = y.Ordinal }, Wider = null };

    private static double? Quotient(ReadOnlySpan<Component> parts, int group)
    {
        ExactNumber products = Of(parts[1], group);
        ExactNumber weights = Of(parts[2], group);
        return !weights.IsFinite || !Of(parts[0], group).IsFinite ? double.NaN
            : weights.Significand.IsZero ? null
            : ExactNumber.Quotient(products, weights);
    }
}
