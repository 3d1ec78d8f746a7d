namespace TelemetryEngine.Aggregates.Components;

/// <summary>Integers that are not negative in as few bytes as they need, for states that travel: seven bits a byte, the lowest first, the highest bit says that more follow (LEB128).</summary>
internal static class Varint
{
    /// <summary>The most bytes of a number.</summary>
    public const int MaxBytes = 9;

    /// <summary>Writes a number and gives its bytes.</summary>
    public static int Write(Span<byte> target, long value)
    {
        int length = 0;
        for (; value > 0x7F; value >>= 7)
        {
            target[length++] = (byte)(value | 0x80);
        }

        target[length] = (byte)value;
        return length + 1;
    }

    /// <summary>Reads a number and moves behind it.</summary>
    /// <exception cref="FormatException">The bytes end before it does, or it is more than an int64 can hold.</exception>
    public static long Read(ref ReadOnlySpan<byte> source)
    {
        long value = 0;
        for (int i = 0; i < Math.Min(source.Length, MaxBytes); i++)
        {
            value |= (long)(source[i] & 0x7F) << (7 * i);
            if (source[i] <= 0x7F)
            {
                source = source[(i + 1)..];
                return value;
            }
        }

        throw new FormatException(source.Length < MaxBytes ? "the bytes end within a number" : "a number of more than 63 bits");
    }
}
