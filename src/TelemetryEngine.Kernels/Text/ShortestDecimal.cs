using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Text;

// The shortest decimal that reads back as a double, and of the shortest ones the nearest: Raffaello Giulietti's "Schubfach". A double and
// the borders of what rounds to it are multiplied by a power of ten in 128 bits, so that one digit too many stands before the point; then
// it is seen whether that digit can go.
internal static class ShortestDecimal
{
    private const int SignificandBits = 52;
    private const ulong HiddenBit = 1UL << SignificandBits;
    private const int ExponentBias = 1075;
    private const int LeastPower = -292;
    private const int GreatestPower = 324;

    // 10^k × 2^−⌊log2 10^k⌋ × 2^127, rounded up: made when first needed, since a result needs few of them.
    private static readonly ulong[] High = new ulong[GreatestPower - LeastPower + 1];
    private static readonly ulong[] Low = new ulong[GreatestPower - LeastPower + 1];

    // Digits × 10^exponent; the digits may end with zeros.
    // bits: The bits of a finite double above 0.
    public static ulong Of(ulong bits, out int exponent)
    {
        ulong fraction = bits & (HiddenBit - 1);
        int biased = (int)(bits >> SignificandBits);
        ulong c = biased == 0 ? fraction : fraction | HiddenBit;
        int q = Math.Max(biased, 1) - ExponentBias;
        if (q <= 0 && q > -SignificandBits - 1 && (c & ((1UL << -q) - 1)) == 0)
        {
            exponent = 0;
            return c >> -q;
        }

        // A power of two has its lower neighbour at half the distance.
        bool isPower = fraction == 0 && biased > 1;
        int k = ((q * 1262611) - (isPower ? 524031 : 0)) >> 22;
        int shift = q + ((-k * 1741647) >> 19) + 1;
        ulong high = PowerOfTen(-k, out ulong low);
        ulong odd = c & 1;
        ulong lower = RoundToOdd(high, low, ((4 * c) - (isPower ? 1UL : 2UL)) << shift) + odd;
        ulong value = RoundToOdd(high, low, (4 * c) << shift);
        ulong upper = RoundToOdd(high, low, ((4 * c) + 2) << shift) - odd;
        ulong digits = value / 4;
        if (digits >= 10)
        {
            ulong fewer = digits / 10;
            bool downFits = lower <= 40 * fewer;
            bool upFits = (40 * fewer) + 40 <= upper;
            if (downFits != upFits)
            {
                exponent = k + 1;
                return fewer + (upFits ? 1UL : 0UL);
            }
        }

        exponent = k;
        bool lowFits = lower <= 4 * digits;
        bool highFits = (4 * digits) + 4 <= upper;
        if (lowFits != highFits)
        {
            return digits + (highFits ? 1UL : 0UL);
        }

        ulong middle = (4 * digits) + 2;
        return digits + (value > middle || (value == middle && (digits & 1) != 0) ? 1UL : 0UL);
    }

    // The product's upper 64 bits of 192, with the last one set where anything was cut off: enough for all the comparisons.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong RoundToOdd(ulong high, ulong low, ulong factor)
    {
        ulong carry = Math.BigMul(low, factor, out _);
        ulong top = Math.BigMul(high, factor, out ulong middle);
        middle += carry;
        top += middle < carry ? 1UL : 0UL;
        return top | (middle > 1 ? 1UL : 0UL);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong PowerOfTen(int power, out ulong low)
    {
        int index = power - LeastPower;
        ulong high = Volatile.Read(ref High[index]);
        if (high == 0)
        {
            high = Make(index);
        }

        low = Low[index];
        return high;
    }

    // Two threads may make the same entry; the high half, which is never 0, comes last and says that the low one is there.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Make(int index)
    {
        (ulong high, Low[index]) = Scaled(index + LeastPower);
        Volatile.Write(ref High[index], high);
        return high;
    }

    // 10^power × 2^−⌊log2 10^power⌋ × 2^127, rounded up.
    internal static (ulong High, ulong Low) Scaled(int power)
    {
        // a power of two times the power of ten, cut to an integer, in 32 bits a limb, the least first
        int bits = (power * 1741647) >> 19;
        Span<uint> limbs = stackalloc uint[36];
        limbs.Clear();
        int shift = Math.Max(127 - bits, 0);
        limbs[shift / 32] = 1u << (shift % 32);
        for (int left = Math.Abs(power); left > 0; left -= 9)
        {
            uint factor = (uint)PowersOfTen.Int64[Math.Min(left, 9)];
            if (power < 0)
            {
                Divide(limbs, factor);
            }
            else
            {
                Multiply(limbs, factor);
            }
        }

        int first = Math.Max(bits - 127, 0);
        uint cut = limbs[first / 32] & ((1u << (first % 32)) - 1);
        for (int i = 0; i < first / 32; i++)
        {
            cut |= limbs[i];
        }

        // no negative power of ten is a whole number of binary fractions
        ulong up = power < 0 || cut != 0 ? 1UL : 0UL;
        ulong low = Bits(limbs, first) + up;
        return (Bits(limbs, first + 64) + (low < up ? 1UL : 0UL), low);
    }

    private static void Multiply(Span<uint> limbs, uint factor)
    {
        ulong carry = 0;
        for (int i = 0; i < limbs.Length; i++)
        {
            carry += (ulong)limbs[i] * factor;
            limbs[i] = (uint)carry;
            carry >>= 32;
        }
    }

    private static void Divide(Span<uint> limbs, uint divisor)
    {
        ulong rest = 0;
        for (int i = limbs.Length - 1; i >= 0; i--)
        {
            rest = (rest << 32) | limbs[i];
            limbs[i] = (uint)(rest / divisor);
            rest %= divisor;
        }
    }

    // 64 bits from a place on.
    private static ulong Bits(ReadOnlySpan<uint> limbs, int at)
    {
        int limb = at / 32;
        ulong low = limbs[limb] | ((ulong)limbs[limb + 1] << 32);
        return at % 32 == 0 ? low : (low >> (at % 32)) | ((ulong)limbs[limb + 2] << (64 - (at % 32)));
    }
}
