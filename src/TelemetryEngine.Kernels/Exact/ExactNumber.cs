using System.Numerics;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Exact;

/// <summary>
/// A number exactly, significand × radix^exponent, or NaN or ±∞: what exact sums are turned into when a result needs several of them. Numbers of
/// different radixes can't be brought together.
/// </summary>
/// <param name="Significand">The digits.</param>
/// <param name="Exponent">Where they stand.</param>
/// <param name="Radix">2 or 10.</param>
/// <param name="NotFinite">0 for a finite number, else NaN, +∞ or −∞; arithmetic other than addition is for finite numbers.</param>
internal readonly record struct ExactNumber(BigInteger Significand, int Exponent, int Radix, double NotFinite = 0)
{
    /// <summary>True unless it is NaN or an infinity.</summary>
    public bool IsFinite => NotFinite == 0;

    /// <summary>The exact sum; of numbers that are not finite as IEEE 754 has it.</summary>
    public static ExactNumber operator +(ExactNumber left, ExactNumber right)
    {
        int exponent = Math.Min(left.Exponent, right.Exponent);
        return new ExactNumber(left.At(exponent) + right.At(exponent), exponent, left.Radix, left.NotFinite + right.NotFinite);
    }

    /// <summary>The exact difference.</summary>
    public static ExactNumber operator -(ExactNumber left, ExactNumber right) => left + (right * -1);

    /// <summary>The exact product.</summary>
    public static ExactNumber operator *(ExactNumber left, ExactNumber right) =>
        new(left.Significand * right.Significand, left.Exponent + right.Exponent, left.Radix);

    /// <summary>The exact product.</summary>
    public static ExactNumber operator *(ExactNumber left, BigInteger right) => left with { Significand = left.Significand * right };

    /// <summary>The quotient, rounded once to nearest even.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static double Quotient(ExactNumber dividend, ExactNumber divisor)
    {
        (BigInteger numerator, BigInteger denominator, int exponent) = Fraction(dividend, divisor);
        return ExactQuotient.Round(numerator, denominator, exponent);
    }

    /// <summary>The quotient, rounded once to nearest even.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static double Quotient(ExactNumber dividend, BigInteger divisor) => Quotient(dividend, new ExactNumber(divisor, 0, dividend.Radix));

    /// <summary>The square root of the quotient, which is not negative, rounded once to nearest even.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static double RootOfQuotient(ExactNumber dividend, ExactNumber divisor)
    {
        (BigInteger numerator, BigInteger denominator, int exponent) = Fraction(dividend, divisor);
        return ExactRoot.Round(numerator, denominator, exponent);
    }

    /// <summary>The square root of the quotient, which is not negative, rounded once to nearest even.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static double RootOfQuotient(ExactNumber dividend, BigInteger divisor) =>
        RootOfQuotient(dividend, new ExactNumber(divisor, 0, dividend.Radix));

    /// <summary>The quotient as integers and a power of two.</summary>
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
