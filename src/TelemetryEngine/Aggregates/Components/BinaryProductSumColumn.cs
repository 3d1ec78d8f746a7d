using System.Numerics;
using System.Runtime.CompilerServices;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>Takes doubles apart in steps of 2^−75; what is larger or finer than <see cref="BinaryFixedPoint"/> takes has no such form.</summary>
internal readonly struct BinaryFactor : IFactor<double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TrySplit(double value, out ulong significand, out int shift) => BinaryFixedPoint.TrySplit(value, out significand, out shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNegative(double value) => double.IsNegative(value);
}

/// <summary>Sums products of float64 values exactly.</summary>
/// <param name="degree">How many factors a product has, 2 to 4.</param>
/// <param name="isPair">True for x·y; then the degree is 2.</param>
internal sealed class BinaryProductSumColumn(int degree, bool isPair)
    : ProductSumColumn<double, BinaryFactor, WideBinarySum>(degree, isPair, LimbsOf(degree), () => new WideBinarySum(degree))
{
    public override void Add(in RowInput rows)
    {
        if (IsPair)
        {
            AddProducts(rows.Groups, rows.Doubles, rows.SecondDoubles);
        }
        else
        {
            AddPowers(rows.Groups, rows.Doubles);
        }
    }

    protected override ExactNumber ToNumber(BigInteger steps) => new(steps, -BinaryFixedPoint.FractionBits * Degree, 2);

    protected override void AddWide(int group, double x, double y)
    {
        Span<double> factors = stackalloc double[Degree];
        factors.Fill(x);
        factors[1] = y;
        Wide[group].AddProduct(factors);
    }

    /// <summary>Bits for a product of the largest factors, for 2^62 of them, and for the sign.</summary>
    private static int LimbsOf(int degree) => ((degree * (BinaryFixedPoint.FractionBits + BinaryFixedPoint.IntegerBits)) + 63 + 63) / 64;
}
