using System.Numerics;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Text;

// Decimal text to an integer mantissa at a fixed scale, exactly. Accepted: an optional sign, digits with an optional separator (.5, 5.), an
// optional exponent, and nan, inf, infinity in any case. No spaces, no thousands separators, no hexadecimal.
internal static class DecimalText
{
    // The largest scale, 18: 10^18 is the last power of ten below MantissaLimit.
    public const int MaxScale = 18;

    // Mantissas stay below 2^62, so that the sum of two fits an int64.
    public const long MantissaLimit = 1L << 62;

    // More significant digits than any double has when printed exactly (767), with room.
    public const int MaxDigits = 800;

    // The smallest decimal exponent that a last digit may have; the smallest double's is −1074.
    public const int MinExponent = -1200;

    // Reads text as mantissa × 10^−scale. With any status but NumberStatus.Ok the mantissa is 0. −0 is 0. Never throws for any text.
    // decimalSeparator: The byte between integer and fraction digits; not a digit, a sign or a letter.
    // scale: Fraction digits of the mantissa, 0 to MaxScale.
    // mantissa: The value × 10^scale, |mantissa| < 2^62.
    // returns: Ok; Wide for a finite number that does not fit; NotFinite; Invalid; or OutOfRange for one that would round to an infinite
    // double, or has more than MaxDigits digits or one below 10^MinExponent.
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

    // Reads any finite number exactly, as mantissa × 10^−scale without trailing zeros.
    // decimalSeparator: The byte between integer and fraction digits.
    // mantissa: The digits; 0 unless the status is Wide.
    // scale: Fraction digits; negative for trailing zeros on the left of the point, which the mantissa does not hold.
    // notFinite: NaN or ±∞ when the status is NotFinite, else 0.
    // returns: Wide for every finite number, also one that would fit; NotFinite; Invalid; OutOfRange.
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

    // More fraction digits than the scale has: they must be zeros.
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
