using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Text;

// Decimal text to the nearest double, ties to even. The grammar is that of DecimalText.
internal static class DoubleText
{
    // Beyond 767 digits a double's decision never depends on which digit follows, only on whether one does.
    private const int DigitsThatMatter = 800;

    // Reads a number, correctly rounded. 1e-400 is 0 and -0 is −0. NotFinite gives NaN or ±∞ in value; with Invalid and OutOfRange (rounds
    // to an infinity) the value is 0. Never throws for any text.
    // decimalSeparator: The byte between integer and fraction digits.
    // returns: Ok, NotFinite, Invalid or OutOfRange; never Wide.
    public static NumberStatus TryParse(ReadOnlySpan<byte> text, byte decimalSeparator, out double value)
    {
        bool negative = !text.IsEmpty && text[0] == '-';
        ReadOnlySpan<byte> unsigned = negative ? text[1..] : text;
        if ((uint)(unsigned.Length - 1) >= ShortDigits.MaxLength
            || !ShortDigits.TryDecimal(unsigned, decimalSeparator, out ulong digits, out int fractionDigits)
            || digits > 1UL << 53)
        {
            return Careful(text, decimalSeparator, out value);
        }

        // Both sides of the division are exact, so its one rounding is the only one.
        double magnitude = (double)(long)digits / PowersOfTen.Double[fractionDigits];
        value = negative ? -magnitude : magnitude;
        return NumberStatus.Ok;
    }

    // The nearest double of a finite number; ±∞ beyond the greatest.
    internal static double Round(in DecimalScan scan)
    {
        if (scan.IsZero || scan.FirstExponent < -400)
        {
            return scan.Negative ? -0.0 : 0.0;
        }

        if (scan.FirstExponent > 400)
        {
            return scan.Negative ? double.NegativeInfinity : double.PositiveInfinity;
        }

        // The runtime reads the digits and the exponent in one normal form, so that odd texts can't find odd corners of its parser.
        Span<byte> normal = stackalloc byte[DigitsThatMatter + 32];
        int length = 0;
        if (scan.Negative)
        {
            normal[length++] = (byte)'-';
        }

        int kept = Math.Min(scan.DigitCount, DigitsThatMatter);
        for (int i = 0; i < kept; i++)
        {
            normal[length++] = scan.Digit(i);
        }

        long exponent = scan.LastExponent + (scan.DigitCount - kept);
        if (kept < scan.DigitCount)
        {
            // What was cut off is not zero (the last digit never is): a 1 behind the kept digits stands for it.
            normal[length++] = (byte)'1';
            exponent--;
        }

        normal[length++] = (byte)'E';
        bool fits = Utf8Formatter.TryFormat(exponent, normal[length..], out int written);
        Debug.Assert(fits, "an exponent has at most 20 characters");
        bool ok = double.TryParse(normal[..(length + written)], NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        Debug.Assert(ok, "digits and an exponent are a number");
        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static NumberStatus Careful(ReadOnlySpan<byte> text, byte decimalSeparator, out double value)
    {
        NumberStatus status = DecimalScan.Scan(text, decimalSeparator, out DecimalScan scan);
        value = scan.NotFinite;
        if (status != NumberStatus.Ok)
        {
            return status;
        }

        value = Round(scan);
        if (double.IsInfinity(value))
        {
            value = 0;
            return NumberStatus.OutOfRange;
        }

        return NumberStatus.Ok;
    }
}
