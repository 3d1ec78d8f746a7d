using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Bits;

// Bitmaps in Arrow's layout: row r is bit r mod 8 of byte r / 8, least significant first. Bits behind the last row may be anything, before
// and after. Sources and destination may be the same memory.
internal static class Bitmaps
{
    // The bytes that hold rows bits.
    public static int ByteCount(int rows) => (int)(((uint)rows + 7) / 8);

    // How many of the first rows bits are set.
    // throws ArgumentOutOfRangeException: There are fewer bits than rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int CountOnes(ReadOnlySpan<byte> bits, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)ByteCount(rows), (uint)bits.Length, nameof(rows));
        int count = 0, at = 0, whole = rows / 8;
        for (; at <= whole - 8; at += 8)
        {
            count += BitOperations.PopCount(BinaryPrimitives.ReadUInt64LittleEndian(bits[at..]));
        }

        for (; at < whole; at++)
        {
            count += BitOperations.PopCount(bits[at]);
        }

        return (rows & 7) == 0 ? count : count + BitOperations.PopCount(bits[at] & ((1u << (rows & 7)) - 1));
    }

    // left and right, byte by byte.
    // throws ArgumentException: The lengths differ.
    public static void And(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> result) => Combine<AndBits>(left, right, result);

    // left or right, byte by byte.
    // throws ArgumentException: The lengths differ.
    public static void Or(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> result) => Combine<OrBits>(left, right, result);

    // left and not right, byte by byte.
    // throws ArgumentException: The lengths differ.
    public static void AndNot(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> result) =>
        Combine<AndNotBits>(left, right, result);

    // Every bit turned over.
    // throws ArgumentException: The lengths differ.
    public static void Not(ReadOnlySpan<byte> bits, Span<byte> result) => Combine<NotBits>(bits, bits, result);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Combine<TOperation>(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> result)
        where TOperation : struct, IBitOperation
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(right.Length, left.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Length, left.Length);
        int at = 0;
        if (Vector.IsHardwareAccelerated)
        {
            for (; at <= left.Length - Vector<byte>.Count; at += Vector<byte>.Count)
            {
                TOperation.Apply(new Vector<byte>(left[at..]), new Vector<byte>(right[at..])).CopyTo(result[at..]);
            }
        }

        for (; at < left.Length; at++)
        {
            result[at] = TOperation.Apply(left[at], right[at]);
        }
    }

    private interface IBitOperation
    {
        static abstract byte Apply(byte left, byte right);

        static abstract Vector<byte> Apply(Vector<byte> left, Vector<byte> right);
    }

    private readonly struct AndBits : IBitOperation
    {
        public static byte Apply(byte left, byte right) => (byte)(left & right);

        public static Vector<byte> Apply(Vector<byte> left, Vector<byte> right) => left & right;
    }

    private readonly struct OrBits : IBitOperation
    {
        public static byte Apply(byte left, byte right) => (byte)(left | right);

        public static Vector<byte> Apply(Vector<byte> left, Vector<byte> right) => left | right;
    }

    private readonly struct AndNotBits : IBitOperation
    {
        public static byte Apply(byte left, byte right) => (byte)(left & ~right);

        public static Vector<byte> Apply(Vector<byte> left, Vector<byte> right) => Vector.AndNot(left, right);
    }

    private readonly struct NotBits : IBitOperation
    {
        public static byte Apply(byte left, byte right) => (byte)~left;

        public static Vector<byte> Apply(Vector<byte> left, Vector<byte> right) => ~left;
    }
}
