using System.Numerics;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow;

// Where in an array something first points elsewhere than it may; −1 = nowhere. Those who ask, of bytes that were read and of arrays that a
// program hands over, say each in their own words what is wrong. Buffers hold the rows; what stands at a null row does not count.
internal static class FirstWrong
{
    // The offset that lies before the one in front of it, or before 0.
    public static int Offset<TOffset>(ReadOnlySpan<TOffset> offsets)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        if (typeof(TOffset) == typeof(int) && AreRising(MemoryMarshal.Cast<TOffset, int>(offsets), long.MaxValue))
        {
            return -1;
        }

        TOffset previous = TOffset.Zero;
        for (int i = 0; i < offsets.Length; i++)
        {
            if (offsets[i] < previous)
            {
                return i;
            }

            previous = offsets[i];
        }

        return -1;
    }

    // The row whose code has no value in the dictionary.
    public static int Code(ArrayData codes) => ((DictionaryType)codes.Storage).IndexType switch
    {
        Int32Type when AreBelow(MemoryMarshal.Cast<byte, int>(codes.Values.Span), codes.Dictionary.Length) => -1,
        Int32Type => Code<int>(codes),
        Int8Type => Code<sbyte>(codes),
        Int16Type => Code<short>(codes),
        Int64Type => Code<long>(codes),
        UInt8Type => Code<byte>(codes),
        UInt16Type => Code<ushort>(codes),
        UInt32Type => Code<uint>(codes),
        _ => Code<ulong>(codes),
    };

    // The row of a list view that has not all of its values.
    public static int List<TOffset>(ArrayData views)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        ReadOnlySpan<TOffset> starts = MemoryMarshal.Cast<byte, TOffset>(views.Buffers[1].Span).Slice(views.Offset, views.Length);
        ReadOnlySpan<TOffset> sizes = MemoryMarshal.Cast<byte, TOffset>(views.Buffers[2].Span).Slice(views.Offset, views.Length);
        TOffset extent = TOffset.CreateChecked(views.Children[0].Length);
        for (int row = 0; row < starts.Length; row++)
        {
            if ((starts[row] < TOffset.Zero || sizes[row] < TOffset.Zero || starts[row] > extent || sizes[row] > extent - starts[row])
                && !views.IsNull(row))
            {
                return row;
            }
        }

        return -1;
    }

    // The row of a union whose type id the union does not have, or whose place its child does not have, and that child: −1 = none.
    public static (int Row, int Child) Value(ArrayData union)
    {
        UnionType type = (UnionType)union.Storage;
        sbyte[] byId = ArrayParts.ChildrenById(type);
        ReadOnlySpan<byte> ids = union.Buffers[0].Span.Slice(union.Offset, union.Length);
        ReadOnlySpan<int> places =
            type.Mode == UnionMode.Dense ? MemoryMarshal.Cast<byte, int>(union.Buffers[1].Span).Slice(union.Offset, union.Length) : default;
        for (int row = 0; row < ids.Length; row++)
        {
            int child = ids[row] < byId.Length ? byId[ids[row]] : -1;
            if (child < 0 || (!places.IsEmpty && (uint)places[row] >= (uint)union.Children[child].Length))
            {
                return (row, child);
            }
        }

        return (-1, -1);
    }

    // The run that does not end behind the one before it.
    public static int Run(ArrayData ends)
    {
        long previous = 0;
        for (int run = 0; run < ends.Length; run++)
        {
            if (ends.EndOfRun(run) <= previous)
            {
                return run;
            }

            previous = ends.EndOfRun(run);
        }

        return -1;
    }

    // True when offsets of the usual type rise and stay inside the data, in one loop without a branch.
    public static bool AreRising(ReadOnlySpan<int> offsets, long extent)
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

    // True when all codes are from 0 to below the count. The usual type has a loop of its own: a code that is wrong, or its distance from
    // the last one, has its sign set. Two are looked at in one word: the lower borrows from the upper only where it is wrong itself.
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

    private static int Code<T>(ArrayData codes)
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<T> values = MemoryMarshal.Cast<byte, T>(codes.Values.Span);
        int count = codes.Dictionary.Length;
        if (count != 0 && !values.ContainsAnyExceptInRange(T.Zero, T.CreateSaturating(count - 1)))
        {
            return -1;
        }

        for (int row = 0; row < values.Length; row++)
        {
            if (ulong.CreateTruncating(values[row]) >= (ulong)count && !codes.IsNull(row))
            {
                return row;
            }
        }

        return -1;
    }
}
