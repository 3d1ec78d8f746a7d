using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Scalars;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow;

// Copies rows of arrays of any type, to memory that the collector frees: what comes out needs nothing of what it was copied from. One is
// for all batches of a column or a table: arrays that share a dictionary share its copy. Several threads may use it.
internal sealed class RowCopier
{
    private readonly ConditionalWeakTable<ArrayData, ArrayData> _dictionaries = [];

    // Copies rows. Of a dictionary all values are kept, of everything else only what the rows show.
    // rows: Which of its rows, in which order.
    // throws ArgumentOutOfRangeException: Rows beyond the end.
    // throws OverflowException: The rows have more values or bytes than an array can hold: only where rows are taken twice.
    public IArrowArray Copy(IArrowArray array, RowSelection rows)
    {
        foreach (RowRange range in rows.Ranges)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(range.End, array.Length, nameof(rows));
        }

        return ArrowArrayFactory.BuildArray(Copy(array.Data, rows));
    }

    // Copies all rows.
    public ArrayData CopyAll(ArrayData data) => Copy(data, RowSelection.All(data.Length));

    // Copies rows, which are there.
    public ArrayData Copy(ArrayData data, RowSelection rows)
    {
        IArrowType storage = data.Storage;
        switch (storage)
        {
            case NullType: return new ArrayData(data.DataType, rows.Length, rows.Length, 0, System.Array.Empty<ArrowBuffer>());
            case UnionType union: return CopyUnion(union, data, rows);
            case RunEndEncodedType: return CopyRuns(data, rows);
        }

        ArrowBuffer validity = data.Nulls == 0 ? ArrowBuffer.Empty : Bits(data.Buffers[0].Span, data.Offset, rows);
        int nulls = data.Nulls == 0 ? 0 : rows.Length - Bitmap.CountSet(validity.Span, 0, rows.Length);
        switch (storage)
        {
            case BooleanType: return Made([validity, Bits(data.Buffers[1].Span, data.Offset, rows)]);
            case DictionaryType:
                ArrayData dictionary = _dictionaries.GetValue(data.Dictionary, CopyAll);
                return new ArrayData(data.DataType, rows.Length, nulls, 0, [validity, Values(data, rows)], [], dictionary);
            case FixedWidthType: return Made([validity, Values(data, rows)]);
            case StringType
                or BinaryType:
                return Made([validity, Ends<int>(data, rows, out RowSelection texts), Bytes(data.Buffers[2].Span, texts)]);
            case LargeStringType
                or LargeBinaryType:
                return Made(
                    [validity, Ends<long>(data, rows, out RowSelection longTexts), Bytes(data.Buffers[2].Span, longTexts)]);
            case StringViewType or BinaryViewType: return Made([validity, .. Views(data, rows)]);
            case ListType
                or MapType:
                return Made([validity, Ends<int>(data, rows, out RowSelection items)], [Copy(data.Children[0], items)]);
            case LargeListType:
                return Made([validity, Ends<long>(data, rows, out RowSelection manyItems)],
                [Copy(data.Children[0], manyItems)]);
            case ListViewType:
                return Made([validity, .. ListViews<int>(data, rows, out RowSelection seen)],
                [Copy(data.Children[0], seen)]);
            case LargeListViewType:
                return Made([validity, .. ListViews<long>(data, rows, out RowSelection manySeen)],
                [Copy(data.Children[0], manySeen)]);
            // their offset counts the children's rows too
            case FixedSizeListType list: return Made([validity], [Copy(data.Children[0], rows.From(data.Offset).Times(list.ListSize))]);
            case StructType: return Made([validity], Copy(data.Children, rows.From(data.Offset)));
            default: throw new NotSupportedException($"an array of {ArrowNames.Of(data.DataType)} can't be copied");
        }

        ArrayData Made(ArrowBuffer[] buffers, ArrayData[]? children = null) => new(data.DataType, rows.Length, nulls, 0, buffers, children);
    }

    private ArrayData[] Copy(ArrayData[] children, RowSelection rows) => Array.ConvertAll(children, child => Copy(child, rows));

    private static ArrowBuffer Values(ArrayData data, RowSelection rows) => Bytes(data.Values.Span, rows.Times(data.ByteWidth));

    private static ArrowBuffer Bytes(ReadOnlySpan<byte> source, RowSelection places) => new(RowBytes.Of(source, places));

    private static ArrowBuffer Bits(ReadOnlySpan<byte> source, int offset, RowSelection rows) => new(RowBytes.OfBits(source, offset, rows));

    private static ArrowBuffer Ends<TOffset>(ArrayData data, RowSelection rows, out RowSelection values)
        where TOffset : unmanaged, IBinaryInteger<TOffset> =>
        new(RowBytes.OfEnds(data.Offsets<TOffset>(), rows, out values));

    // Where each row's values begin and how many they are, and where those values are now: one behind the other, or, where rows share them,
    // as they lie.
    private static ArrowBuffer[] ListViews<TOffset>(ArrayData data, RowSelection rows, out RowSelection values)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        ReadOnlySpan<TOffset> starts = MemoryMarshal.Cast<byte, TOffset>(data.Buffers[1].Span);
        ReadOnlySpan<TOffset> sizes = MemoryMarshal.Cast<byte, TOffset>(data.Buffers[2].Span);
        bool hasNulls = data.Nulls != 0;
        (long total, long first, long end) = (0, long.MaxValue, 0);
        foreach (RowRange range in rows.From(data.Offset).Ranges)
        {
            for (int row = range.Start; row < range.End; row++)
            {
                if (SizeOf(row, sizes) is > 0 and long size)
                {
                    long start = long.CreateChecked(starts[row]);
                    (total, first, end) = (total + size, Math.Min(first, start), Math.Max(end, start + size));
                }
            }
        }

        // rows may show the same values again and again
        bool isShared = total > 0 && total > end - first;
        Memory<byte> startMemory = RowBytes.Allocate(rows.Length, out Span<TOffset> newStarts);
        Memory<byte> sizeMemory = RowBytes.Allocate(rows.Length, out Span<TOffset> newSizes);
        values = new RowSelection();
        int at = 0;
        foreach (RowRange range in rows.From(data.Offset).Ranges)
        {
            for (int row = range.Start; row < range.End; row++)
            {
                int size = checked((int)SizeOf(row, sizes));
                int start = size == 0 ? 0 : int.CreateChecked(starts[row]);
                newStarts[at] = TOffset.CreateChecked(!isShared ? values.Length : size == 0 ? 0 : start - first);
                newSizes[at++] = TOffset.CreateChecked(size);
                if (!isShared)
                {
                    values.Add(start, size);
                }
            }
        }

        if (isShared)
        {
            values.Add((int)first, (int)(end - first));
        }

        return [new ArrowBuffer(startMemory), new ArrowBuffer(sizeMemory)];

        long SizeOf(int row, ReadOnlySpan<TOffset> sizes) =>
            hasNulls && !Bitmap.Get(data.Buffers[0].Span, row) ? 0 : long.CreateChecked(sizes[row]);
    }

    // Views, and the bytes that they look at. They may look at the same bytes again and again: these are gathered only where that does not
    // make them more than they were.
    private static ArrowBuffer[] Views(ArrayData data, RowSelection rows)
    {
        ReadOnlySpan<BinaryView> views = MemoryMarshal.Cast<byte, BinaryView>(data.Buffers[1].Span);
        RowSelection places = rows.From(data.Offset);
        bool hasNulls = data.Nulls != 0;
        long used = 0;
        foreach (RowRange range in places.Ranges)
        {
            for (int row = range.Start; row < range.End; row++)
            {
                used += IsNull(row) || views[row].IsInline ? 0 : views[row].Length;
            }
        }

        ArrowBuffer[] sources = data.Buffers[2..];
        bool gathers = used <= sources.Sum(static buffer => (long)buffer.Length) && used <= Array.MaxLength / 2;
        Memory<byte> memory = RowBytes.Allocate(rows.Length, out Span<BinaryView> target);
        Memory<byte> gathered = RowBytes.Allocate(gathers ? (int)used : 0, out Span<byte> bytes);
        int end = 0;
        int at = 0;
        foreach (RowRange range in places.Ranges)
        {
            for (int row = range.Start; row < range.End; row++)
            {
                BinaryView view = IsNull(row) ? default : views[row];
                if (gathers && !view.IsInline)
                {
                    ReadOnlySpan<byte> value = sources[view.BufferIndex].Span.Slice(view.BufferOffset, view.Length);
                    value.CopyTo(bytes[end..]);
                    view = new BinaryView(value.Length, value[..sizeof(int)], 0, end);
                    end += value.Length;
                }

                target[at++] = view;
            }
        }

        return used == 0 ? [new ArrowBuffer(memory)]
            : gathers ? [new ArrowBuffer(memory), new ArrowBuffer(gathered)]
            : [new ArrowBuffer(memory), .. sources.Select(static buffer => ArrowArrays.CopyOf(buffer.Span))];

        bool IsNull(int row) => hasNulls && !Bitmap.Get(data.Buffers[0].Span, row);
    }

    // A value that several rows of a dense union point at is copied once.
    private ArrayData CopyUnion(UnionType type, ArrayData data, RowSelection rows)
    {
        RowSelection own = rows.From(data.Offset);
        ArrowBuffer typeIds = Bytes(data.Buffers[0].Span, own);
        if (type.Mode == UnionMode.Sparse)
        {
            return new ArrayData(data.DataType, rows.Length, 0, 0, [typeIds], Copy(data.Children, own));
        }

        ReadOnlySpan<byte> ids = data.Buffers[0].Span;
        ReadOnlySpan<int> offsets = MemoryMarshal.Cast<byte, int>(data.Buffers[1].Span);
        RowSelection[] shown = Array.ConvertAll(data.Children, static _ => new RowSelection());
        Dictionary<(int Child, int Place), int> copied = [];
        Memory<byte> memory = RowBytes.Allocate(rows.Length, out Span<int> places);
        int at = 0;
        foreach (RowRange range in own.Ranges)
        {
            for (int row = range.Start; row < range.End; row++)
            {
                (int Child, int Place) from = (Array.IndexOf(type.TypeIds, ids[row]), offsets[row]);
                if (!copied.TryGetValue(from, out int place))
                {
                    place = shown[from.Child].Length;
                    shown[from.Child].Add(from.Place, 1);
                    copied.Add(from, place);
                }

                places[at++] = place;
            }
        }

        return new ArrayData(data.DataType, rows.Length, 0, 0, [typeIds, new ArrowBuffer(memory)], [.. data.Children.Zip(shown, Copy)]);
    }

    // Rows that are left of one run stay one run.
    private ArrayData CopyRuns(ArrayData data, RowSelection rows)
    {
        List<long> ends = [];
        RowSelection values = new();
        int before = -1;
        long at = 0;
        foreach (RowRange range in rows.From(data.Offset).Ranges)
        {
            int last = data.FindRun(range.End - 1);
            for (int run = data.FindRun(range.Start); run <= last; run++)
            {
                long end = at + Math.Min(data.RunEnd(run), range.End) - range.Start;
                if (run == before)
                {
                    ends[^1] = end;
                    continue;
                }

                ends.Add(end);
                values.Add(run, 1);
                before = run;
            }

            at += range.Length;
        }

        ArrayData copiedEnds =
            new(data.Children[0].DataType, ends.Count, 0, 0, [ArrowBuffer.Empty, ArrowArrays.Integers(data.Children[0].DataType, ends)]);
        return new ArrayData(data.DataType, rows.Length, 0, 0, System.Array.Empty<ArrowBuffer>(),
            [copiedEnds, Copy(data.Children[1], values)]);
    }
}
