using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TelemetryEngine.Arrow.Ipc;

/// <summary>Checks that what comes from an untrusted hand points only where it may.</summary>
internal static class ValueCheck
{
    /// <summary>Offsets must rise and stay inside the data.</summary>
    /// <param name="offsets">The offsets.</param>
    /// <param name="extent">How much data there is.</param>
    /// <param name="name">The array's name.</param>
    /// <param name="what">What the offsets part, in the singular.</param>
    /// <param name="unit">What the data is made of.</param>
    /// <param name="at">Where the offsets start.</param>
    public static void Offsets<TOffset>(ReadOnlySpan<TOffset> offsets, long extent, string name, string what, string unit, long at)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        if (!(typeof(TOffset) == typeof(int) && AreRising(MemoryMarshal.Cast<TOffset, int>(offsets), extent)))
        {
            CheckEachOffset(offsets, extent, name, what, unit, at);
        }
    }

    /// <summary>Each valid row must be UTF-8. All-ASCII data, the common case, is seen in one pass.</summary>
    public static void Utf8<TOffset>(OffsetBytesArray<TOffset> texts, string name, long at)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        ReadOnlySpan<TOffset> offsets = texts.Offsets;
        if (Ascii.IsValid(texts.DataBuffer.Span[int.CreateChecked(offsets[0])..int.CreateChecked(offsets[^1])]))
        {
            return;
        }

        for (int row = 0; row < texts.Length; row++)
        {
            if (!System.Text.Unicode.Utf8.IsValid(texts.GetBytes(row)))
            {
                throw new ArrowFormatException($"{name}: row {row} is not UTF-8", at + long.CreateChecked(offsets[row]));
            }
        }
    }

    /// <summary>Each valid row's view must point into its buffer, which must start as the view says; and be UTF-8 where it is a text.</summary>
    public static void Views(BytesViewArray array, string name, long at)
    {
        ReadOnlySpan<BinaryView> views = array.Views;
        for (int row = 0; row < views.Length; row++)
        {
            if (array.IsNull(row))
            {
                continue;
            }

            BinaryView view = views[row];
            long place = at + ((long)row * BinaryView.SizeBytes);
            if (view.Length < 0 || !(view.IsInline || IsInside(view, array.DataBuffers)))
            {
                throw new ArrowFormatException(
                    $"{name}: row {row} is a view of {view.Length} bytes at {view.Offset} of buffer {view.BufferIndex}, of {array.DataBuffers.Count}", place);
            }

            ReadOnlySpan<byte> value = array.GetBytes(row);
            if (!view.IsInline && MemoryMarshal.Read<int>(value) != view.Prefix)
            {
                throw new ArrowFormatException($"{name}: row {row} does not start as its view says", place);
            }

            if (array.IsText && !System.Text.Unicode.Utf8.IsValid(value))
            {
                throw new ArrowFormatException($"{name}: row {row} is not UTF-8", place);
            }
        }
    }

    /// <summary>Finds the row whose code has no value. What stands at a null row does not count.</summary>
    public static void Codes(FixedWidthArray codes, int count, bool isMissing, string name, long at)
    {
        switch (codes)
        {
            case Int32Array values when AreBelow(values.Values, count): break;
            case Int32Array values: Codes(values, count, isMissing, name, at); break;
            case Int8Array values: Codes(values, count, isMissing, name, at); break;
            case Int16Array values: Codes(values, count, isMissing, name, at); break;
            case Int64Array values: Codes(values, count, isMissing, name, at); break;
            case UInt8Array values: Codes(values, count, isMissing, name, at); break;
            case UInt16Array values: Codes(values, count, isMissing, name, at); break;
            case UInt32Array values: Codes(values, count, isMissing, name, at); break;
            default: Codes((UInt64Array)codes, count, isMissing, name, at); break;
        }
    }

    /// <summary>Each row's type id must be one of the type's and, where it has an offset, its child must have that row.</summary>
    public static void Union(UnionType type, ReadOnlySpan<sbyte> typeIds, ReadOnlySpan<int> offsets, ArrowArray[] children, string name, long idsAt, long offsetsAt)
    {
        for (int row = 0; row < typeIds.Length; row++)
        {
            int child = type.ChildOf(typeIds[row]);
            if (child < 0)
            {
                throw new ArrowFormatException($"{name}: row {row} has the type id {typeIds[row]}, which the union does not have", idsAt + row);
            }

            if (!offsets.IsEmpty && (uint)offsets[row] >= (uint)children[child].Length)
            {
                throw new ArrowFormatException(
                    $"{name}: row {row} is value {offsets[row]} of a child of {children[child].Length}", offsetsAt + ((long)row * sizeof(int)));
            }
        }
    }

    /// <summary>Run ends must rise from more than 0, and reach to the last row.</summary>
    public static void RunEnds(ArrowArray runEnds, int rows, string name, long at)
    {
        switch (runEnds)
        {
            case Int16Array ends: RunEnds(ends, rows, name, at); break;
            case Int32Array ends: RunEnds(ends, rows, name, at); break;
            default: RunEnds((Int64Array)runEnds, rows, name, at); break;
        }
    }

    private static bool IsInside(BinaryView view, IReadOnlyList<ArrowBuffer> buffers) =>
        (uint)view.BufferIndex < (uint)buffers.Count
        && view.Offset >= 0
        && (long)view.Offset + view.Length <= buffers[view.BufferIndex].Length;

    /// <summary>True when offsets of the usual type rise and stay inside the data: a loop of its own, which is compiled beforehand.</summary>
    internal static bool AreRising(ReadOnlySpan<int> offsets, long extent)
    {
        int wrong = 0;
        int previous = 0;
        foreach (int offset in offsets)
        {
            // where both are positive, no difference overflows
            wrong |= offset | (offset - previous);
            previous = offset;
        }

        return wrong >= 0 && previous <= extent;
    }

    private static void CheckEachOffset<TOffset>(ReadOnlySpan<TOffset> offsets, long extent, string name, string what, string unit, long at)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        TOffset previous = TOffset.Zero;
        for (int i = 0; i < offsets.Length; i++)
        {
            TOffset offset = offsets[i];
            if (offset < previous)
            {
                throw new ArrowFormatException($"{name}: {what} offset {offset} after {previous}", at + ((long)i * Unsafe.SizeOf<TOffset>()));
            }

            previous = offset;
        }

        if (OffsetBuffer.ToInt64(previous) > extent)
        {
            throw new ArrowFormatException(
                $"{name}: {what}s end at {previous}, the data holds {extent} {unit}", at + ((offsets.Length - 1L) * Unsafe.SizeOf<TOffset>()));
        }
    }

    /// <summary>
    /// True when all codes are from 0 to below the count. The usual type has a loop of its own, which is compiled beforehand: a code that is wrong, or its distance from the last one, has
    /// its sign set. Two are looked at in one word: the lower borrows from the upper only where it is wrong itself.
    /// </summary>
    private static bool AreBelow(ReadOnlySpan<int> codes, int count)
    {
        const ulong signs = 0x8000_0000_8000_0000;
        ulong last = ((ulong)(uint)(count - 1) << 32) | (uint)(count - 1);
        ReadOnlySpan<ulong> pairs = MemoryMarshal.Cast<int, ulong>(codes);
        ulong wrong = 0;
        ulong others = 0;
        int i = 0;
        for (; i + 1 < pairs.Length; i += 2)
        {
            wrong |= pairs[i] | (last - pairs[i]);
            others |= pairs[i + 1] | (last - pairs[i + 1]);
        }

        int rest = 0;
        foreach (int code in codes[(2 * i)..])
        {
            rest |= code | (count - 1 - code);
        }

        return ((wrong | others) & signs) == 0 && rest >= 0;
    }

    private static void Codes<T>(PrimitiveArray<T> codes, int count, bool isMissing, string name, long at)
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<T> values = codes.Values;
        if (count != 0 && !values.ContainsAnyExceptInRange(T.Zero, T.CreateSaturating(count - 1)))
        {
            return;
        }

        for (int row = 0; row < values.Length; row++)
        {
            if (ulong.CreateTruncating(values[row]) >= (ulong)count && codes.IsValid(row))
            {
                string dictionary = isMissing ? "no dictionary has come" : $"the dictionary has {count} values";
                throw new ArrowFormatException(
                    $"{name}: row {row} has the code {values[row]}, {dictionary}", at + ((long)row * Unsafe.SizeOf<T>()));
            }
        }
    }

    private static void RunEnds<T>(PrimitiveArray<T> runEnds, int rows, string name, long at)
        where T : unmanaged, IBinaryInteger<T>
    {
        T previous = T.Zero;
        ReadOnlySpan<T> ends = runEnds.Values;
        for (int run = 0; run < ends.Length; run++)
        {
            if (ends[run] <= previous)
            {
                throw new ArrowFormatException($"{name}: run {run} ends at {ends[run]}, after {previous}", at + ((long)run * Unsafe.SizeOf<T>()));
            }

            previous = ends[run];
        }

        if (runEnds.NullCount != 0 || long.CreateChecked(previous) < rows)
        {
            throw new ArrowFormatException($"{name}: the runs end at {previous} of {rows} rows, or at null", at);
        }
    }
}
