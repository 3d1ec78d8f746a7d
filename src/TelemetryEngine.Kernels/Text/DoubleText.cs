using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Text;

/// <summary>Decimal text to the nearest double, ties to even. The grammar is that of <see cref="DecimalText"/>.</summary>
public static class DoubleText
{
    /// <summary>Beyond 767 digits a double's decision never depends on which digit follows, only on whether one does.</summary>
    private const int DigitsThatMatter = 800;

    /// <summary>
    /// Reads a number, correctly rounded. <c>1e-400</c> is 0 and <c>-0</c> is −0. NotFinite gives NaN or ±∞ in
    /// <paramref name="value"/>; with Invalid and OutOfRange (rounds to an infinity) the value is 0. Never throws for any text.
    /// </summary>
    /// <param name="text">The number, in UTF-8.</param>
    /// <param name="decimalSeparator">The byte between integer and fraction digits.</param>
    /// <param name="value">The nearest double.</param>
    /// <returns>Ok, NotFinite, Invalid or OutOfRange; never Wide.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static NumberStatus TryParse(ReadOnlySpan<byte> text, byte decimalSeparator, out double value)
    {
        ulong digits = 0;
        int at = 0, point = -1, length = text.Length;
        bool negative = false;
        if (length > 0 && text[0] == '-')
        {
            negative = true;
            at = 1;
        }

        if (length - at is < 1 or > 19)
        {
            return Careful(text, decimalSeparator, out value);
        }

        int first = at;
        for (; at < length; at++)
        {
            uint digit = (uint)text[at] - '0';
            if (digit <= 9)
            {
                digits = digits * 10 + digit;
            }
            else if (text[at] == decimalSeparator && point < 0)
            {
                point = at;
            }
            else
            {
                return Careful(text, decimalSeparator, out value);
            }
        }

        if (digits > 1UL << 53 || (point >= 0 && length - first == 1))
        {
            return Careful(text, decimalSeparator, out value);
        }

        // Both sides of the division are exact, so its one rounding is the only one. The fraction has at most 18 digits.
        double magnitude = (double)digits / PowersOfTen.Double[point < 0 ? 0 : length - point - 1];
        value = negative ? -magnitude : magnitude;
        return NumberStatus.Ok;
    }

    /// <summary>The nearest double of a finite number; ±∞ beyond the greatest.</summary>
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
