using System.Numerics;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;
using Vector = TelemetryEngine.Columns.Vector;

namespace TelemetryEngine.Aggregates;

/// <summary>A result from the moments of a group with finite values; null where there is none.</summary>
internal delegate double? MomentFormula(in Moments moments);

/// <summary>
/// The central moments of a group's values, or of its pairs, exactly: m_k is the mean of (x − mean)^k. They come from sums of powers and products, and are scaled by powers of the count
/// so that no division is left before the last one, which rounds.
/// </summary>
/// <param name="parts">Of values Σx, which counts, Σx² and so on; of pairs Σx, which counts, Σy, Σxy, and Σx² and Σy² where the aggregate asked for them.</param>
/// <param name="group">The group.</param>
internal readonly ref struct Moments(ReadOnlySpan<Component> parts, int group)
{
    private readonly ReadOnlySpan<Component> _parts = parts;

    private BigInteger Count => ((ICount)_parts[0]).CountOf(group);

    /// <summary>n² × m₂ = nΣx² − (Σx)².</summary>
    private ExactNumber Second => Scatter(1, 0, 0);

    /// <summary>n³ × m₃ = n²Σx³ − 3nΣx²Σx + 2(Σx)³.</summary>
    private ExactNumber Third
    {
        get
        {
            ExactNumber sum = Sum(0);
            return (Sum(2) * (Count * Count)) - (Sum(1) * sum * (3 * Count)) + (sum * sum * sum * 2);
        }
    }

    /// <summary>n⁴ × m₄ = n³Σx⁴ − 4n²Σx³Σx + 6nΣx²(Σx)² − 3(Σx)⁴.</summary>
    private ExactNumber Fourth
    {
        get
        {
            BigInteger count = Count;
            ExactNumber sum = Sum(0);
            ExactNumber square = sum * sum;
            return (Sum(3) * (count * count * count)) - (Sum(2) * sum * (4 * count * count)) + (Sum(1) * square * (6 * count)) - (square * square * 3);
        }
    }

    /// <summary>n² × the population's covariance = nΣxy − ΣxΣy.</summary>
    private ExactNumber Covariance => Scatter(2, 0, 1);

    /// <summary>n² × the population's variance of x = nΣx² − (Σx)².</summary>
    private ExactNumber VarianceOfX => Scatter(3, 0, 0);

    /// <summary>n² × the population's variance of y = nΣy² − (Σy)².</summary>
    private ExactNumber VarianceOfY => Scatter(4, 1, 1);

    /// <summary>The sample's variance Σ(x − mean)² ÷ (n − 1).</summary>
    public static AggregateBinding Var(AggregateCall call) => Bind(call, 2, 2, static (in Moments m) => ExactNumber.Quotient(m.Second, m.Count * (m.Count - 1)));

    /// <summary>The population's variance Σ(x − mean)² ÷ n.</summary>
    public static AggregateBinding VarPop(AggregateCall call) => Bind(call, 2, 1, static (in Moments m) => ExactNumber.Quotient(m.Second, m.Count * m.Count));

    /// <summary>The sample's standard deviation: the root of the exact variance.</summary>
    public static AggregateBinding Stddev(AggregateCall call) =>
        Bind(call, 2, 2, static (in Moments m) => ExactNumber.RootOfQuotient(m.Second, m.Count * (m.Count - 1)));

    /// <summary>The population's standard deviation: the root of the exact variance.</summary>
    public static AggregateBinding StddevPop(AggregateCall call) => Bind(call, 2, 1, static (in Moments m) => ExactNumber.RootOfQuotient(m.Second, m.Count * m.Count));

    /// <summary>The sample's skewness G₁ = √(n(n − 1)) ÷ (n − 2) × m₃ ÷ m₂^(3/2) (Joanes and Gill 1998; DuckDB's skewness), as the root of its exact square.</summary>
    public static AggregateBinding Skew(AggregateCall call) => Bind(call, 3, 3, static (in Moments m) =>
    {
        // with n²m₂ and n³m₃ in place of m₂ and m₃ the powers of n cancel out
        (BigInteger n, ExactNumber second, ExactNumber third) = (m.Count, m.Second, m.Third);
        return second.Significand.IsZero ? null : Root(third, third * third * (n * (n - 1)), second * second * second * ((n - 2) * (n - 2)));
    });

    /// <summary>The sample's excess kurtosis G₂ = (n − 1) ÷ ((n − 2)(n − 3)) × ((n + 1) m₄ ÷ m₂² − 3(n − 1)) (Joanes and Gill 1998; DuckDB's kurtosis).</summary>
    public static AggregateBinding Kurtosis(AggregateCall call) => Bind(call, 4, 4, static (in Moments m) =>
    {
        // with n²m₂ and n⁴m₄ in place of m₂ and m₄ the powers of n cancel out
        BigInteger n = m.Count;
        ExactNumber square = m.Second * m.Second;
        return square.Significand.IsZero
            ? null
            : ExactNumber.Quotient(((m.Fourth * (n + 1)) - (square * (3 * (n - 1)))) * (n - 1), square * ((n - 2) * (n - 3)));
    });

    /// <summary>The sample's covariance Σ(x − mean x)(y − mean y) ÷ (n − 1).</summary>
    public static AggregateBinding Covar(AggregateCall call) =>
        BindPair(call, 0, 0, 2, static (in Moments m) => ExactNumber.Quotient(m.Covariance, m.Count * (m.Count - 1)));

    /// <summary>The population's covariance Σ(x − mean x)(y − mean y) ÷ n.</summary>
    public static AggregateBinding CovarPop(AggregateCall call) =>
        BindPair(call, 0, 0, 1, static (in Moments m) => ExactNumber.Quotient(m.Covariance, m.Count * m.Count));

    /// <summary>Pearson's correlation: covariance ÷ (deviation of x × deviation of y), as the root of its exact square.</summary>
    public static AggregateBinding Corr(AggregateCall call) => BindPair(call, 0, 2, 2, static (in Moments m) =>
    {
        (ExactNumber covariance, ExactNumber spread) = (m.Covariance, m.VarianceOfX * m.VarianceOfY);
        return spread.Significand.IsZero ? null : Root(covariance, covariance * covariance, spread);
    });

    /// <summary>The slope of the line of least squares through (x, y): covariance ÷ variance of x. Called as slope(y, x), as SQL's regr_slope.</summary>
    public static AggregateBinding Slope(AggregateCall call) => BindPair(call, 1, 1, 2, static (in Moments m) =>
        m.VarianceOfX is { Significand.IsZero: false } variance ? ExactNumber.Quotient(m.Covariance, variance) : null);

    /// <summary>Binds an aggregate of one number column.</summary>
    /// <param name="call">The call.</param>
    /// <param name="degree">The highest power it needs.</param>
    /// <param name="least">Of fewer values it is null.</param>
    /// <param name="formula">The result of groups with enough values, all of them finite; with others it is NaN.</param>
    private static AggregateBinding Bind(AggregateCall call, int degree, long least, MomentFormula formula)
    {
        ComponentPart[] parts = [.. ExactSums.Powers(call.SingleNumber(), degree, call.Filter)];
        return new AggregateBinding(new ColumnType(ColumnKind.Float64), parts, (p, g, r) => Finish(least, 1, formula, p, g, r));
    }

    /// <summary>Binds an aggregate of two number columns.</summary>
    /// <param name="call">The call.</param>
    /// <param name="first">Which of its arguments is x.</param>
    /// <param name="squares">How many sums of squares it needs: 0, 1 for Σx², 2 for Σy² too.</param>
    /// <param name="least">Of fewer pairs it is null.</param>
    /// <param name="formula">The result of groups with enough pairs, all of them finite; with others it is NaN.</param>
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

    private static void Finish(long least, int inputs, MomentFormula formula, ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, Vector result)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            Moments moments = new(parts, groups[row]);
            double? value = moments.Count < least ? null : moments.Sum(0).IsFinite && moments.Sum(inputs - 1).IsFinite ? formula(moments) : double.NaN;
            ResultValues.Write(value, row, groups.Length, result);
        }
    }

    /// <summary>The root of a quotient, with the sign of a number.</summary>
    private static double Root(ExactNumber sign, ExactNumber dividend, ExactNumber divisor) =>
        sign.Significand.Sign < 0 ? -ExactNumber.RootOfQuotient(dividend, divisor) : ExactNumber.RootOfQuotient(dividend, divisor);

    private ExactNumber Scatter(int product, int x, int y) => (Sum(product) * Count) - (Sum(x) * Sum(y));

    private ExactNumber Sum(int part) => ExactSums.Of(_parts[part], group);
}

