using System.Numerics;
using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;
using Vector = TelemetryEngine.Columns.Vector;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>Takes integers, or mantissas of decimals at their column's scale, which always fit.</summary>
internal readonly struct IntegerFactor : IFactor<long>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TrySplit(long value, out ulong significand, out int shift)
    {
        long sign = value >> 63;
        significand = (ulong)((value ^ sign) - sign);
        shift = 0;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNegative(long value) => value < 0;
}

/// <summary>Sums products of integers, and of decimal text as it was written, exactly.</summary>
/// <param name="degree">How many factors a product has, 2 to 4.</param>
/// <param name="scale">The scale of the column; 0 for integers.</param>
/// <param name="secondScale">The scale of the second column; null where there is one column.</param>
internal sealed class DecimalProductSumColumn(int degree, int scale, int? secondScale)
    : ProductSumColumn<long, IntegerFactor, WideDecimalSum>(degree, secondScale is not null, degree + 1, static () => new WideDecimalSum())
{
    public override void Add(in RowInput rows)
    {
        if (IsPair)
        {
            AddProducts(rows.Groups, rows.Column.Int64s, rows.Second.Int64s);
            AddWidePairs(rows);
            return;
        }

        AddPowers(rows.Groups, rows.Column.Int64s);
        foreach (WideValue value in rows.Column.Wide)
        {
            AddWide(rows.Groups[value.Row], [.. Enumerable.Repeat(value, Degree)]);
        }
    }

    protected override ExactNumber ToNumber(BigInteger steps) => new(steps, -(secondScale is { } second ? scale + second : scale * Degree), 10);

    protected override void AddWide(int group, long x, long y) => throw new InvalidOperationException("every integer fits");

    // a wide value's mantissa in the column is 0, so its product is still to be added
    private void AddWidePairs(in RowInput rows)
    {
        List<WideValue> seconds = rows.Second.Wide;
        int next = 0;
        foreach (WideValue first in rows.Column.Wide)
        {
            for (; next < seconds.Count && seconds[next].Row < first.Row; next++)
            {
                AddWide(rows.Groups[seconds[next].Row], [Narrow(rows.Column, seconds[next].Row, scale), seconds[next]]);
            }

            bool isBoth = next < seconds.Count && seconds[next].Row == first.Row;
            AddWide(rows.Groups[first.Row], [first, isBoth ? seconds[next++] : Narrow(rows.Second, first.Row, secondScale!.Value)]);
        }

        for (; next < seconds.Count; next++)
        {
            AddWide(rows.Groups[seconds[next].Row], [Narrow(rows.Column, seconds[next].Row, scale), seconds[next]]);
        }
    }

    private static WideValue Narrow(Vector column, int row, int scale) => new(row, column.Int64s[row], scale);

    private void AddWide(int group, ReadOnlySpan<WideValue> factors)
    {
        if (group == 0)
        {
            return;
        }

        BigInteger product = BigInteger.One;
        double special = 1;
        int productScale = 0;
        foreach (WideValue factor in factors)
        {
            product *= factor.Mantissa;
            productScale += factor.Scale;
            special *= factor.NotFinite != 0 ? factor.NotFinite : factor.Mantissa.Sign;
        }

        if (double.IsFinite(special))
        {
            Wide[group].Add(product, productScale);
        }
        else
        {
            Wide[group].AddNotFinite(special);
        }
    }
}
