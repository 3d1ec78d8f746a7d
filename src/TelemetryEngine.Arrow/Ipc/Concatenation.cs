using System.Numerics;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Scalars;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow.Ipc;

// Puts arrays of one type one behind the other, in memory of their own.
internal static class Concatenation
{
    // throws OverflowException: Together they have more rows or bytes than an array can hold, or codes can count.
    public static ArrayData Of(IReadOnlyList<ArrayData> parts)
    {
        int rows = parts.Aggregate(0, static (sum, part) => checked(sum + part.Length));
        IArrowType type = parts[0].Storage;
        switch (type)
        {
            case NullType: return new ArrayData(parts[0].DataType, rows, rows, 0, Array.Empty<ArrowBuffer>(), []);
            case UnionType union: return Unions(union, parts, rows);
            case RunEndEncodedType: return Runs(parts, rows);
            // their rows are put one behind the other by the copy
            case ListViewType or LargeListViewType: return ListViews(parts, rows);
        }

        int nulls = parts.Sum(static part => part.Nulls);
        ArrowBuffer validity = nulls == 0 ? ArrowBuffer.Empty : Bits(parts, rows, 0);
        return type switch
        {
            BooleanType => Made([validity, Bits(parts, rows, 1)]),
            DictionaryType coded => Codes(coded, parts, validity, nulls, rows),
            FixedWidthType => Made([validity, Bytes(parts.Select(static part => part.Values))]),
            StringType or BinaryType => Made([validity, Offsets<int>(parts, rows), Data<int>(parts)]),
            LargeStringType or LargeBinaryType => Made([validity, Offsets<long>(parts, rows), Data<long>(parts)]),
            StringViewType or BinaryViewType => Made([validity, .. Views(parts, rows)]),
            ListType or MapType => Made([validity, Offsets<int>(parts, rows)], Lists<int>(parts)),
            LargeListType => Made([validity, Offsets<long>(parts, rows)], Lists<long>(parts)),
            FixedSizeListType or StructType => Made([validity], Children([.. parts.Select(static part => part.ShownChildren())])),
            _ => throw new NotSupportedException($"arrays of {ArrowNames.Of(type)} can't be put together"),
        };

        ArrayData Made(ArrowBuffer[] buffers, params ArrayData[] children) => new(parts[0].DataType, rows, nulls, 0, buffers, children);
    }

    private static ArrayData[] Children(ArrayData[][] parts) =>
        [.. Enumerable.Range(0, parts[0].Length).Select(child => Of([.. parts.Select(children => children[child])]))];

    private static ArrayData Lists<TOffset>(IReadOnlyList<ArrayData> parts)
        where TOffset : unmanaged, IBinaryInteger<TOffset> => Of([.. parts.Select(static part =>
        {
            ReadOnlySpan<TOffset> ends = part.Offsets<TOffset>();
            int first = int.CreateChecked(ends[0]);
            return part.Children[0].Slice(first, int.CreateChecked(ends[^1]) - first);
        })]);

    private static ArrowBuffer Data<TOffset>(IReadOnlyList<ArrayData> parts)
        where TOffset : unmanaged, IBinaryInteger<TOffset> =>
        Bytes(parts.Select(
            static part => part.Buffers[2].Memory[int.CreateChecked(part.Offsets<TOffset>()[0])..int.CreateChecked(
                part.Offsets<TOffset>()[^1])]));

    private static ArrowBuffer Bytes(IEnumerable<ReadOnlyMemory<byte>> parts)
    {
        ReadOnlyMemory<byte>[] all = [.. parts];
        Memory<byte> memory = RowBytes.Allocate(all.Aggregate(0, static (sum, part) => checked(sum + part.Length)), out Span<byte> target);
        foreach (ReadOnlyMemory<byte> part in all)
        {
            part.Span.CopyTo(target);
            target = target[part.Length..];
        }

        return new ArrowBuffer(memory);
    }

    // Bits one behind the other; where a part has no bits of validity they are set.
    private static ArrowBuffer Bits(IReadOnlyList<ArrayData> parts, int rows, int buffer)
    {
        Memory<byte> memory = RowBytes.Allocate(Bitmap.ByteCount(rows), out Span<byte> target);
        target.Fill(0xFF);
        int start = 0;
        foreach (ArrayData part in parts)
        {
            for (int row = 0; (buffer != 0 || part.Nulls != 0) && row < part.Length; row++)
            {
                Bitmap.Set(target, start + row, Bitmap.Get(part.Buffers[buffer].Span, part.Offset + row));
            }

            start += part.Length;
        }

        return new ArrowBuffer(memory);
    }

    private static ArrowBuffer Offsets<TOffset>(IReadOnlyList<ArrayData> parts, int rows)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        Memory<byte> memory = RowBytes.Allocate(checked(rows + 1), out Span<TOffset> target);
        TOffset end = target[0] = TOffset.Zero;
        int row = 1;
        foreach (ArrayData part in parts)
        {
            ReadOnlySpan<TOffset> ends = part.Offsets<TOffset>();
            for (int i = 1; i < ends.Length; i++)
            {
                target[row++] = checked(end + (ends[i] - ends[0]));
            }

            end = target[row - 1];
        }

