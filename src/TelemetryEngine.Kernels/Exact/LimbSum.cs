using System.Numerics;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Exact;

// Sums of large products: signed integers of a fixed number of 64-bit limbs, the least significant first, in two's complement. The caller
// gives enough limbs for all that is ever added.
internal static class LimbSum
{
    // The limbs from the place of a magnitude on that an addition touches in any case.
    public const int LeastLimbs = 3;

    // Adds ±magnitude × 2^shift.
    // sum: At least LeastLimbs limbs above the shift.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(Span<ulong> sum, UInt128 magnitude, int shift, bool negative)
    {
        Span<ulong> limbs = sum[(shift >> 6)..];
        int bits = shift & 63;
        ulong low = (ulong)magnitude;
        ulong high = (ulong)(magnitude >> 64);
        ulong top = limbs[2];

        // Two's complement: all bits turned over, plus one.
        ulong carry = negative ? 1UL : 0UL;
        ulong sign = 0UL - carry;
        limbs[0] = Add(limbs[0], (low << bits) ^ sign, ref carry);
        limbs[1] = Add(limbs[1], ((high << bits) | (low >> 1 >> (63 - bits))) ^ sign, ref carry);
        limbs[2] = Add(top, (high >> 1 >> (63 - bits)) ^ sign, ref carry);
        for (int i = LeastLimbs; i < limbs.Length && sign + carry != 0; i++)
        {
            limbs[i] = Add(limbs[i], sign, ref carry);
        }
    }

    // Adds ±left × right × 2^shift.
    // sum: Limbs for the whole product, and one more.
    public static void AddProduct(Span<ulong> sum, UInt128 left, UInt128 right, int shift, bool negative)
    {
        (ulong leftLow, ulong leftHigh) = ((ulong)left, (ulong)(left >> 64));
        (ulong rightLow, ulong rightHigh) = ((ulong)right, (ulong)(right >> 64));
        Add(sum, (UInt128)leftLow * rightLow, shift, negative);
        if ((leftHigh | rightHigh) != 0)
        {
            AddNotZero(sum, (UInt128)leftHigh * rightLow, shift + 64, negative);
            AddNotZero(sum, (UInt128)leftLow * rightHigh, shift + 64, negative);
            AddNotZero(sum, (UInt128)leftHigh * rightHigh, shift + 128, negative);
        }
    }

    // Adds another sum of as many limbs.
    // throws ArgumentException: It has another number of limbs.
    public static void Merge(Span<ulong> sum, ReadOnlySpan<ulong> right)
    {
        if (sum.Length != right.Length)
        {
            throw new ArgumentException($"{right.Length} limbs do not add to {sum.Length}", nameof(right));
        }

        ulong carry = 0;
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] = Add(sum[i], right[i], ref carry);
        }
    }

    // The sum as a big integer.
    public static BigInteger ToBigInteger(ReadOnlySpan<ulong> sum)
    {
        Span<byte> bytes = stackalloc byte[sum.Length * sizeof(ulong)];
        for (int i = 0; i < sum.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes[(i * sizeof(ulong))..], sum[i]);
        }

        return new BigInteger(bytes);
    }

    private static void AddNotZero(Span<ulong> sum, UInt128 magnitude, int shift, bool negative)
    {
        if (magnitude != UInt128.Zero)
        {
            Add(sum, magnitude, shift, negative);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Add(ulong left, ulong right, ref ulong carry)
    {
        ulong partial = left + right;
        ulong sum = partial + carry;
        carry = (partial < left ? 1UL : 0UL) | (sum < partial ? 1UL : 0UL);
        return sum;
    }
}
