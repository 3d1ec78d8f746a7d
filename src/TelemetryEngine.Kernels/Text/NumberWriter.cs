using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Text;

/// <summary>Numbers to UTF-8 text.</summary>
public static class NumberWriter
{
    /// <summary>Bytes that any number fits in: −2.2250738585072014E-308 has 24 characters.</summary>
    public const int MaxLength = 32;

    private const double Million = 1e6;

    /// <summary>
    /// Writes the shortest text that reads back as the same double, exactly what <c>ToString("R", InvariantCulture)</c> gives:
    /// also <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>, <c>-0</c>, <c>1E+17</c>.
    /// </summary>
    /// <returns>The bytes written.</returns>
    /// <exception cref="ArgumentException">The destination has fewer than <see cref="MaxLength"/> bytes.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Write(double value, Span<byte> destination)
    {
        ThrowIfShort(destination);
        double magnitude = Math.Abs(value);
        if (magnitude is < 1e9 and >= 1e-5)
        {
            // At most 15 digits: a double has at most one such neighbour, so a text that divides back to it is the shortest
            // one as soon as its trailing zeros are dropped. Below 1e-4 "R" changes to an exponent, which a double of six decimals never needs except 1E-05 to 9.9E-05.
            ulong micros = (ulong)(magnitude * Million + 0.5);
            if (micros / Million == magnitude && micros >= 100)
            {
                return WriteMicros(value < 0, micros, destination);
            }
        }

        return WriteCareful(value, destination);
    }

    /// <summary>Writes an integer in decimal digits, with <c>-</c> when negative.</summary>
    /// <returns>The bytes written.</returns>
    /// <exception cref="ArgumentException">The destination has fewer than <see cref="MaxLength"/> bytes.</exception>
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

        (ulong whole, ulong fraction) = Math.DivRem(micros, 1_000_000);
        bool fits = Utf8Formatter.TryFormat(whole, destination[length..], out int written);
        Debug.Assert(fits, "ten digits fit");
        length += written;
        if (fraction != 0)
        {
            destination[length++] = (byte)'.';
            for (uint unit = 100_000; fraction != 0; unit /= 10)
            {
                (ulong digit, fraction) = Math.DivRem(fraction, unit);
                destination[length++] = (byte)('0' + digit);
            }
        }

        return length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WriteCareful(double value, Span<byte> destination)
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