/// <summary>The exact sums of powers and products that these are made of.</summary>
internal static class ExactSums
{
    /// <summary>weighted_avg: the exact quotient Σxw ÷ Σw, rounded once.</summary>
    public static AggregateBinding WeightedAvg(AggregateCall call)
    {
        (AggregateInput x, AggregateInput w) = call.TwoNumbers();
        ComponentPart[] parts = [OfPair(x, w, call.Filter), ProductOfPair(x, w, call.Filter), OfPair(w, x, call.Filter)];
        return new AggregateBinding(new ColumnType(ColumnKind.Float64), parts, static (parts, groups, result) =>
        {
            for (int row = 0; row < groups.Length; row++)
            {
                ResultValues.Write(((ICount)parts[0]).CountOf(groups[row]) == 0 ? null : Quotient(parts, groups[row]), row, groups.Length, result);
            }
        });
    }

    /// <summary>Σx to Σx^<paramref name="degree"/> of a number column, in this order; integers and decimals as they were written.</summary>
    public static IEnumerable<ComponentPart> Powers(AggregateInput x, int degree, int filter) =>
        Enumerable.Range(2, degree - 1).Select(power => Product(x, null, power, filter)).Prepend(NumberSummary.SumPart(x, filter));

    /// <summary>Σx over the rows where neither is null. When one of the columns is binary, both count as float64.</summary>
    public static ComponentPart OfPair(AggregateInput x, AggregateInput y, int filter) => Paired(
        IsBinary(x, y) ? NumberSummary.BinaryPart(x, filter) : NumberSummary.SumPart(x, filter), y);

