using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Text;

// Integer text to int64.
internal static class Int64Text
{
    // Reads an optional sign and decimal digits; leading zeros are fine. Anything else, 1.0 and the empty text too, is Invalid; digits
    // beyond int64 are OutOfRange. Unless Ok, the value is 0.
    public static NumberStatus TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        bool negative = false;
        if (!text.IsEmpty && text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == '-';
            text = text[1..];
        }

        if (text.IsEmpty)
        {
            return NumberStatus.Invalid;
        }

        if (text.Length > ShortDigits.MaxLength)
        {
            return Long(text, negative, out value);
        }

        if (!ShortDigits.TryInteger(text, out ulong magnitude))
        {
            return NumberStatus.Invalid;
        }

        value = negative ? -(long)magnitude : (long)magnitude;
        return NumberStatus.Ok;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static NumberStatus Long(ReadOnlySpan<byte> digits, bool negative, out long value)
    {
        value = 0;
        if (digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return NumberStatus.Invalid;
        }

        digits = digits.TrimStart((byte)'0');
        if (digits.Length > 19)
        {
            return NumberStatus.OutOfRange;
        }

        ulong magnitude = 0;
        foreach (byte digit in digits)
        {
            magnitude = magnitude * 10 + (uint)(digit - '0');
        }

        if (magnitude > (ulong)long.MaxValue + (negative ? 1u : 0u))
        {
            return NumberStatus.OutOfRange;
        }

        value = negative ? (long)(0 - magnitude) : (long)magnitude;
        return NumberStatus.Ok;
    }
}
