using System.Numerics;

namespace TelemetryEngine.Kernels.Arithmetic;

// A number as the sum of two doubles, the second at most half a unit of the first one's last place: some 106 bits. All of it is IEEE 754
// addition and multiplication of doubles, each rounded, which are the same on every machine; none is fused. Products of parts split by
// Veltkamp and Dekker, so numbers are to stay below 2^996.
internal readonly record struct DoubleDouble(double High, double Low)
{
    private const double Splitter = (1 << 27) + 1;

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        DoubleDouble high = Sum(a.High, b.High);
        DoubleDouble low = Sum(a.Low, b.Low);
        DoubleDouble sum = Normal(high.High, high.Low + low.High);
        return Normal(sum.High, sum.Low + low.Low);
    }

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        DoubleDouble product = Product(a.High, b.High);
        return Normal(product.High, product.Low + ((a.High * b.Low) + (a.Low * b.High)));
    }

    public static DoubleDouble operator *(DoubleDouble a, double b)
    {
        DoubleDouble product = Product(a.High, b);
        return Normal(product.High, product.Low + (a.Low * b));
    }

    // The exact sum of two doubles (Knuth).
    public static DoubleDouble Sum(double a, double b)
    {
        double sum = a + b;
        double part = sum - a;
        return new DoubleDouble(sum, (a - (sum - part)) + (b - part));
    }

    // The exact sum of two doubles, of which the first is at least as large (Dekker).
    public static DoubleDouble Normal(double a, double b)
    {
        double sum = a + b;
        return new DoubleDouble(sum, b - (sum - a));
    }

    // The exact product of two doubles (Dekker).
    public static DoubleDouble Product(double a, double b)
    {
        double product = a * b;
        double shifted = a * Splitter;
        double aHigh = shifted - (shifted - a);
        double aLow = a - aHigh;
        shifted = b * Splitter;
        double bHigh = shifted - (shifted - b);
        double bLow = b - bHigh;
        return new DoubleDouble(product, (((aHigh * bHigh) - product) + (aHigh * bLow) + (aLow * bHigh)) + (aLow * bLow));
    }

    // The number nearest to significand × 2^−fractionBits, cut off behind the second double.
    public static DoubleDouble Of(BigInteger significand, int fractionBits)
    {
        double high = Nearest(significand, fractionBits);
        BigInteger rest = significand - Scaled(high, fractionBits);
        return new DoubleDouble(high, Nearest(rest, fractionBits));
    }

    // so many bits are exact in a double, and shifts are exact too
    private static double Nearest(BigInteger significand, int fractionBits)
    {
        int drop = Math.Max(0, (int)BigInteger.Abs(significand).GetBitLength() - 53);
        BigInteger rounded = drop == 0 ? significand : (significand + (BigInteger.One << (drop - 1))) >> drop;
        return (double)(long)rounded * Power(drop - fractionBits);
    }

    private static BigInteger Scaled(double value, int fractionBits)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        if (exponent == 0)
        {
            return BigInteger.Zero;
        }

        BigInteger significand = (bits & ((1L << 52) - 1)) | (1L << 52);
        int shift = exponent - 1075 + fractionBits;
        BigInteger scaled = shift >= 0 ? significand << shift : significand >> -shift;
        return bits < 0 ? -scaled : scaled;
    }

    // 2^exponent, of a double that is normal.
    public static double Power(int exponent) => BitConverter.Int64BitsToDouble((exponent + 1023L) << 52);
}
