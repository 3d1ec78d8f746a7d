using System.Numerics;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Text;

/// <summary>
/// Decimal text to an integer mantissa at a fixed scale, exactly. Accepted: an optional sign, digits with an optional separator
/// (<c>.5</c>, <c>5.</c>), an optional exponent, and <c>nan</c>, <c>inf</c>, <c>infinity</c> in any case. No spaces, no thousands
/// separators, no hexadecimal.
/// </summary>
internal static class DecimalText
{
    /// <summary>The largest scale, 18: 10^18 is the last power of ten below <see cref="MantissaLimit"/>.</summary>
    public const int MaxScale = 18;

    /// <summary>Mantissas stay below 2^62, so that the sum of two fits an int64.</summary>
    public const long MantissaLimit = 1L << 62;

    /// <summary>More significant digits than any double has when printed exactly (767), with room.</summary>
    public const int MaxDigits = 800;

    /// <summary>The smallest decimal exponent that a last digit may have; the smallest double's is −1074.</summary>
    public const int MinExponent = -1200;

    /// <summary>
    /// Reads <paramref name="text"/> as <paramref name="mantissa"/> × 10^−<paramref name="scale"/>. With any status but
    /// <see cref="NumberStatus.Ok"/> the mantissa is 0. −0 is 0. Never throws for any text.
    /// </summary>
    /// <param name="text">The number, in UTF-8.</param>
    /// <param name="decimalSeparator">The byte between integer and fraction digits; not a digit, a sign or a letter.</param>
    /// <param name="scale">Fraction digits of the mantissa, 0 to <see cref="MaxScale"/>.</param>
    /// <param name="mantissa">The value × 10^scale, |mantissa| &lt; 2^62.</param>
    /// <returns>Ok; Wide for a finite number that does not fit; NotFinite; Invalid; or OutOfRange for one that would round to an
    /// infinite double, or has more than <see cref="MaxDigits"/> digits or one below 10^<see cref="MinExponent"/>.</returns>
    public static NumberStatus TryParse(ReadOnlySpan<byte> text, byte decimalSeparator, int scale, out long mantissa)
    {
        bool negative = !text.IsEmpty && text[0] == '-';
        ReadOnlySpan<byte> unsigned = negative ? text[1..] : text;
        if ((uint)(unsigned.Length - 1) >= ShortDigits.MaxLength
            || !ShortDigits.TryDecimal(unsigned, decimalSeparator, out ulong digits, out int fractionDigits))
        {
            return Careful(text, decimalSeparator, scale, out mantissa);
        }

        int missing = scale - fractionDigits;
        if (missing < 0)
        {
            return TooFine(digits, -missing, negative, scale, out mantissa);
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, MaxScale);
        ulong high = Math.BigMul(digits, (ulong)PowersOfTen.Int64[missing], out ulong low);
        if (high != 0 || low >= (ulong)MantissaLimit)
        {
            mantissa = 0;
            return NumberStatus.Wide;
        }

        mantissa = negative ? -(long)low : (long)low;
        return NumberStatus.Ok;
    }

    /// <summary>Reads any finite number exactly, as <paramref name="mantissa"/> × 10^−<paramref name="scale"/> without trailing zeros.</summary>
    /// <param name="text">The number, in UTF-8.</param>
    /// <param name="decimalSeparator">The byte between integer and fraction digits.</param>
    /// <param name="mantissa">The digits; 0 unless the status is Wide.</param>
    /// <param name="scale">Fraction digits; negative for trailing zeros on the left of the point, which the mantissa does not hold.</param>
    /// <param name="notFinite">NaN or ±∞ when the status is NotFinite, else 0.</param>
    /// <returns>Wide for every finite number, also one that would fit; NotFinite; Invalid; OutOfRange.</returns>
    public static NumberStatus ParseWide(
        ReadOnlySpan<byte> text, byte decimalSeparator, out BigInteger mantissa, out int scale, out double notFinite)
    {
        mantissa = BigInteger.Zero;
        scale = 0;
        NumberStatus status = DecimalScan.Scan(text, decimalSeparator, out DecimalScan scan);
        notFinite = scan.NotFinite;
        if (status != NumberStatus.Ok)
        {
            return status;
        }

        if (IsOutOfRange(scan))
        {
            return NumberStatus.OutOfRange;
        }

        if (!scan.IsZero)
        {
            mantissa = scan.ToBigInteger();
            scale = (int)-scan.LastExponent;
        }

        return NumberStatus.Wide;
    }

    /// <summary>More fraction digits than the scale has: they must be zeros.</summary>
    private static NumberStatus TooFine(ulong digits, int excess, bool negative, int scale, out long mantissa)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        (ulong kept, ulong lost) = Math.DivRem(digits, (ulong)PowersOfTen.Int64[excess]);
        mantissa = lost != 0 ? 0 : negative ? -(long)kept : (long)kept;
        return lost == 0 ? NumberStatus.Ok : NumberStatus.Wide;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static NumberStatus Careful(ReadOnlySpan<byte> text, byte decimalSeparator, int scale, out long mantissa)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)scale, (uint)MaxScale, nameof(scale));
        mantissa = 0;
        NumberStatus status = DecimalScan.Scan(text, decimalSeparator, out DecimalScan scan);
        if (status != NumberStatus.Ok || scan.IsZero)
        {
            return status;
        }

        if (IsOutOfRange(scan))
        {
            return NumberStatus.OutOfRange;
        }

        long zeros = scan.LastExponent + scale;
        if (zeros < 0 || scan.DigitCount + zeros > 19)
        {
            return NumberStatus.Wide;
        }

        ulong high = Math.BigMul(scan.ToUInt64(), (ulong)PowersOfTen.Int64[(int)zeros], out ulong low);
        if (high != 0 || low >= (ulong)MantissaLimit)
        {
            return NumberStatus.Wide;
        }

        mantissa = scan.Negative ? -(long)low : (long)low;
        return NumberStatus.Ok;
    }

    private static bool IsOutOfRange(in DecimalScan scan) =>
        !scan.IsZero
        && (scan.DigitCount > MaxDigits
            || scan.LastExponent < MinExponent
            || scan.FirstExponent > 308
            || (scan.FirstExponent == 308 && double.IsInfinity(DoubleText.Round(scan))));
}