    /// <summary>Σx² over the rows where neither is null.</summary>
    public static ComponentPart SquareOfPair(AggregateInput x, AggregateInput y, int filter) => Paired(
        IsBinary(x, y) ? Binary(x, 2, isPair: false, filter) : Product(x, null, 2, filter), y);

    /// <summary>Σxy over the rows where neither is null.</summary>
    public static ComponentPart ProductOfPair(AggregateInput x, AggregateInput y, int filter) => Paired(
        IsBinary(x, y) ? Binary(x, 2, isPair: true, filter) : Product(x, y, 2, filter), y);

    /// <summary>A group's sum.</summary>
    public static ExactNumber Of(Component sum, int group) => ((IExactSum)sum).ToNumber(group);

    private static bool IsBinary(AggregateInput x, AggregateInput y) => x.Type.Layout == VectorLayout.Double || y.Type.Layout == VectorLayout.Double;

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

    private static ComponentPart Paired(ComponentPart part, AggregateInput y) => part with { Spec = part.Spec with { Second = y.Ordinal }, Wider = null };

    private static double? Quotient(ReadOnlySpan<Component> parts, int group)
    {
        ExactNumber products = Of(parts[1], group);
        ExactNumber weights = Of(parts[2], group);
        return !weights.IsFinite || !Of(parts[0], group).IsFinite ? double.NaN
            : weights.Significand.IsZero ? null
            : ExactNumber.Quotient(products, weights);
    }
}
