using System.Numerics;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Exact;

// A number exactly, significand × radix^exponent, or NaN or ±∞: what exact sums are turned into when a result needs several of them.
// Numbers of different radixes can't be brought together.
// NotFinite: 0 for a finite number, else NaN, +∞ or −∞; arithmetic other than addition is for finite numbers.
internal readonly record struct ExactNumber(BigInteger Significand, int Exponent, int Radix, double NotFinite = 0)
{
    // True unless it is NaN or an infinity.
    public bool IsFinite => NotFinite == 0;

    // The exact sum; of numbers that are not finite as IEEE 754 has it.
    public static ExactNumber operator +(ExactNumber left, ExactNumber right)
    {
        int exponent = Math.Min(left.Exponent, right.Exponent);
        return new ExactNumber(left.At(exponent) + right.At(exponent), exponent, left.Radix, left.NotFinite + right.NotFinite);
    }

    // The exact difference.
    public static ExactNumber operator -(ExactNumber left, ExactNumber right) => left + (right * -1);

    // The exact product.
    public static ExactNumber operator *(ExactNumber left, ExactNumber right) =>
        new(left.Significand * right.Significand, left.Exponent + right.Exponent, left.Radix);

    // The exact product.
    public static ExactNumber operator *(ExactNumber left, BigInteger right) => left with { Significand = left.Significand * right };

    // The quotient, rounded once to nearest even.
    // throws DivideByZeroException: The divisor is 0.
    public static double Quotient(ExactNumber dividend, ExactNumber divisor)
    {
        (BigInteger numerator, BigInteger denominator, int exponent) = Fraction(dividend, divisor);
        return ExactQuotient.Round(numerator, denominator, exponent);
    }

    // The quotient, rounded once to nearest even.
    // throws DivideByZeroException: The divisor is 0.
    public static double Quotient(ExactNumber dividend, BigInteger divisor) =>
        Quotient(dividend, new ExactNumber(divisor, 0, dividend.Radix));

    // The square root of the quotient, which is not negative, rounded once to nearest even.
    // throws DivideByZeroException: The divisor is 0.
    public static double RootOfQuotient(ExactNumber dividend, ExactNumber divisor)
    {
        (BigInteger numerator, BigInteger denominator, int exponent) = Fraction(dividend, divisor);
        return ExactRoot.Round(numerator, denominator, exponent);
    }

    // The square root of the quotient, which is not negative, rounded once to nearest even.
    // throws DivideByZeroException: The divisor is 0.
    public static double RootOfQuotient(ExactNumber dividend, BigInteger divisor) =>
        RootOfQuotient(dividend, new ExactNumber(divisor, 0, dividend.Radix));

    // The quotient as integers and a power of two.
    private static (BigInteger Numerator, BigInteger Denominator, int Exponent) Fraction(ExactNumber dividend, ExactNumber divisor)
    {
        int exponent = dividend.Exponent - divisor.Exponent;
        if (dividend.Radix == 2)
        {
            return (dividend.Significand, divisor.Significand, exponent);
        }

        return exponent >= 0
            ? (dividend.Significand * PowersOfTen.Big(exponent), divisor.Significand, 0)
            : (dividend.Significand, divisor.Significand * PowersOfTen.Big(-exponent), 0);
    }

    private BigInteger At(int exponent)
    {
        int more = Exponent - exponent;
        return more == 0 ? Significand : Radix == 2 ? Significand << more : Significand * PowersOfTen.Big(more);
    }
}
