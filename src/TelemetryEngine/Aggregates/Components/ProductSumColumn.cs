using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>How a number becomes ±significand × 2^shift steps of its column.</summary>
internal interface IFactor<TValue>
{
    /// <summary>False when the value is not finite or has no such form.</summary>
    static abstract bool TrySplit(TValue value, out ulong significand, out int shift);

    static abstract bool IsNegative(TValue value);
}

/// <summary>
/// The exact sum of products: x·y of two columns, or x², x³ or x⁴ of one. A group has a row of 64-bit limbs, so many that no number of rows overflows them, and
/// beside them, where a factor does not fit, a sum of any width. Both are exact, so the order of rows, batches and merges does not matter.
/// </summary>
/// <typeparam name="TValue">The form of the values.</typeparam>
/// <typeparam name="TFactor">Takes them apart.</typeparam>
/// <typeparam name="TWide">The sum of any width.</typeparam>
/// <param name="degree">How many factors a product has, 2 to 4.</param>
/// <param name="isPair">True for x·y; then the degree is 2.</param>
/// <param name="limbs">The limbs of a group.</param>
/// <param name="create">Makes a sum of any width.</param>
internal abstract class ProductSumColumn<TValue, TFactor, TWide>(int degree, bool isPair, int limbs, Func<TWide> create) : Component, IExactSum
    where TValue : struct
    where TFactor : struct, IFactor<TValue>
    where TWide : class, IWideSum<TWide>
{
    private ulong[] _sums = [];

    public override long Bytes => (_sums.Length * (long)sizeof(ulong)) + Wide.Bytes;

    public override IReadOnlyList<ColumnType> StateTypes { get; } =
        [.. Enumerable.Repeat(new ColumnType(ColumnKind.Int64), limbs), new(ColumnKind.Utf8)];

    protected bool IsPair => isPair;

    protected int Degree => degree;

    protected WideSums<TWide> Wide { get; } = new(create);

    /// <summary>The sum itself.</summary>
    public ExactNumber ToNumber(int group) => Wide.Plus(ToNumber(LimbSum.ToBigInteger(Sum(_sums, group))), group);

    public override void Reserve(int groups)
    {
        int length = _sums.Length / limbs;
        if (length < groups)
        {
            Array.Resize(ref _sums, checked(Grown(length, groups) * limbs));
        }
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (ProductSumColumn<TValue, TFactor, TWide>)right;
        for (int i = 0; i < groups.Length; i++)
        {
            LimbSum.Merge(Sum(_sums, into[i]), Sum(other._sums, groups[i]));
        }

        Wide.Merge(other.Wide, groups, into);
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            Span<ulong> sum = Sum(_sums, groups[row]);
            for (int i = 0; i < sum.Length; i++)
            {
                columns[i].Int64s[row] = (long)sum[i];
            }
        }

        Wide.Save(groups, columns[limbs]);
    }

    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups)
    {
        Span<ulong> sum = stackalloc ulong[limbs];
        for (int row = 0; row < groups.Length; row++)
        {
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] = (ulong)columns[i].Int64s[row];
            }

            LimbSum.Merge(Sum(_sums, groups[row]), sum);
        }

        Wide.Load(columns[limbs], groups);
    }

    /// <summary>The sum of the limbs, in steps.</summary>
    protected abstract ExactNumber ToNumber(System.Numerics.BigInteger steps);

    /// <summary>Adds a product of which a factor does not fit; the group is never 0.</summary>
    protected abstract void AddWide(int group, TValue x, TValue y);

    /// <summary>Adds x·y of each row, or x² when both are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void AddProducts(ReadOnlySpan<int> groups, ReadOnlySpan<TValue> xs, ReadOnlySpan<TValue> ys)
    {
        xs = xs[..groups.Length];
        ys = ys[..groups.Length];
        ulong[] sums = _sums;
        for (int row = 0; row < groups.Length; row++)
        {
            TValue x = xs[row];
            TValue y = ys[row];
            if (TFactor.TrySplit(x, out ulong left, out int leftShift) && TFactor.TrySplit(y, out ulong right, out int rightShift))
            {
                LimbSum.Add(Sum(sums, groups[row]), (UInt128)left * right, leftShift + rightShift, TFactor.IsNegative(x) != TFactor.IsNegative(y));
            }
            else if (groups[row] != 0)
            {
                AddWide(groups[row], x, y);
            }
        }
    }

    /// <summary>Adds x², x³ or x⁴ of each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void AddPowers(ReadOnlySpan<int> groups, ReadOnlySpan<TValue> xs)
    {
        xs = xs[..groups.Length];
        ulong[] sums = _sums;
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
            if (degree == 2)
            {
                LimbSum.Add(Sum(sums, groups[row]), square, 2 * shift, negative: false);
            }
            else
            {
                UInt128 rest = degree == 3 ? significand : square;
                LimbSum.AddProduct(Sum(sums, groups[row]), square, rest, degree * shift, degree == 3 && TFactor.IsNegative(x));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<ulong> Sum(ulong[] sums, int group) => sums.AsSpan(group * limbs, limbs);
}
