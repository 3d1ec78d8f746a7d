using System.Globalization;
using System.Numerics;

namespace TelemetryEngine.Kernels.Tests.Oracles;

/// <summary>A number's text as numerator × 10^exponent, by the shortest code that can be read. Null where it is no finite number.</summary>
internal static class DecimalOracle
{
    internal static (BigInteger Digits, int Exponent)? Read(string text)
    {
        int letter = text.IndexOfAny(['e', 'E']);
        string body = letter < 0 ? text : text[..letter];
        string power = letter < 0 ? "0" : text[(letter + 1)..];
        bool negative = body.StartsWith('-');
        body = body.TrimStart('+', '-');
        int point = body.IndexOf('.');
        string digits = body.Replace(".", "", StringComparison.Ordinal);
        bool valid = digits.Length > 0 && digits.All(char.IsAsciiDigit) && body.Count(c => c == '.') <= 1
            && BigInteger.TryParse(power, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        if (!valid)
        {
            return null;
        }

        BigInteger mantissa = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        BigInteger written = BigInteger.Parse(power, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int exponent = (int)BigInteger.Clamp(written, -9999, 9999) - (point < 0 ? 0 : body.Length - point - 1);
        return (negative ? -mantissa : mantissa, exponent);
    }

    internal static (BigInteger Numerator, BigInteger Denominator) Fraction((BigInteger Digits, int Exponent) number) => number.Exponent >= 0
        ? (number.Digits * BigInteger.Pow(10, number.Exponent), BigInteger.One)
        : (number.Digits, BigInteger.Pow(10, -number.Exponent));
}
