using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Aggregates.Components;

// How a number becomes ±significand × 2^shift steps of its column.
internal interface IFactor<TValue>
{
    // False when the value is not finite or has no such form.
    static abstract bool TrySplit(TValue value, out ulong significand, out int shift);

    static abstract bool IsNegative(TValue value);
}

// Takes integers, or mantissas of decimals at their column's scale, which always fit.
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

// Takes doubles apart in steps of 2^−75; what is larger or finer than BinaryFixedPoint takes has no such form.
internal readonly struct BinaryFactor : IFactor<double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TrySplit(double value, out ulong significand, out int shift) =>
        BinaryFixedPoint.TrySplit(value, out significand, out shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNegative(double value) => double.IsNegative(value);
}

// The exact sum of products: x·y of two columns, or x², x³ or x⁴ of one. A group has a row of 64-bit limbs, so many that no number of rows
// overflows them, and beside them, where a factor does not fit, a sum of any width. Both are exact, so the order of rows, batches and
// merges does not matter.
// TValue: The form of the values.
// TWide: The sum of any width.
// degree: How many factors a product has, 2 to 4.
// limbs: The limbs of a group.
// create: Makes a sum of any width.
internal abstract class ProductSumColumn<TValue, TFactor, TWide>(int degree, int limbs, Func<TWide> create) : WordColumn(limbs), IExactSum
    where TValue : struct
    where TFactor : struct, IFactor<TValue>
    where TWide : class, IWideSum<TWide>
{
    public override long Bytes => base.Bytes + Wide.Bytes;

    public override IReadOnlyList<ColumnType> StateTypes => [.. base.StateTypes, new(ColumnKind.Utf8)];

    protected int Degree => degree;

    protected WideSums<TWide> Wide { get; } = new(create);

    public ExactNumber ToNumber(int group) =>
        Wide.Plus(ToNumber(LimbSum.ToBigInteger(MemoryMarshal.Cast<long, ulong>(StateOf(group)))), group);

    public override bool TryRestart(int groups) => Wide.Bytes == 0 && base.TryRestart(groups);

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        base.Merge(right, groups, into);
        Wide.Merge(((ProductSumColumn<TValue, TFactor, TWide>)right).Wide, groups, into);
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<ColumnVector> columns)
    {
        base.Save(groups, columns);
        Wide.Save(groups, columns[Width]);
    }

    public override void Load(IReadOnlyList<ColumnVector> columns, ReadOnlySpan<int> groups)
    {
        base.Load(columns, groups);
        Wide.Load(columns[Width], groups);
    }

    protected override void AddTo(Span<long> state, ReadOnlySpan<long> right) =>
        LimbSum.Merge(MemoryMarshal.Cast<long, ulong>(state), MemoryMarshal.Cast<long, ulong>(right));

    // The sum of the limbs, in steps.
    protected abstract ExactNumber ToNumber(BigInteger steps);

    // Adds a product of which a factor does not fit; the group is never 0.
    protected abstract void AddWide(int group, TValue x, TValue y);

    // Adds x·y of each row, or x² when both are the same.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void AddProducts(ReadOnlySpan<int> groups, ReadOnlySpan<TValue> xs, ReadOnlySpan<TValue> ys)
    {
        xs = xs[..groups.Length];
        ys = ys[..groups.Length];
        Span<ulong> sums = MemoryMarshal.Cast<long, ulong>(States);
        int limbs = Width;
        for (int row = 0; row < groups.Length; row++)
        {
            TValue x = xs[row];
            TValue y = ys[row];
            if (TFactor.TrySplit(x, out ulong left, out int leftShift) && TFactor.TrySplit(y, out ulong right, out int rightShift))
            {
                LimbSum.Add(sums.Slice(groups[row] * limbs, limbs), (UInt128)left * right, leftShift + rightShift,
                    TFactor.IsNegative(x) != TFactor.IsNegative(y));
            }
            else if (groups[row] != 0)
            {
                AddWide(groups[row], x, y);
            }
        }
    }

    // Adds x², x³ or x⁴ of each row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void AddPowers(ReadOnlySpan<int> groups, ReadOnlySpan<TValue> xs)
    {
        xs = xs[..groups.Length];
        Span<ulong> sums = MemoryMarshal.Cast<long, ulong>(States);
        int limbs = Width;
        for (int row = 0; row < groups.Length; row++)
        {
            TValue x = xs[row];
            if (!TFactor.TrySplit(x, out ulong significand, out int shift))
            {
                if (groups[row] != 0)
                {
                    AddWide(groups[row], x, x);
                }

                continue;
            }

            UInt128 square = (UInt128)significand * significand;
            Span<ulong> sum = sums.Slice(groups[row] * limbs, limbs);
            if (degree == 2)
            {
                LimbSum.Add(sum, square, 2 * shift, negative: false);
            }
            else
            {
                UInt128 rest = degree == 3 ? significand : square;
                LimbSum.AddProduct(sum, square, rest, degree * shift, degree == 3 && TFactor.IsNegative(x));
            }
        }
    }
}

