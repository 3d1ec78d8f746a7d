using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Scalars;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow.Ipc;

// Which buffers an array puts into a message. Buffers go out as they lie in memory; what is rewritten is bitmaps and offsets of a slice
// that does not start at a border, views that have nulls or far more data than they point at, and views of lists.
internal static class ArrayEncoder
{
    public static void Add(BodyBuilder body, ArrayData array)
    {
        IArrowType type = array.Storage;
        array = type is ListViewType or LargeListViewType ? new RowCopier().CopyAll(array) : array;
        int nulls = array.Nulls;
        body.AddNode(array.Length, nulls);
        switch (type)
        {
            case NullType: return;
            case UnionType union: AddUnion(body, union, array); return;
            case RunEndEncodedType: AddRuns(body, array); return;
        }

        body.AddBuffer(nulls == 0 ? default : Bits(array, 0));
        switch (type)
        {
            case BooleanType: body.AddBuffer(Bits(array, 1)); break;
            case FixedWidthType: body.AddBuffer(array.Values); break;
            case StringType or BinaryType: AddBytes<int>(body, array); break;
            case LargeStringType or LargeBinaryType: AddBytes<long>(body, array); break;
            case StringViewType or BinaryViewType: AddViews(body, array); break;
            case ListType or MapType: AddLists<int>(body, array); break;
            case LargeListType: AddLists<long>(body, array); break;
            case ListViewType: AddListViews(body, array, sizeof(int)); break;
            case LargeListViewType: AddListViews(body, array, sizeof(long)); break;
            case StructType or FixedSizeListType: AddChildren(body, array); break;
            default: throw new NotSupportedException($"an array of {ArrowNames.Of(type)} can't be written");
        }
    }

    private static void AddChildren(BodyBuilder body, ArrayData array)
    {
        foreach (ArrayData child in array.ShownChildren())
        {
            Add(body, child);
        }
    }

