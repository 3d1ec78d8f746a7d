using System.Globalization;
using System.Numerics;

namespace TelemetryEngine.Columns;

// Numbers as they are written: a mantissa and how many of its digits stand behind the point, fewer than none where zeros follow it.
internal static class DecimalDigits
{
    // The shortest number that is read as a finite float64.
    public static (BigInteger Mantissa, int Scale) Of(double value) => Of(value.ToString("R", CultureInfo.InvariantCulture));

    // A number as it is written in an expression.
    public static (BigInteger Mantissa, int Scale) Of(string text)
    {
        int exponent = text.AsSpan().IndexOfAny('e', 'E');
        int power = exponent < 0 ? 0 : int.Parse(text.AsSpan(exponent + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string digits = exponent < 0 ? text : text[..exponent];
        int point = digits.IndexOf('.');
        BigInteger mantissa = BigInteger.Parse(
            digits.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return (mantissa, (point < 0 ? 0 : digits.Length - point - 1) - power);
    }
}