// Sums products of float64 values exactly.
// degree: How many factors a product has, 2 to 4.
// isPair: True for x·y; then the degree is 2.
internal sealed class BinaryProductSumColumn(int degree, bool isPair)
    : ProductSumColumn<double, BinaryFactor, WideBinarySum>(degree, LimbsOf(degree), () => new WideBinarySum(degree))
{
    public override void Add(in RowInput rows)
    {
        if (isPair)
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

    // Bits for a product of the largest factors, for 2^62 of them, and for the sign.
    private static int LimbsOf(int degree) => ((degree * (BinaryFixedPoint.FractionBits + BinaryFixedPoint.IntegerBits)) + 63 + 63) / 64;
}

// Sums products of integers, and of decimal text as it was written, exactly.
// degree: How many factors a product has, 2 to 4.
// scale: The scale of the column; 0 for integers.
// secondScale: The scale of the second column; null where there is one column.
internal sealed class DecimalProductSumColumn(int degree, int scale, int? secondScale)
    : ProductSumColumn<long, IntegerFactor, WideDecimalSum>(degree, degree + 1, static () => new WideDecimalSum())
{
    public override void Add(in RowInput rows)
    {
        if (secondScale is { } second)
        {
            AddProducts(rows.Groups, rows.Column.Int64s, rows.Second.Int64s);
            AddWidePairs(rows, second);
            return;
        }

        AddPowers(rows.Groups, rows.Column.Int64s);
        foreach (WideValue value in rows.Column.Wide)
        {
            AddWide(rows.Groups[value.Row], [.. Enumerable.Repeat(value, Degree)]);
        }
    }

    protected override ExactNumber ToNumber(BigInteger steps) =>
        new(steps, -(secondScale is { } second ? scale + second : scale * Degree), 10);

    protected override void AddWide(int group, long x, long y) => throw new InvalidOperationException("every integer fits");

    // a wide value's mantissa in the column is 0, so its product is still to be added, once for each row where either is wide
    private void AddWidePairs(in RowInput rows, int second)
    {
        List<WideValue> xs = rows.Column.Wide;
        List<WideValue> ys = rows.Second.Wide;
        for (int i = 0, j = 0; i < xs.Count || j < ys.Count;)
        {
            int row = Math.Min(i < xs.Count ? xs[i].Row : int.MaxValue, j < ys.Count ? ys[j].Row : int.MaxValue);
            WideValue x = i < xs.Count && xs[i].Row == row ? xs[i++] : new(row, rows.Column.Int64s[row], scale);
            WideValue y = j < ys.Count && ys[j].Row == row ? ys[j++] : new(row, rows.Second.Int64s[row], second);
            AddWide(rows.Groups[row], [x, y]);
        }
    }

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
