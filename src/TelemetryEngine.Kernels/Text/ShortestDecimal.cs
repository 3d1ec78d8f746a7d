using System.Numerics;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Text;

/// <summary>
/// The shortest decimal that reads back as a double, and of the shortest ones the nearest: Raffaello Giulietti's "Schubfach". A double and the borders of what
/// rounds to it are multiplied by a power of ten in 128 bits, so that one digit too many stands before the point; then it is seen whether that digit can go.
/// </summary>
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

    /// <summary>Digits × 10^<paramref name="exponent"/>; the digits may end with zeros.</summary>
    /// <param name="bits">The bits of a finite double above 0.</param>
    /// <param name="exponent">The power of ten.</param>
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
        int power = index + LeastPower;
        BigInteger ten = BigInteger.Pow(10, Math.Abs(power));
        int bits = (power * 1741647) >> 19;
        BigInteger dividend = power < 0 ? BigInteger.One << (127 - bits) : ten << Math.Max(127 - bits, 0);
        BigInteger divisor = power < 0 ? ten : BigInteger.One << Math.Max(bits - 127, 0);
        var rounded = (UInt128)((dividend + divisor - 1) / divisor);
        Low[index] = (ulong)rounded;
        Volatile.Write(ref High[index], (ulong)(rounded >> 64));
        return (ulong)(rounded >> 64);
    }
}