        return new ArrowBuffer(memory);
    }

    private static ArrowBuffer[] Views(IReadOnlyList<ArrayData> parts, int rows)
    {
        Memory<byte> memory = RowBytes.Allocate(rows, out Span<BinaryView> target);
        List<ArrowBuffer> buffers = [new ArrowBuffer(memory)];
        foreach (ArrayData part in parts)
        {
            ReadOnlySpan<BinaryView> views = part.Views;
            for (int row = 0; row < views.Length; row++)
            {
                ref readonly BinaryView view = ref views[row];
                target[row] = part.IsNull(row) ? default
                    : view.IsInline ? view
                    : new BinaryView(view.Length, view.Bytes, view.BufferIndex + buffers.Count - 1, view.BufferOffset);
            }

            target = target[views.Length..];
            buffers.AddRange(part.Buffers.AsSpan(2));
        }

        return [.. buffers];
    }

    private static ArrayData ListViews(IReadOnlyList<ArrayData> parts, int rows)
    {
        RowCopier copier = new();
        ArrayData[] copies = [.. parts.Select(copier.CopyAll)];
        int nulls = copies.Sum(static part => part.Nulls);
        bool isLong = copies[0].Storage is LargeListViewType;
        List<long> starts = [];
        long start = 0;
        foreach (ArrayData copy in copies)
        {
            for (int row = 0; row < copy.Length; row++)
            {
                starts.Add(
                    start + (isLong
                        ? MemoryMarshal.Cast<byte, long>(copy.Buffers[1].Span)[row]
                        : MemoryMarshal.Cast<byte, int>(copy.Buffers[1].Span)[row]));
            }

            start += copy.Children[0].Length;
        }

        ArrowBuffer validity = nulls == 0 ? ArrowBuffer.Empty : Bits(copies, rows, 0);
        ArrowBuffer offsets = ArrowArrays.Integers(isLong ? Int64Type.Default : Int32Type.Default, starts);
        ArrowBuffer sizes = Bytes(copies.Select(copy => copy.Buffers[2].Memory[..(copy.Length * (isLong ? sizeof(long) : sizeof(int)))]));
        return new ArrayData(parts[0].DataType, rows, nulls, 0, [validity, offsets, sizes],
            [Of([.. copies.Select(static copy => copy.Children[0])])]);
    }

    private static ArrayData Unions(UnionType type, IReadOnlyList<ArrayData> parts, int rows)
    {
        ArrowBuffer typeIds = Bytes(parts.Select(static part => part.Buffers[0].Memory.Slice(part.Offset, part.Length)));
        if (type.Mode == UnionMode.Sparse)
        {
            return new ArrayData(parts[0].DataType, rows, 0, 0, [typeIds],
                Children([.. parts.Select(static part => part.ShownChildren())]));
        }

        sbyte[] byId = ArrayParts.ChildrenById(type);
        Memory<byte> memory = RowBytes.Allocate(rows, out Span<int> target);
        int[] starts = new int[type.Fields.Count];
        foreach (ArrayData part in parts)
        {
            ReadOnlySpan<byte> ids = part.Buffers[0].Span.Slice(part.Offset, part.Length);
            ReadOnlySpan<int> places = MemoryMarshal.Cast<byte, int>(part.Buffers[1].Span).Slice(part.Offset, part.Length);
            for (int row = 0; row < part.Length; row++)
            {
                target[row] = starts[byId[ids[row]]] + places[row];
            }

            target = target[part.Length..];
            for (int child = 0; child < starts.Length; child++)
            {
                starts[child] += part.Children[child].Length;
            }
        }

        return new ArrayData(parts[0].DataType, rows, 0, 0, [typeIds, new ArrowBuffer(memory)],
            Children([.. parts.Select(static part => part.Children)]));
    }

    private static ArrayData Runs(IReadOnlyList<ArrayData> parts, int rows)
    {
        List<long> ends = [];
        List<ArrayData> values = [];
        long start = 0;
        foreach (ArrayData part in parts.Where(static part => part.Length != 0))
        {
            (int first, int last) = (part.FindRun(part.Offset), part.FindRun(part.Offset + part.Length - 1));
            for (int run = first; run <= last; run++)
            {
                ends.Add(start + Math.Min(part.RunEnd(run) - part.Offset, part.Length));
            }

            values.Add(part.Children[1].Slice(first, last - first + 1));
            start += part.Length;
        }

        if (values.Count == 0)
        {
            return parts[0];
        }

        IArrowType endType = parts[0].Children[0].DataType;
        ArrayData runEnds = new(endType, ends.Count, 0, 0, [ArrowBuffer.Empty, ArrowArrays.Integers(endType, ends)], []);
        return new ArrayData(parts[0].DataType, rows, 0, 0, Array.Empty<ArrowBuffer>(), [runEnds, Of(values)]);
    }

    // Where one dictionary begins like another the longer serves both; else they are put together too.
    private static ArrayData Codes(DictionaryType type, IReadOnlyList<ArrayData> parts, ArrowBuffer validity, int nulls, int rows)
    {
        ArrayData dictionary = parts[0].Dictionary;
        int[] shifts = new int[parts.Count];
        for (int i = 1; i < shifts.Length; i++)
        {
            ArrayData next = parts[i].Dictionary;
            bool isLonger = ReferenceEquals(next, dictionary) || DictionaryTracker.StartsWith(next, dictionary);
            shifts[i] = isLonger ? 0 : dictionary.Length;
            dictionary = isLonger ? next : Of([dictionary, next]);
        }

        ArrowBuffer codes =
            Array.TrueForAll(shifts, static shift => shift == 0)
                ? Bytes(parts.Select(static part => part.Values))
                : Shifted(type, parts, shifts);
        return new ArrayData(parts[0].DataType, rows, nulls, 0, [validity, codes], [], dictionary);
    }

    private static ArrowBuffer Shifted(DictionaryType type, IReadOnlyList<ArrayData> parts, int[] shifts)
    {
        List<long> codes = [];
        for (int i = 0; i < parts.Count; i++)
        {
            for (int row = 0; row < parts[i].Length; row++)
            {
                codes.Add(parts[i].IsNull(row) ? 0 : checked((long)parts[i].CodeAt(row) + shifts[i]));
            }
        }

        return ArrowArrays.Integers(type.IndexType, codes);
    }
}
