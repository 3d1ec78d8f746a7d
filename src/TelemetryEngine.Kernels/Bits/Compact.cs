using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Bits;

// Moves the rows that a bitmap keeps to the front, in their order and in place. Each returns how many there are; what stands behind them
// afterwards is unspecified.
internal static class Compact
{
    // Keeps the int64 values, or timestamps, whose bit is set.
    // throws ArgumentOutOfRangeException: There are fewer values or bits than rows.
    public static int Int64(Span<long> values, ReadOnlySpan<byte> keep, int rows) => Values(values, keep, rows);

    // Keeps the int32 values, or dictionary codes, whose bit is set.
    // throws ArgumentOutOfRangeException: There are fewer values or bits than rows.
    public static int Int32(Span<int> values, ReadOnlySpan<byte> keep, int rows) => Values(values, keep, rows);

    // Keeps the bits of bits whose bit in keep is set.
    // throws ArgumentOutOfRangeException: There are fewer bits than rows.
    public static int Bits(Span<byte> bits, ReadOnlySpan<byte> keep, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)Bitmaps.ByteCount(rows), (uint)bits.Length, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)Bitmaps.ByteCount(rows), (uint)keep.Length, nameof(rows));
        int kept = 0;
        for (int row = 0; row < rows; row++)
        {
            if ((keep[row >> 3] >> (row & 7) & 1) != 0)
            {
                int bit = bits[row >> 3] >> (row & 7) & 1;
                ref byte target = ref bits[kept >> 3];
                target = (byte)(target & ~(1 << (kept & 7)) | bit << (kept & 7));
                kept++;
            }
        }

        return kept;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Values<T>(Span<T> values, ReadOnlySpan<byte> keep, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)rows, (uint)values.Length, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)Bitmaps.ByteCount(rows), (uint)keep.Length, nameof(rows));
        int kept = 0;
        for (int start = 0; start < rows; start += 64)
        {
            ulong word = Word(keep, start, rows);
            if (word == ulong.MaxValue)
            {
                if (kept != start)
                {
                    values.Slice(start, 64).CopyTo(values[kept..]);
                }

                kept += 64;
                continue;
            }

            for (; word != 0; word &= word - 1)
            {
                values[kept++] = values[start + BitOperations.TrailingZeroCount(word)];
            }
        }

        return kept;
    }

    // The bits of 64 rows, zero behind the last row.
    private static ulong Word(ReadOnlySpan<byte> keep, int start, int rows)
    {
        ReadOnlySpan<byte> bytes = keep[(start / 8)..];
        if (rows - start >= 64)
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        }

        ulong word = 0;
        for (int i = 0; i * 8 < rows - start; i++)
        {
            word |= (ulong)bytes[i] << (i * 8);
        }

        return word & ((1UL << (rows - start)) - 1);
    }
}
