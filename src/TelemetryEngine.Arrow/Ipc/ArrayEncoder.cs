using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TelemetryEngine.Arrow.Ipc;

/// <summary>Which buffers an array puts into a message. Buffers go out as they lie in memory; what is rewritten is bitmaps and offsets of a
/// slice that does not start at a border, and views that have nulls or far more data than they point at.</summary>
internal static class ArrayEncoder
{
    public static void Add(BodyBuilder body, ArrowArray array)
    {
        body.AddNode(array.Length, array.NullCount);
        switch (array)
        {
            case NullArray: return;
            case UnionArray union: AddUnion(body, union); return;
            case RunEndEncodedArray runs: AddRuns(body, runs); return;
        }

        body.AddBuffer(array.NullCount == 0 ? default : Bits(array.ValidityBuffer, array));
        switch (array)
        {
            case FixedWidthArray values: body.AddBuffer(values.ValueMemory); break;
            case DictionaryArray dictionary: body.AddBuffer(dictionary.Indices.ValueMemory); break;
            case BooleanArray bits: body.AddBuffer(Bits(bits.ValueBuffer, bits)); break;
            case OffsetBytesArray<int> values: AddBytes(body, values); break;
            case OffsetBytesArray<long> values: AddBytes(body, values); break;
            case BytesViewArray values: AddViews(body, values); break;
            case OffsetListArray<int> lists: AddLists(body, lists); break;
            case OffsetListArray<long> lists: AddLists(body, lists); break;
            case StructArray or FixedSizeListArray: AddChildren(body, array); break;
            default: throw new NotSupportedException($"an array of {array.DataType} can't be written");
        }
    }

    private static void AddChildren(BodyBuilder body, ArrowArray array)
    {
        foreach (ArrowArray child in array.Children)
        {
            Add(body, child);
        }
    }

