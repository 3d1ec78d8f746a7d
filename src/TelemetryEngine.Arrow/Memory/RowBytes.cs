using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TelemetryEngine.Memory;

// Copies rows of the buffers that arrays are made of, to memory that the collector frees.
internal static class RowBytes
{
    // Memory for some values.
    // throws OverflowException: They are more than half of what an array can hold.
    public static Memory<byte> Allocate<T>(int count, out Span<T> values)
        where T : unmanaged
    {
        int bytes = checked(count * Unsafe.SizeOf<T>());
        Memory<byte> memory = bytes <= Array.MaxLength / 2 ? PinnedMemory.Allocate(bytes) : throw new OverflowException();
        values = MemoryMarshal.Cast<byte, T>(memory.Span);
        return memory;
    }

    // The bytes at some places.
    public static Memory<byte> Of(ReadOnlySpan<byte> source, RowSelection places)
    {
        Memory<byte> memory = Allocate(places.Length, out Span<byte> target);
        foreach (RowRange range in places.Ranges)
        {
            source.Slice(range.Start, range.Length).CopyTo(target);
            target = target[range.Length..];
        }

        return memory;
    }

    // The bits of rows, which are counted from a bit on.
    public static Memory<byte> OfBits(ReadOnlySpan<byte> source, int offset, RowSelection rows)
    {
        Memory<byte> memory = Allocate(Bitmap.ByteCount(rows.Length), out Span<byte> target);
        target.Clear();
        int at = 0;
        foreach (RowRange range in rows.Ranges)
        {
            int from = offset + range.Start;
            int end = at + range.Length;
            for (; at < end && (at & 7) != 0; at++)
            {
                Bitmap.Set(target, at, Bitmap.Get(source, from++));
            }

            if (at < end)
            {
                Bitmap.Copy(source, from, end - at, target[(at >> 3)..]);
                at = end;
            }
        }

        return memory;
    }

    // The rows' ends among their values, which lie one behind the other, and where those values are now.
    public static Memory<byte> OfEnds<TOffset>(ReadOnlySpan<TOffset> ends, RowSelection rows, out RowSelection values)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        Memory<byte> memory = Allocate(checked(rows.Length + 1), out Span<TOffset> target);
        values = new RowSelection();
        target[0] = TOffset.Zero;
        int row = 0;
        foreach (RowRange range in rows.Ranges)
        {
            TOffset shift = TOffset.CreateChecked(values.Length) - ends[range.Start];
            for (int i = range.Start + 1; i <= range.End; i++)
            {
                target[++row] = ends[i] + shift;
            }

            int first = int.CreateChecked(ends[range.Start]);
            values.Add(first, int.CreateChecked(ends[range.End]) - first);
        }

        return memory;
    }

    // Integers of a width.
    // throws OverflowException: One is more than that holds.
    public static Memory<byte> OfIntegers<T>(List<long> values)
        where T : unmanaged, INumberBase<T>
    {
        Memory<byte> memory = Allocate(values.Count, out Span<T> target);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = T.CreateChecked(values[i]);
        }

        return memory;
    }
}
