using System.Numerics;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Exact;

// The common case of an exact sum of products, double × whole number: 256 bits that count steps of 2^−75. It takes the doubles that
// BinaryFixedPoint takes; a product of one and 64 bits is below 2^179 steps, so 2^76 of the largest fit and no addition has to look for
// overflow.
internal struct ProductSum
{
    private const int ExactBits = 72;

    private ulong _0;
    private ulong _1;
    private ulong _2;
    private long _3;

    // The four 64-bit parts, the lowest first; the last carries the sign.
    public readonly (long First, long Second, long Third, long Fourth) Parts => ((long)_0, (long)_1, (long)_2, _3);

    // True when the sum is 0.
    public readonly bool IsZero => (_0 | _1 | _2 | (ulong)_3) == 0;

    // The sum of the parts that Parts gave.
    public static ProductSum Of(long first, long second, long third, long fourth) =>
        new() { _0 = (ulong)first, _1 = (ulong)second, _2 = (ulong)third, _3 = fourth };

    // Adds value × factor; false, and nothing changed, when the value is not finite, too large or too fine.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(double value, ulong factor)
    {
        if (!BinaryFixedPoint.TryConvert(value, out Int128 steps))
        {
            return false;
        }

        Add(steps, factor);
        return true;
    }

    // Adds integer × factor: then the sum counts steps of whatever unit the integers do.
    // steps: An integer of at most 124 bits, so that 2^68 of the largest fit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Int128 steps, ulong factor)
    {
        // two products of 64 bits each, and what carries between them: less than 2^192
        bool negative = Int128.IsNegative(steps);
        UInt128 magnitude = (UInt128)(negative ? -steps : steps);
        ulong middle = Math.BigMul((ulong)magnitude, factor, out ulong low);
        ulong high = Math.BigMul((ulong)(magnitude >> 64), factor, out ulong next);
        middle += next;
        high += middle < next ? 1UL : 0UL;
        if (negative)
        {
            Subtract(low, middle, high);
        }
        else
        {
            Add(low, middle, high, 0);
        }
    }

    // Adds another sum.
    public void Add(in ProductSum other) => Add(other._0, other._1, other._2, other._3);

    // sum × factor ÷ divisor, rounded once to nearest even; without memory where the factor is 1 and the divisor below 2^72.
    // exponent: The steps that are counted are 2^exponent.
    public readonly double Round(UInt128 divisor, ulong factor = 1, int exponent = -BinaryFixedPoint.FractionBits)
    {
        if (factor != 1 || ExactQuotient.Width(divisor) > ExactBits)
        {
            return ExactQuotient.Round(ToBigInteger() * factor, divisor, exponent);
        }

        bool negative = _3 < 0;
        ProductSum magnitude = this;
        if (negative)
        {
            magnitude = default;
            magnitude.Subtract(_0, _1, _2);
            magnitude._3 -= _3;
        }

        UInt128 low = new(magnitude._1, magnitude._0);
        UInt128 high = new((ulong)magnitude._3, magnitude._2);
        if (high == UInt128.Zero)
        {
            return ExactQuotient.Round(negative, low, false, divisor, exponent);
        }

        // the leading 128 bits, and whether there is anything below: enough for a quotient of 56 bits
        int shift = ExactQuotient.Width(high);
        UInt128 leading = shift == 128 ? high : (high << (128 - shift)) | (low >> shift);
        bool more = shift == 128 ? low != UInt128.Zero : (low & ((UInt128.One << shift) - 1)) != UInt128.Zero;
        return ExactQuotient.Round(negative, leading, more, divisor, shift + exponent);
    }

    // The sum in the steps that it counts.
    public readonly BigInteger ToBigInteger() => ((BigInteger)(Int128)new UInt128((ulong)_3, _2) << 128) + new UInt128(_1, _0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(ulong first, ulong second, ulong third, long fourth)
    {
        _0 += first;
        ulong carry = _0 < first ? 1UL : 0UL;
        UInt128 sum = (UInt128)_1 + second + carry;
        _1 = (ulong)sum;
        sum = (UInt128)_2 + third + (ulong)(sum >> 64);
        _2 = (ulong)sum;
        _3 += fourth + (long)(ulong)(sum >> 64);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Subtract(ulong first, ulong second, ulong third)
    {
        ulong borrow = _0 < first ? 1UL : 0UL;
        _0 -= first;
        UInt128 difference = (UInt128)_1 - second - borrow;
        _1 = (ulong)difference;
        borrow = (ulong)(difference >> 64) & 1;
        difference = (UInt128)_2 - third - borrow;
        _2 = (ulong)difference;
        _3 -= (long)((ulong)(difference >> 64) & 1);
    }
}
