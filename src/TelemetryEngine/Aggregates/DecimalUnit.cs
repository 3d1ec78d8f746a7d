using System.Numerics;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Aggregates;

// A power of ten of which some float64s from 0 on, as they are written, are whole multiples.
internal sealed class DecimalUnit
{
    // Below 2^128.
    private const int NarrowDigits = 38;

    private static readonly UInt128[] Powers = PowersOfTen();

    private int _least = int.MaxValue;
    private int _end = int.MinValue;
    private long _count;

    // True when the sum of all that were included is below 2^128 units.
    public bool IsNarrow => _count == 0 || _end - _least + Digits((ulong)_count) <= NarrowDigits;

    // Makes the unit as small as a finite number needs.
    public void Include(double number)
    {
        if (number > 0)
        {
            ulong digits = Shortest(number, out int exponent);
            _least = Math.Min(_least, exponent);
            _end = Math.Max(_end, exponent + Digits(digits));
            _count++;
        }
    }

    // How many units a number is that was included, where IsNarrow.
    public UInt128 NarrowOf(double number) =>
        number > 0 ? Shortest(number, out int exponent) * Powers[exponent - _least] : UInt128.Zero;

    // How many units a number is that was included.
    public BigInteger WideOf(double number) =>
        number > 0 ? Shortest(number, out int exponent) * BigInteger.Pow(10, exponent - _least) : BigInteger.Zero;

    private static ulong Shortest(double number, out int exponent)
    {
        ulong digits = ShortestDecimal.Of(BitConverter.DoubleToUInt64Bits(number), out exponent);
        while (digits % 10 == 0)
        {
            digits /= 10;
            exponent++;
        }

        return digits;
    }

    private static int Digits(ulong number)
    {
        int digits = 0;
        for (; number > 0; number /= 10)
        {
            digits++;
        }

        return digits;
    }

    private static UInt128[] PowersOfTen()
    {
        UInt128[] powers = new UInt128[NarrowDigits + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }
}
