using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Text;

// Numbers to UTF-8 text.
internal static class NumberWriter
{
    // Bytes that any number fits in: −2.2250738585072014E-308 has 24 characters.
    public const int MaxLength = 32;

    private const double Million = 1e6;
    private const int MaxDigits = 20;
    private const ulong FractionBits = (1UL << 52) - 1;
    private const ulong InfinityBits = 0x7FF0_0000_0000_0000;

    // Writes the shortest text that reads back as the same double, exactly what ToString("R", InvariantCulture) gives: faults included
    // (.NET 10 writes 2^-25 and 2^-958 a digit too short); also NaN, Infinity, -Infinity, -0, 1E+17.
    // returns: The bytes written.
    // throws ArgumentException: The destination has fewer than MaxLength bytes.
    public static int Write(double value, Span<byte> destination)
    {
        ThrowIfShort(destination);
        double magnitude = Math.Abs(value);
        if (magnitude < 1e9)
        {
            if (magnitude == 0 && !double.IsNegative(value))
            {
                destination[0] = (byte)'0';
                return 1;
            }

            // At most 15 digits: no two such decimals share a double, so a text that divides back to it is the shortest one as
            // soon as its trailing zeros are dropped. Below 1E-04 "R" writes an exponent.
            ulong micros = (ulong)(magnitude * Million + 0.5);
            if (micros / Million == magnitude && micros >= 100)
            {
                return WriteMicros(value < 0, micros, destination);
            }
        }

        return WriteShortest(value, destination);
    }

    // Writes an integer in decimal digits, with - when negative.
    // returns: The bytes written.
    // throws ArgumentException: The destination has fewer than MaxLength bytes.
    public static int Write(long value, Span<byte> destination)
    {
        ThrowIfShort(destination);
        bool fits = Utf8Formatter.TryFormat(value, destination, out int written);
        Debug.Assert(fits, "20 bytes hold an int64");
        return written;
    }

    private static int WriteMicros(bool negative, ulong micros, Span<byte> destination)
    {
        int length = 0;
        if (negative)
        {
            destination[length++] = (byte)'-';
        }

        uint whole = (uint)(micros / 1_000_000);
        uint fraction = (uint)(micros - whole * 1_000_000UL);
        length += WriteDigits(whole, destination[length..]);
        if (fraction == 0)
        {
            return length;
        }

        // Seven bytes: the point and six digits, of which the zeros at the end are not counted.
        Span<byte> tail = destination.Slice(length, 7);
        tail[0] = (byte)'.';
        for (int at = 6; at > 0; at--)
        {
            uint rest = fraction / 10;
            tail[at] = (byte)('0' + (fraction - rest * 10));
            fraction = rest;
        }

        return length + tail.LastIndexOfAnyExcept((byte)'0') + 1;
    }

    // Digits without a leading zero, but for 0 itself.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteDigits(uint number, Span<byte> destination)
    {
        int length = 1;
        for (uint limit = 10; length < 10 && number >= limit; limit *= 10)
        {
            length++;
        }

        Span<byte> digits = destination[..length];
        for (int at = digits.Length - 1; at >= 0; at--)
        {
            uint rest = number / 10;
            digits[at] = (byte)('0' + (number - rest * 10));
            number = rest;
        }

        return length;
    }

    private static int WriteShortest(double value, Span<byte> destination)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(Math.Abs(value));
        if ((bits & FractionBits) == 0 || bits >= InfinityBits)
        {
            // Powers of two, where the runtime has its faults; and 0, NaN and the infinities.
            return WriteByRuntime(value, destination);
        }

        int length = 0;
        if (value < 0)
        {
            destination[length++] = (byte)'-';
        }

        return length + Lay(ShortestDecimal.Of(bits, out int exponent), exponent, destination[length..]);
    }

    // As "R" does it: plain while the point stands at most 3 zeros before the digits or 17 places behind the first, else with an exponent.
    private static int Lay(ulong digits, int exponent, Span<byte> destination)
    {
        ulong shorter;
        while ((shorter = digits / 10) * 10 == digits)
        {
            digits = shorter;
            exponent++;
        }

        Span<byte> text = stackalloc byte[MaxDigits];
        bool fits = digits.TryFormat(text, out int length, provider: CultureInfo.InvariantCulture);
        Debug.Assert(fits, "20 bytes hold a ulong");
        text = text[..length];
        int point = text.Length + exponent;
        return point switch
        {
            < -3 or > 17 => LayWithExponent(text, point - 1, destination),
            <= 0 => LaySmall(text, -point, destination),
            _ => LayPlain(text, point, destination),
        };
    }

    private static int LayPlain(ReadOnlySpan<byte> digits, int point, Span<byte> destination)
    {
        if (point >= digits.Length)
        {
            digits.CopyTo(destination);
            destination[digits.Length..point].Fill((byte)'0');
            return point;
        }

        digits[..point].CopyTo(destination);
        destination[point] = (byte)'.';
        digits[point..].CopyTo(destination[(point + 1)..]);
        return digits.Length + 1;
    }

    private static int LaySmall(ReadOnlySpan<byte> digits, int zeros, Span<byte> destination)
    {
        "0.000"u8.CopyTo(destination);
        digits.CopyTo(destination[(zeros + 2)..]);
        return zeros + 2 + digits.Length;
    }

    private static int LayWithExponent(ReadOnlySpan<byte> digits, int exponent, Span<byte> destination)
    {
        int length = 1;
        destination[0] = digits[0];
        if (digits.Length > 1)
        {
            destination[1] = (byte)'.';
            digits[1..].CopyTo(destination[2..]);
            length = digits.Length + 1;
        }

        destination[length++] = (byte)'E';
        destination[length++] = exponent < 0 ? (byte)'-' : (byte)'+';
        uint magnitude = (uint)Math.Abs(exponent);
        if (magnitude < 10)
        {
            destination[length++] = (byte)'0';
        }

        return length + WriteDigits(magnitude, destination[length..]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WriteByRuntime(double value, Span<byte> destination)
    {
        bool fits = value.TryFormat(destination, out int written, "R", CultureInfo.InvariantCulture);
        Debug.Assert(fits, "32 bytes hold a double");
        return written;
    }

    private static void ThrowIfShort(Span<byte> destination)
    {
        if (destination.Length < MaxLength)
        {
            throw new ArgumentException("A number needs room for 32 bytes.", nameof(destination));
        }
    }
}
