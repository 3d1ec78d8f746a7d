using System.Globalization;
using System.Numerics;

namespace TelemetryEngine.Testing;

/// <summary>
/// Exact sums by big integers, rounded by writing the quotient out in decimal and letting the runtime read it: slow, plain, and
/// sharing nothing with the engine.
/// </summary>
public static class Rational
{
    private const int Digits = 1500;

    /// <summary>sum ÷ divisor of doubles and decimal texts, rounded once to nearest even; NaN and ±∞ as IEEE adds them; −0 is 0.</summary>
    public static double Quotient(IEnumerable<object> values, long divisor)
    {
        BigInteger numerator = 0;
        BigInteger scale = BigInteger.Pow(10, 400) << 1100;
        double special = 0;
        foreach (object value in values)
        {
            if (NotFinite(value) is { } odd)
            {
                special += odd;
            }
            else
            {
                numerator += value switch
                {
                    double number => Binary(number, scale),
                    string text => Decimal(text, scale),
                    _ => new BigInteger(Convert.ToInt64(value, CultureInfo.InvariantCulture)) * scale,
                };
            }
        }

        return double.IsFinite(special) ? Round(numerator, scale * divisor) : special;
    }

    /// <summary>The sum of products of finite doubles and integers ÷ divisor, rounded once to nearest even; −0 is 0.</summary>
    public static double QuotientOfProducts(IEnumerable<(double Value, BigInteger Factor)> products, BigInteger divisor)
    {
        BigInteger one = BigInteger.One << 1074;
        BigInteger sum = 0;
        foreach ((double value, BigInteger factor) in products)
        {
            sum += Binary(value, one) * factor;
        }

        return Round(sum, one * divisor);
    }

    /// <summary>The double nearest to a fraction.</summary>
    public static double Round(BigInteger numerator, BigInteger denominator)
    {
        BigInteger quotient = BigInteger.DivRem(BigInteger.Abs(numerator) * BigInteger.Pow(10, Digits), denominator, out BigInteger rest);
        string text = quotient.ToString(CultureInfo.InvariantCulture) + (rest.IsZero ? "0" : "1");
        double value = double.Parse(text + "e-" + (Digits + 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return numerator.Sign < 0 ? 0 - value : value;
    }

    /// <summary>A double, or the double nearest to a decimal text.</summary>
    public static double ToDouble(object value) => value switch
    {
        string text => NotFinite(text) ?? double.Parse(text, CultureInfo.InvariantCulture) + 0.0,
        double number => number + 0.0,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    private static double? NotFinite(object value) => value switch
    {
        double number when !double.IsFinite(number) => number,
        "NaN" => double.NaN,
        _ => null,
    };

    private static BigInteger Binary(double value, BigInteger scale)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger mantissa = (bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52);
        int shift = Math.Max(exponent, 1) - 1075;
        BigInteger scaled = shift >= 0 ? (mantissa << shift) * scale : mantissa * (scale >> -shift);
        return bits < 0 ? -scaled : scaled;
    }

    private static BigInteger Decimal(string text, BigInteger scale)
    {
        string[] parts = text.Split('e', 'E');
        int exponent = parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        int point = parts[0].IndexOf('.');
        exponent -= point < 0 ? 0 : parts[0].Length - point - 1;
        BigInteger mantissa = BigInteger.Parse(parts[0].Replace(".", ""), CultureInfo.InvariantCulture);
        return exponent >= 0 ? mantissa * BigInteger.Pow(10, exponent) * scale : mantissa * (scale / BigInteger.Pow(10, -exponent));
    }
}
