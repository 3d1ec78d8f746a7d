using System.Diagnostics;
using System.Numerics;

namespace TelemetryEngine.Kernels.Text;

// A number's text taken apart: the careful way, taken when a fast path gives up. Zeros that say nothing are gone from both ends of the
// digits, so a value has one form: ±(IntegerDigits FractionDigits) × 10^LastExponent.
internal ref struct DecimalScan
{
    // More than any text's length can balance, and far from overflow.
    private const long ExponentLimit = 1_000_000_000_000;

    internal bool Negative;

    // NaN or ±∞ when the text said so; else 0.
    internal double NotFinite;

    // The significant digits on the left of the point.
    internal ReadOnlySpan<byte> IntegerDigits;

    // The significant digits that follow them.
    internal ReadOnlySpan<byte> FractionDigits;

    // The power of ten of the last significant digit.
    internal long LastExponent;

    internal readonly int DigitCount => IntegerDigits.Length + FractionDigits.Length;

    internal readonly bool IsZero => DigitCount == 0;

    // The power of ten of the first significant digit.
    internal readonly long FirstExponent => LastExponent + DigitCount - 1;

    // Ok, NotFinite or Invalid.
    internal static NumberStatus Scan(ReadOnlySpan<byte> text, byte decimalSeparator, out DecimalScan scan)
    {
        scan = default;
        if (!text.IsEmpty && text[0] is (byte)'+' or (byte)'-')
        {
            scan.Negative = text[0] == '-';
            text = text[1..];
        }

        int integerLength = CountDigits(text);
        ReadOnlySpan<byte> integer = text[..integerLength];
        ReadOnlySpan<byte> rest = text[integerLength..];
        ReadOnlySpan<byte> fraction = default;
        if (!rest.IsEmpty && rest[0] == decimalSeparator)
        {
            int fractionLength = CountDigits(rest[1..]);
            fraction = rest.Slice(1, fractionLength);
            rest = rest[(fractionLength + 1)..];
        }

        if (integer.IsEmpty && fraction.IsEmpty)
        {
            return scan.ScanName(text);
        }

        if (!TryExponent(rest, out long exponent))
        {
            return NumberStatus.Invalid;
        }

        scan.Normalise(integer, fraction, exponent);
        return NumberStatus.Ok;
    }

    // The digits as an integer, at most 19 of them.
    internal readonly ulong ToUInt64()
    {
        Debug.Assert(DigitCount <= 19, "20 digits may not fit");
        ulong value = 0;
        foreach (byte digit in IntegerDigits)
        {
            value = value * 10 + (uint)(digit - '0');
        }

        foreach (byte digit in FractionDigits)
        {
            value = value * 10 + (uint)(digit - '0');
        }

        return value;
    }

    internal readonly BigInteger ToBigInteger()
    {
        BigInteger value = BigInteger.Zero;
        ulong part = 0;
        int partDigits = 0;
        for (int i = 0; i < DigitCount; i++)
        {
            part = part * 10 + (uint)(Digit(i) - '0');
            if (++partDigits == 18 || i == DigitCount - 1)
            {
                value = value * PowersOfTen.Int64[partDigits] + part;
                part = 0;
                partDigits = 0;
            }
        }

        return Negative ? -value : value;
    }

    internal readonly byte Digit(int index) =>
        index < IntegerDigits.Length ? IntegerDigits[index] : FractionDigits[index - IntegerDigits.Length];

    private void Normalise(ReadOnlySpan<byte> integer, ReadOnlySpan<byte> fraction, long exponent)
    {
        LastExponent = exponent - fraction.Length;
        ReadOnlySpan<byte> shorter = fraction.TrimEnd((byte)'0');
        LastExponent += fraction.Length - shorter.Length;
        FractionDigits = shorter;
        IntegerDigits = integer.TrimStart((byte)'0');
        if (FractionDigits.IsEmpty)
        {
            shorter = IntegerDigits.TrimEnd((byte)'0');
            LastExponent += IntegerDigits.Length - shorter.Length;
            IntegerDigits = shorter;
        }
        else if (IntegerDigits.IsEmpty)
        {
            FractionDigits = FractionDigits.TrimStart((byte)'0');
        }
    }

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        int count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return count < 0 ? text.Length : count;
    }

    private static bool TryExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if ((text[0] | 0x20) != 'e')
        {
            return false;
        }

        text = text[1..];
        bool negative = !text.IsEmpty && text[0] == '-';
        if (negative || (!text.IsEmpty && text[0] == '+'))
        {
            text = text[1..];
        }

        if (text.IsEmpty || CountDigits(text) != text.Length)
        {
            return false;
        }

        foreach (byte digit in text)
        {
            exponent = Math.Min(exponent * 10 + (digit - '0'), ExponentLimit);
        }

        exponent = negative ? -exponent : exponent;
        return true;
    }

    private NumberStatus ScanName(ReadOnlySpan<byte> text)
    {
        if (System.Text.Ascii.EqualsIgnoreCase(text, "nan"u8))
        {
            NotFinite = double.NaN;
            return NumberStatus.NotFinite;
        }

        if (System.Text.Ascii.EqualsIgnoreCase(text, "inf"u8) || System.Text.Ascii.EqualsIgnoreCase(text, "infinity"u8))
        {
            NotFinite = Negative ? double.NegativeInfinity : double.PositiveInfinity;
            return NumberStatus.NotFinite;
        }

        return NumberStatus.Invalid;
    }
}
