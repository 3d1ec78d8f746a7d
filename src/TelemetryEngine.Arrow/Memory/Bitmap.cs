using System.Numerics;
using System.Runtime.InteropServices;

namespace TelemetryEngine.Memory;

// Bits as Arrow lays them out: row i is bit i mod 8 of byte i div 8, counted from the least significant.
internal static class Bitmap
{
    // The bytes that hold this many bits.
    public static int ByteCount(int bits) => (int)(((long)bits + 7) >> 3);

    // The bit at an index.
    public static bool Get(ReadOnlySpan<byte> bitmap, int index) => (bitmap[index >> 3] & (1 << (index & 7))) != 0;

    // Sets or clears the bit at an index.
    public static void Set(Span<byte> bitmap, int index, bool value)
    {
        ref byte cell = ref bitmap[index >> 3];
        int bit = 1 << (index & 7);
        cell = (byte)(value ? cell | bit : cell & ~bit);
    }

    // Sets length bits from start on.
    public static void SetRange(Span<byte> bitmap, int start, int length)
    {
        int end = start + length;
        while (start < end && (start & 7) != 0)
        {
            Set(bitmap, start++, true);
        }

        int wholeBytes = (end - start) >> 3;
        bitmap.Slice(start >> 3, wholeBytes).Fill(0xFF);
        for (int i = start + (wholeBytes << 3); i < end; i++)
        {
            Set(bitmap, i, true);
        }
    }

    // The number of set bits among length bits from start on.
    public static int CountSet(ReadOnlySpan<byte> bitmap, int start, int length)
    {
        int count = 0;
        int end = start + length;
        while (start < end && (start & 7) != 0)
        {
            count += Get(bitmap, start++) ? 1 : 0;
        }

        int wholeBytes = (end - start) >> 3;
        ReadOnlySpan<byte> bytes = bitmap.Slice(start >> 3, wholeBytes);
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            count += BitOperations.PopCount(word);
        }

        foreach (byte rest in bytes[(words.Length * 8)..])
        {
            count += BitOperations.PopCount(rest);
        }

        for (int i = start + (wholeBytes << 3); i < end; i++)
        {
            count += Get(bitmap, i) ? 1 : 0;
        }

        return count;
    }

    // Copies length bits from start on to the start of target; the bits behind them in the last byte become 0.
    // throws ArgumentOutOfRangeException: A side is too short.
    public static void Copy(ReadOnlySpan<byte> source, int start, int length, Span<byte> target)
    {
        int bytes = ByteCount(length);
        source = source[(start >> 3)..ByteCount(start + length)];
        target = target[..bytes];
        int shift = start & 7;
        if (shift == 0)
        {
            source[..bytes].CopyTo(target);
        }
        else
        {
            for (int i = 0; i < target.Length; i++)
            {
                int high = i + 1 < source.Length ? source[i + 1] << (8 - shift) : 0;
                target[i] = (byte)((source[i] >> shift) | high);
            }
        }

        if ((length & 7) != 0)
        {
            target[^1] &= (byte)((1 << (length & 7)) - 1);
        }
    }
}
