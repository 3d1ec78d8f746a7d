using System.Numerics;

namespace TelemetryEngine.DataGen;

// An exact sum of fractions that are not negative.
internal sealed class TruthFraction
{
    private const int QuotientBits = 62;

    private Int128 _whole;
    private BigInteger _numerator = BigInteger.Zero;
    private BigInteger _denominator = BigInteger.One;

    // Adds an integer.
    public void Add(Int128 whole) => _whole = checked(_whole + whole);

    // Adds a fraction.
    public void Add(BigInteger numerator, BigInteger denominator)
    {
        BigInteger sum = (_numerator * denominator) + (numerator * _denominator);
        BigInteger product = _denominator * denominator;
        BigInteger common = BigInteger.GreatestCommonDivisor(sum, product);
        _numerator = sum / common;
        _denominator = product / common;
    }

    // The sum divided by a number, rounded once to the nearest double, of two to the even one.
    public double DividedBy(long divisor)
    {
        BigInteger numerator = ((BigInteger)_whole * _denominator) + _numerator;
        BigInteger denominator = _denominator * divisor;
        if (numerator.IsZero)
        {
            return 0;
        }

        // A quotient of 62 or 63 bits, the lowest of them set when something is left: the conversion is the only rounding.
        int shift = QuotientBits - (int)(numerator.GetBitLength() - denominator.GetBitLength());
        BigInteger quotient = BigInteger.DivRem(
            shift > 0 ? numerator << shift : numerator, shift < 0 ? denominator << -shift : denominator, out BigInteger rest);
        return Math.ScaleB((double)((long)quotient | (rest.IsZero ? 0L : 1L)), -shift);
    }
}
