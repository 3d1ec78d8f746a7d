using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Scalars;
using Apache.Arrow.Types;

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
    public static void Utf8<TOffset>(ArrayData texts, string name, long at)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        ReadOnlySpan<TOffset> offsets = texts.Offsets<TOffset>();
        if (Ascii.IsValid(texts.Buffers[2].Span[int.CreateChecked(offsets[0])..int.CreateChecked(offsets[^1])]))
        {
            return;
        }

        for (int row = 0; row < texts.Length; row++)
        {
            if (!System.Text.Unicode.Utf8.IsValid(texts.BytesAt(row)))
            {
                throw new ArrowFormatException($"{name}: row {row} is not UTF-8", at + long.CreateChecked(offsets[row]));
            }
        }
    }

    /// <summary>Each valid row's view must point into its buffer, which must start as the view says; and be UTF-8 where it is a text.</summary>
    public static void Views(ArrayData array, string name, long at)
    {
        ReadOnlySpan<BinaryView> views = array.Views;
        ReadOnlySpan<ArrowBuffer> buffers = array.Buffers.AsSpan(2);
        for (int row = 0; row < views.Length; row++)
        {
            if (array.IsNull(row))
            {
                continue;
            }

            ref readonly BinaryView view = ref views[row];
            long place = at + ((long)row * ArrowArrays.ViewBytes);
            if (view.Length < 0 || !(view.IsInline || IsInside(view, buffers)))
            {
                throw new ArrowFormatException(
                    $"{name}: row {row} is a view of {view.Length} bytes at {view.BufferOffset} of buffer {view.BufferIndex}, of {buffers.Length}", place);
            }

            ReadOnlySpan<byte> value = array.BytesAt(row);
            if (!view.IsInline && !value.StartsWith(view.Bytes))
            {
                throw new ArrowFormatException($"{name}: row {row} does not start as its view says", place);
            }

            if (array.DataType is StringViewType && !System.Text.Unicode.Utf8.IsValid(value))
            {
                throw new ArrowFormatException($"{name}: row {row} is not UTF-8", place);
            }
        }
    }

    /// <summary>Each valid row's values must lie among those that there are.</summary>
    public static void ListViews<TOffset>(ArrayData array, string name, long at)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        ReadOnlySpan<TOffset> offsets = MemoryMarshal.Cast<byte, TOffset>(array.Buffers[1].Span);
        ReadOnlySpan<TOffset> sizes = MemoryMarshal.Cast<byte, TOffset>(array.Buffers[2].Span);
        TOffset extent = TOffset.CreateChecked(array.Children[0].Length);
        for (int row = 0; row < array.Length; row++)
        {
            if (!array.IsNull(row) && (offsets[row] < TOffset.Zero || sizes[row] < TOffset.Zero || offsets[row] > extent || sizes[row] > extent - offsets[row]))
            {
                throw new ArrowFormatException(
                    $"{name}: row {row} has {sizes[row]} values from {offsets[row]} on, of {extent}", at + ((long)row * Unsafe.SizeOf<TOffset>()));
            }
        }
    }

    /// <summary>Finds the row whose code has no value. What stands at a null row does not count.</summary>
    public static void Codes(ArrayData codes, bool isMissing, string name, long at)
    {
        switch (((DictionaryType)codes.DataType).IndexType)
        {
            case Int32Type when AreBelow(Values<int>(codes), codes.Dictionary.Length): break;
            case Int32Type: Codes<int>(codes, isMissing, name, at); break;
            case Int8Type: Codes<sbyte>(codes, isMissing, name, at); break;
            case Int16Type: Codes<short>(codes, isMissing, name, at); break;
            case Int64Type: Codes<long>(codes, isMissing, name, at); break;
            case UInt8Type: Codes<byte>(codes, isMissing, name, at); break;
            case UInt16Type: Codes<ushort>(codes, isMissing, name, at); break;
            case UInt32Type: Codes<uint>(codes, isMissing, name, at); break;
            default: Codes<ulong>(codes, isMissing, name, at); break;
        }
    }

    /// <summary>Each row's type id must be one of the type's and, where it has an offset, its child must have that row.</summary>
    public static void Union(UnionType type, ReadOnlySpan<sbyte> typeIds, ReadOnlySpan<int> offsets, ArrayData[] children, string name, long idsAt, long offsetsAt)
    {
        sbyte[] byId = ArrayParts.ChildrenById(type);
        for (int row = 0; row < typeIds.Length; row++)
        {
            int child = typeIds[row] < 0 ? -1 : byId[typeIds[row]];
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
    public static void RunEnds(ArrayData runEnds, int rows, string name, long at)
    {
        switch (runEnds.DataType)
        {
            case Int16Type: RunEnds<short>(runEnds, rows, name, at); break;
            case Int32Type: RunEnds<int>(runEnds, rows, name, at); break;
            default: RunEnds<long>(runEnds, rows, name, at); break;
        }
    }

    private static bool IsInside(in BinaryView view, ReadOnlySpan<ArrowBuffer> buffers) =>
        (uint)view.BufferIndex < (uint)buffers.Length
        && view.BufferOffset >= 0
        && (long)view.BufferOffset + view.Length <= buffers[view.BufferIndex].Length;

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

        if (long.CreateSaturating(previous) > extent)
        {
            throw new ArrowFormatException(
                $"{name}: {what}s end at {previous}, the data holds {extent} {unit}", at + ((offsets.Length - 1L) * Unsafe.SizeOf<TOffset>()));
        }
    }

    /// <summary>
    /// True when all codes are from 0 to below the count. The usual type has a loop of its own, which is compiled beforehand: a code that is wrong, or its distance from the last one, has
    /// its sign set. Two are looked at in one word: the lower borrows from the upper only where it is wrong itself.
    /// </summary>
    internal static bool AreBelow(ReadOnlySpan<int> codes, int count)
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

    private static ReadOnlySpan<T> Values<T>(ArrayData array)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(array.Values.Span);

    private static void Codes<T>(ArrayData codes, bool isMissing, string name, long at)
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<T> values = Values<T>(codes);
        int count = codes.Dictionary.Length;
        if (count != 0 && !values.ContainsAnyExceptInRange(T.Zero, T.CreateSaturating(count - 1)))
        {
            return;
        }

        for (int row = 0; row < values.Length; row++)
        {
            if (ulong.CreateTruncating(values[row]) >= (ulong)count && !codes.IsNull(row))
            {
                string dictionary = isMissing ? "no dictionary has come" : $"the dictionary has {count} values";
                throw new ArrowFormatException(
                    $"{name}: row {row} has the code {values[row]}, {dictionary}", at + ((long)row * Unsafe.SizeOf<T>()));
            }
        }
    }

    private static void RunEnds<T>(ArrayData runEnds, int rows, string name, long at)
        where T : unmanaged, IBinaryInteger<T>
    {
        T previous = T.Zero;
        ReadOnlySpan<T> ends = Values<T>(runEnds);
        for (int run = 0; run < ends.Length; run++)
        {
            if (ends[run] <= previous)
            {
                throw new ArrowFormatException($"{name}: run {run} ends at {ends[run]}, after {previous}", at + ((long)run * Unsafe.SizeOf<T>()));
            }

            previous = ends[run];
        }

        if (runEnds.Nulls != 0 || long.CreateChecked(previous) < rows)
        {
            throw new ArrowFormatException($"{name}: the runs end at {previous} of {rows} rows, or at null", at);
        }
    }
}
