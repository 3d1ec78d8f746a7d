using System.Globalization;
using System.Numerics;

namespace TelemetryEngine.Tests.Expressions;

/// <summary>A decimal by school arithmetic: digits and how many of them are behind the point, never cut.</summary>
internal sealed record OracleDecimal(BigInteger Mantissa, int Scale) : IComparable<OracleDecimal>
{
    private const int MostScale = 1200;
    private const int MostDigits = 800;

    /// <summary>False for what is too large or too fine for a column.</summary>
    public bool Fits => BigInteger.Abs(Mantissa) < BigInteger.Pow(10, Math.Max(MostDigits + Scale, 0)) && (Scale <= MostScale || (Mantissa % BigInteger.Pow(10, Scale - MostScale)).IsZero);

    /// <summary>True for a literal that is a decimal: up to 18 fraction digits, and a mantissa below 2^62.</summary>
    public static bool IsLiteral(double value)
    {
        OracleDecimal number = Of(value);
        BigInteger mantissa = number.At(Math.Max(number.Scale, 0));
        while (number.Scale > 0 && (mantissa % 10).IsZero)
        {
            number = new OracleDecimal(mantissa /= 10, number.Scale - 1);
        }

        return number.Scale <= 18 && BigInteger.Abs(mantissa) < BigInteger.One << 62;
    }

    public static OracleDecimal Of(double value) => (OracleDecimal)Read(value.ToString("R", CultureInfo.InvariantCulture));

    public static OracleDecimal From(object value) => value as OracleDecimal ?? new OracleDecimal((long)value, 0);

    /// <summary>A decimal text; NaN and infinities are doubles.</summary>
    public static object Read(string text)
    {
        if (!char.IsAsciiDigit(text[^1]))
        {
            return double.Parse(text, CultureInfo.InvariantCulture);
        }

        string[] parts = text.ToUpperInvariant().Split('E');
        int point = parts[0].IndexOf('.');
        int scale = (point < 0 ? 0 : parts[0].Length - point - 1) - (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        return new OracleDecimal(BigInteger.Parse(parts[0].Replace(".", ""), CultureInfo.InvariantCulture), scale);
    }

    public static OracleDecimal Run(string name, OracleDecimal a, OracleDecimal b)
    {
        int scale = Math.Max(a.Scale, b.Scale);
        return name switch
        {
            "+" => new OracleDecimal(a.At(scale) + b.At(scale), scale),
            "-" => new OracleDecimal(a.At(scale) - b.At(scale), scale),
            _ => new OracleDecimal(a.Mantissa * b.Mantissa, a.Scale + b.Scale),
        };
    }

    public OracleDecimal Negated() => this with { Mantissa = -Mantissa };

    public OracleDecimal Rounded(string name, int digits)
    {
        if (Scale <= digits)
        {
            return this;
        }

        BigInteger unit = BigInteger.Pow(10, Scale - digits);
        BigInteger low = (Mantissa - (((Mantissa % unit) + unit) % unit)) / unit;
        bool isWhole = low * unit == Mantissa;
        int half = (2 * (Mantissa - (low * unit))).CompareTo(unit);
        bool isUp = name switch
        {
            "floor" => false,
            "ceil" => !isWhole,
            _ => half > 0 || (half == 0 && Mantissa.Sign > 0),
        };
        return new OracleDecimal(isUp ? low + 1 : low, digits);
    }

    public double ToDouble() => double.Parse(string.Create(CultureInfo.InvariantCulture, $"{Mantissa}E{-Scale}"), CultureInfo.InvariantCulture) + 0.0;

    public int CompareTo(OracleDecimal? other)
    {
        int scale = Math.Max(Scale, other!.Scale);
        return At(scale).CompareTo(other.At(scale));
    }

    private BigInteger At(int scale) => Mantissa * BigInteger.Pow(10, scale - Scale);
}