    private static void AddBytes<TOffset>(BodyBuilder body, ArrayData array)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        (int first, int end) = AddOffsets<TOffset>(body, array);
        body.AddBuffer(array.Buffers[2].Memory[first..end]);
    }

    private static void AddLists<TOffset>(BodyBuilder body, ArrayData array)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        (int first, int end) = AddOffsets<TOffset>(body, array);
        ArrayData values = array.Children[0];
        Add(body, end - first == values.Length ? values : values.Slice(first, end - first));
    }

    // Adds offsets so that the first is 0, and says what the array shows of its values.
    private static (int First, int End) AddOffsets<TOffset>(BodyBuilder body, ArrayData array)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        int width = Unsafe.SizeOf<TOffset>();
        ReadOnlySpan<TOffset> offsets = array.Offsets<TOffset>();
        TOffset first = offsets[0];
        if (array.Length == 0)
        {
            body.AddBuffer(ArrowArrays.NoOffsets.Memory[..width]);
        }
        else if (first == TOffset.Zero)
        {
            body.AddBuffer(array.Buffers[1].Memory.Slice(array.Offset * width, offsets.Length * width));
        }
        else
        {
            byte[] rebased = Allocate(offsets.Length, out Span<TOffset> target);
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = offsets[i] - first;
            }

            body.AddBuffer(rebased);
        }

        return (int.CreateChecked(first), int.CreateChecked(offsets[^1]));
    }

    private static void AddListViews(BodyBuilder body, ArrayData array, int width)
    {
        body.AddBuffer(array.Buffers[1].Memory[..(array.Length * width)]);
        body.AddBuffer(array.Buffers[2].Memory[..(array.Length * width)]);
        Add(body, array.Children[0]);
    }

    private static void AddViews(BodyBuilder body, ArrayData array)
    {
        bool hasNulls = array.Nulls != 0;
        ReadOnlySpan<BinaryView> views = array.Views;
        long used = 0;
        for (int row = 0; row < views.Length; row++)
        {
            used += (hasNulls && array.IsNull(row)) || views[row].IsInline ? 0 : views[row].Length;
        }

        if (used < array.Buffers.Skip(2).Sum(static buffer => (long)buffer.Length) / 2 && used <= Array.MaxLength / 2)
        {
            array = new RowCopier().CopyAll(array);
            hasNulls = false;
        }

        if (!hasNulls)
        {
            body.AddBuffer(array.Buffers[1].Memory.Slice(array.Offset * ArrowArrays.ViewBytes, array.Length * ArrowArrays.ViewBytes));
        }
        else
        {
            byte[] cleaned = Allocate(views.Length, out Span<BinaryView> target);
            for (int row = 0; row < target.Length; row++)
            {
                target[row] = array.IsNull(row) ? default : views[row];
            }

            body.AddBuffer(cleaned);
        }

        body.AddVariadicCount(array.Buffers.Length - 2);
        foreach (ArrowBuffer data in array.Buffers.AsSpan(2))
        {
            body.AddBuffer(data.Memory);
        }
    }

    private static void AddUnion(BodyBuilder body, UnionType type, ArrayData array)
    {
        if (body.HasUnionValidity)
        {
            body.AddBuffer(default);
        }

        ReadOnlyMemory<byte> typeIds = array.Buffers[0].Memory.Slice(array.Offset, array.Length);
        body.AddBuffer(typeIds);
        if (type.Mode == UnionMode.Sparse)
        {
            AddChildren(body, array);
            return;
        }

        // Of each child, what lies between the first and the last value that is pointed at.
        sbyte[] byId = ArrayParts.ChildrenById(type);
        ReadOnlySpan<byte> ids = typeIds.Span;
        ReadOnlySpan<int> places = MemoryMarshal.Cast<byte, int>(array.Buffers[1].Span).Slice(array.Offset, array.Length);
        (int First, int End)[] shown = new (int, int)[array.Children.Length];
        Array.Fill(shown, (int.MaxValue, 0));
        for (int row = 0; row < array.Length; row++)
        {
            ref (int First, int End) child = ref shown[byId[ids[row]]];
            child = (Math.Min(child.First, places[row]), Math.Max(child.End, places[row] + 1));
        }

        byte[] offsets = Allocate(array.Length, out Span<int> target);
        for (int row = 0; row < target.Length; row++)
        {
            target[row] = places[row] - shown[byId[ids[row]]].First;
        }

        body.AddBuffer(offsets);
        for (int child = 0; child < shown.Length; child++)
        {
            (int first, int end) = shown[child];
            Add(body, array.Children[child].Slice(end == 0 ? 0 : first, end == 0 ? 0 : end - first));
        }
    }

    private static void AddRuns(BodyBuilder body, ArrayData array)
    {
        int first = array.Length == 0 ? 0 : array.FindRun(array.Offset);
        int count = array.Length == 0 ? 0 : array.FindRun(array.Offset + array.Length - 1) - first + 1;
        List<long> ends = new(count);
        for (int run = 0; run < count; run++)
        {
            ends.Add(Math.Min(array.RunEnd(first + run) - array.Offset, array.Length));
        }

        body.AddNode(count, 0);
        body.AddBuffer(default);
        body.AddBuffer(ArrowArrays.Integers(array.Children[0].DataType, ends).Memory);
        Add(body, array.Children[1].Slice(first, count));
    }

    private static byte[] Allocate<T>(int count, out Span<T> values)
        where T : unmanaged
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked(count * Unsafe.SizeOf<T>()));
        values = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
        return bytes;
    }

    // The array's bits from bit 0 on, with zeros behind the last: the same rows are the same bytes, wherever they were cut from.
    private static ReadOnlyMemory<byte> Bits(ArrayData array, int buffer)
    {
        (int start, int length) = (array.Offset, array.Length);
        int bytes = Bitmap.ByteCount(length);
        ReadOnlyMemory<byte> bits = array.Buffers[buffer].Memory;
        if ((start & 7) == 0 && ((length & 7) == 0 || bits.Span[(start + length) >> 3] >> (length & 7) == 0))
        {
            return bits.Slice(start >> 3, bytes);
        }

        byte[] copy = new byte[bytes];
        Bitmap.Copy(bits.Span, start, length, copy);
        return copy;
    }
}
