using System.Buffers.Binary;

namespace TelemetryEngine.Arrow.Tests.Fuzz;

/// <summary>Spoils bytes in the ways that readers are tripped by. The same random numbers spoil them in the same way.</summary>
internal static class Mutator
{
    private const int MostChanges = 6;

    public static byte[] Mutate(byte[] sound, Random random)
    {
        byte[] bytes = [.. sound];
        for (int changes = 1 + random.Next(MostChanges); changes > 0 && bytes.Length > 0; changes--)
        {
            bytes = Change(bytes, random);
        }

        return bytes;
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        switch (random.Next(10))
        {
            case 0 or 1:
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return bytes;
            case 3:
                Edit(bytes, sizeof(short), random);
                return bytes;
            case 4 or 5:
                Edit(bytes, sizeof(int), random);
                return bytes;
            case 6 or 7:
                Edit(bytes, sizeof(long), random);
                return bytes;
            case 8:
                (int start, int length) = Block(bytes, random);
                bytes.AsSpan(start, length).ToArray().CopyTo(bytes, random.Next(bytes.Length - length + 1));
                return bytes;
            default:
                return random.Next(3) == 0 ? bytes[..random.Next(bytes.Length)] : Splice(bytes, random);
        }
    }

    /// <summary>Writes a number that is likely to be at some border over one that stands on its own border.</summary>
    private static void Edit(byte[] bytes, int width, Random random)
    {
        int count = bytes.Length / width;
        if (count == 0)
        {
            return;
        }

        Span<byte> at = bytes.AsSpan(random.Next(count) * width, width);
        long old = width == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(at)
            : width == sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(at)
            : BinaryPrimitives.ReadInt16LittleEndian(at);
        long value = random.Next(16) switch
        {
            0 => 0,
            1 => -1,
            2 => 1,
            3 => old + 1,
            4 => old - 1,
            5 => old + 8,
            6 => old - 8,
            7 => unchecked(old * 2),
            8 => -old,
            9 => bytes.Length,
            10 => bytes.Length - random.Next(64),
            11 => int.MaxValue - random.Next(9),
            12 => 1L << random.Next(63),
            13 => long.MaxValue - random.Next(9),
            14 => long.MinValue + random.Next(9),
            _ => random.Next(bytes.Length),
        };
        Span<byte> word = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(word, value);
        word[..width].CopyTo(at);
    }

    /// <summary>Takes a block out, or puts one in a second time, so that all behind it moves.</summary>
    private static byte[] Splice(byte[] bytes, Random random)
    {
        (int start, int length) = Block(bytes, random);
        return random.Next(2) == 0
            ? [.. bytes[..start], .. bytes[(start + length)..]]
            : [.. bytes[..(start + length)], .. bytes[start..]];
    }

    private static (int Start, int Length) Block(byte[] bytes, Random random)
    {
        int unit = 1 << random.Next(7);
        int start = random.Next(bytes.Length) / unit * unit;
        return (start, Math.Min(unit * (1 + random.Next(16)), bytes.Length - start));
    }
}