    private static void AddBytes<TOffset>(BodyBuilder body, OffsetBytesArray<TOffset> array)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        (int first, int end) = AddOffsets(body, array.Offsets, array.OffsetBuffer, array.Offset);
        body.AddBuffer(array.DataBuffer.Memory[first..end]);
    }

    private static void AddLists<TOffset>(BodyBuilder body, OffsetListArray<TOffset> array)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        (int first, int end) = AddOffsets(body, array.Offsets, array.OffsetBuffer, array.Offset);
        Add(body, end - first == array.Values.Length ? array.Values : array.Values.Slice(first, end - first));
    }

    /// <summary>Adds offsets so that the first is 0, and says what the array shows of its values.</summary>
    private static (int First, int End) AddOffsets<TOffset>(BodyBuilder body, ReadOnlySpan<TOffset> offsets, ArrowBuffer buffer, int offset)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        int width = Unsafe.SizeOf<TOffset>();
        TOffset first = offsets[0];
        if (first == TOffset.Zero)
        {
            body.AddBuffer(buffer.Memory.Slice(offset * width, offsets.Length * width));
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

    private static void AddViews(BodyBuilder body, BytesViewArray array)
    {
        ReadOnlySpan<BinaryView> views = array.Views;
        long used = 0;
        for (int row = 0; row < views.Length; row++)
        {
            used += array.IsNull(row) || views[row].IsInline ? 0 : views[row].Length;
        }

        if (used < Math.Min(array.DataBuffers.Sum(buffer => (long)buffer.Length) / 2, Array.MaxLength))
        {
            AddGathered(body, array, (int)used);
            return;
        }

        if (array.NullCount == 0)
        {
            body.AddBuffer(array.ViewBuffer.Memory.Slice(array.Offset * BinaryView.SizeBytes, array.Length * BinaryView.SizeBytes));
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

        body.AddVariadicCount(array.DataBuffers.Count);
        foreach (ArrowBuffer data in array.DataBuffers)
        {
            body.AddBuffer(data.Memory);
        }
    }

    /// <summary>Adds views of data that is put together anew: less than half of what there was.</summary>
    private static void AddGathered(BodyBuilder body, BytesViewArray array, int dataBytes)
    {
        byte[] views = Allocate(array.Length, out Span<BinaryView> target);
        byte[] data = GC.AllocateUninitializedArray<byte>(dataBytes);
        int end = 0;
        for (int row = 0; row < target.Length; row++)
        {
            ReadOnlySpan<byte> value = array.GetBytes(row);
            target[row] = new BinaryView(value, 0, end);
            if (!target[row].IsInline)
            {
                value.CopyTo(data.AsSpan(end));
                end += value.Length;
            }
        }

        body.AddBuffer(views);
        body.AddVariadicCount(dataBytes == 0 ? 0 : 1);
        if (dataBytes != 0)
        {
            body.AddBuffer(data);
        }
    }

    private static void AddUnion(BodyBuilder body, UnionArray array)
    {
        if (body.HasUnionValidity)
        {
            body.AddBuffer(default);
        }

        body.AddBuffer(array.TypeIdBuffer.Memory.Slice(array.Offset, array.Length));
        if (array.UnionType.Mode == UnionMode.Sparse)
        {
            AddChildren(body, array);
            return;
        }

        // Of each child, what lies between the first and the last value that is pointed at.
        (int First, int End)[] shown = new (int, int)[array.Fields.Count];
        Array.Fill(shown, (int.MaxValue, 0));
        for (int row = 0; row < array.Length; row++)
        {
            (int child, int place) = array.GetPlace(row);
            shown[child] = (Math.Min(shown[child].First, place), Math.Max(shown[child].End, place + 1));
        }

        byte[] offsets = Allocate(array.Length, out Span<int> target);
        for (int row = 0; row < target.Length; row++)
        {
            (int child, int place) = array.GetPlace(row);
            target[row] = place - shown[child].First;
        }

        body.AddBuffer(offsets);
        for (int child = 0; child < shown.Length; child++)
        {
            (int first, int end) = shown[child];
            Add(body, array.Fields[child].Slice(end == 0 ? 0 : first, end == 0 ? 0 : end - first));
        }
    }

    private static void AddRuns(BodyBuilder body, RunEndEncodedArray array)
    {
        int first = array.Length == 0 ? 0 : array.FindRun(0);
        int count = array.Length == 0 ? 0 : array.FindRun(array.Length - 1) - first + 1;
        body.AddNode(count, 0);
        body.AddBuffer(default);
        switch (array.RunEnds)
        {
            case Int16Array ends: AddRunEnds(body, ends, first, count, array); break;
            case Int32Array ends: AddRunEnds(body, ends, first, count, array); break;
            default: AddRunEnds(body, (Int64Array)array.RunEnds, first, count, array); break;
        }

        Add(body, array.Values.Slice(first, count));
    }

    private static void AddRunEnds<T>(BodyBuilder body, PrimitiveArray<T> runEnds, int first, int count, RunEndEncodedArray array)
        where T : unmanaged, IBinaryInteger<T>
    {
        byte[] ends = Allocate(count, out Span<T> target);
        for (int run = 0; run < count; run++)
        {
            long end = long.CreateChecked(runEnds.Values[first + run]) - array.Offset;
            target[run] = T.CreateChecked(Math.Min(end, array.Length));
        }

        body.AddBuffer(ends);
    }

    private static byte[] Allocate<T>(int count, out Span<T> values)
        where T : unmanaged
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked(count * Unsafe.SizeOf<T>()));
        values = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
        return bytes;
    }

    /// <summary>The array's bits from bit 0 on, with zeros behind the last: the same rows are the same bytes, wherever they were cut
    /// from.</summary>
    private static ReadOnlyMemory<byte> Bits(ArrowBuffer buffer, ArrowArray array)
    {
        (int start, int length) = (array.Offset, array.Length);
        int bytes = Bitmap.ByteCount(length);
        if ((start & 7) == 0 && ((length & 7) == 0 || buffer.Span[(start + length) >> 3] >> (length & 7) == 0))
        {
            return buffer.Memory.Slice(start >> 3, bytes);
        }

        byte[] copy = new byte[bytes];
        Bitmap.Copy(buffer.Span, start, length, copy);
        return copy;
    }
}
