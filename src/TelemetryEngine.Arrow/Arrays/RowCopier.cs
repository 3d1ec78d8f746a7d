using System.Numerics;
using System.Runtime.CompilerServices;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Arrow;

/// <summary>
/// Copies rows of arrays of any type, to memory that the collector frees: what comes out needs nothing of what it was copied from. One is for all
/// batches of a column or a table: arrays that share a dictionary share its copy, so that whoever compares dictionaries by reference still can.
/// For one thread at a time.
/// </summary>
internal sealed class RowCopier
{
    private readonly ConditionalWeakTable<ArrowArray, ArrowArray> _dictionaries = [];

    /// <summary>Copies rows. Of a dictionary all values are kept, of everything else only what the rows show.</summary>
    /// <param name="array">The array.</param>
    /// <param name="rows">Which of its rows, in which order.</param>
    /// <exception cref="ArgumentOutOfRangeException">Rows beyond the end.</exception>
    /// <exception cref="OverflowException">The rows have more values or bytes than an array can hold: only where rows are taken twice.</exception>
    public ArrowArray Copy(ArrowArray array, RowSelection rows)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentNullException.ThrowIfNull(rows);
        foreach (RowRange range in rows.Ranges)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(range.End, array.Length, nameof(rows));
        }

        return CopyRows(array, rows);
    }

    private ArrowArray CopyRows(ArrowArray array, RowSelection rows)
    {
        int length = rows.Length;
        switch (array)
        {
            case NullArray: return new NullArray(length);
            case UnionArray union: return CopyUnion(union, rows);
            case RunEndEncodedArray runs: return CopyRuns(runs, rows);
            case DictionaryArray codes:
                ArrowArray dictionary = _dictionaries.GetValue(codes.Dictionary, values => CopyRows(values, RowSelection.All(values.Length)));
                return new DictionaryArray(codes.DictionaryType, CopyRows(codes.Indices, rows), dictionary);
        }

        ArrowBuffer validity = array.NullCount == 0 ? ArrowBuffer.Empty : Bits(array.ValidityBuffer, array.Offset, rows);
        int nulls = array.NullCount == 0 ? 0 : length - Bitmap.CountSet(validity.Span, 0, length);
        return array switch
        {
            BooleanArray bits => new BooleanArray(Bits(bits.ValueBuffer, bits.Offset, rows), validity, length, nulls),
            FixedWidthArray values => FixedWidthArray.Create(
                (FixedWidthType)values.DataType, Bytes(values.ValueMemory.Span, rows.Times(values.ByteWidth)), validity, length, nulls),
            StringArray values => new StringArray(Ends(values.Offsets, rows, out RowSelection data), Bytes(values.DataBuffer.Span, data), validity, length, nulls),
            LargeStringArray values => new LargeStringArray(Ends(values.Offsets, rows, out RowSelection data), Bytes(values.DataBuffer.Span, data), validity, length, nulls),
            BinaryArray values => new BinaryArray(Ends(values.Offsets, rows, out RowSelection data), Bytes(values.DataBuffer.Span, data), validity, length, nulls),
            LargeBinaryArray values => new LargeBinaryArray(Ends(values.Offsets, rows, out RowSelection data), Bytes(values.DataBuffer.Span, data), validity, length, nulls),
            StringViewArray values => new StringViewArray(Views(values, rows, out ArrowBuffer[] data), data, validity, length, nulls),
            BinaryViewArray values => new BinaryViewArray(Views(values, rows, out ArrowBuffer[] data), data, validity, length, nulls),
            ListArray lists => new ListArray(
                (ListType)lists.DataType, Ends(lists.Offsets, rows, out RowSelection items), CopyRows(lists.Values, items), validity, length, nulls),
            LargeListArray lists => new LargeListArray(
                (LargeListType)lists.DataType, Ends(lists.Offsets, rows, out RowSelection items), CopyRows(lists.Values, items), validity, length, nulls),
            MapArray maps => new MapArray(
                (MapType)maps.DataType, Ends(maps.Offsets, rows, out RowSelection items), (StructArray)CopyRows(maps.Values, items), validity, length, nulls),
            FixedSizeListArray lists => new FixedSizeListArray(
                (FixedSizeListType)lists.DataType, CopyRows(lists.Values, rows.Times(((FixedSizeListType)lists.DataType).ListSize)), validity, length, nulls),
            StructArray fields => new StructArray((StructType)fields.DataType, CopyAll(fields.Fields, rows), validity, length, nulls),
            _ => throw new NotSupportedException($"an array of {array.DataType} can't be copied"),
        };
    }

    private ArrowArray[] CopyAll(IReadOnlyList<ArrowArray> children, RowSelection rows) => [.. children.Select(child => CopyRows(child, rows))];

    private static ArrowBuffer Bytes(ReadOnlySpan<byte> source, RowSelection places) => new(RowBytes.Of(source, places));

    private static ArrowBuffer Bits(ArrowBuffer source, int offset, RowSelection rows) => new(RowBytes.OfBits(source.Span, offset, rows));

    private static ArrowBuffer Ends<TOffset>(ReadOnlySpan<TOffset> ends, RowSelection rows, out RowSelection values)
        where TOffset : unmanaged, IBinaryInteger<TOffset> => new(RowBytes.OfEnds(ends, rows, out values));

    /// <summary>Views may point at the same bytes again and again: these are gathered only where that does not make them more than they were.</summary>
    private static ArrowBuffer Views(BytesViewArray array, RowSelection rows, out ArrowBuffer[] data)
    {
        long used = 0;
        ReadOnlySpan<BinaryView> views = array.Views;
        foreach (RowRange range in rows.Ranges)
        {
            for (int row = range.Start; row < range.End; row++)
            {
                used += array.IsNull(row) || views[row].IsInline ? 0 : views[row].Length;
            }
        }

        bool gathers = used <= array.DataBuffers.Sum(buffer => (long)buffer.Length) && used <= Array.MaxLength / 2;
        Memory<byte> memory = RowBytes.Allocate(rows.Length, out Span<BinaryView> target);
        Memory<byte> gathered = RowBytes.Allocate(gathers ? (int)used : 0, out Span<byte> bytes);
        int end = 0;
        int at = 0;
        foreach (RowRange range in rows.Ranges)
        {
            for (int row = range.Start; row < range.End; row++)
            {
                ReadOnlySpan<byte> value = array.GetBytes(row);
                BinaryView view = gathers ? new BinaryView(value, 0, end) : array.IsNull(row) ? default : views[row];
                target[at++] = view;
                if (gathers && !view.IsInline)
                {
                    value.CopyTo(bytes[end..]);
                    end += value.Length;
                }
            }
        }

        data = used == 0 ? [] : gathers ? [new ArrowBuffer(gathered)] : [.. array.DataBuffers.Select(buffer => ArrowBuffer.CopyOf(buffer.Span))];
        return new ArrowBuffer(memory);
    }

    /// <summary>A value that several rows of a dense union point at is copied once.</summary>
    private UnionArray CopyUnion(UnionArray union, RowSelection rows)
    {
        UnionType type = union.UnionType;
        ArrowBuffer typeIds = Bytes(union.TypeIdBuffer.Span.Slice(union.Offset, union.Length), rows);
        if (type.Mode == UnionMode.Sparse)
        {
            return new UnionArray(type, typeIds, ArrowBuffer.Empty, CopyAll(union.Fields, rows), rows.Length);
        }

        RowSelection[] shown = [.. union.Fields.Select(_ => new RowSelection())];
        Dictionary<(int Child, int Place), int> copied = [];
        Memory<byte> memory = RowBytes.Allocate(rows.Length, out Span<int> places);
        int at = 0;
        foreach (RowRange range in rows.Ranges)
        {
            for (int row = range.Start; row < range.End; row++)
            {
                (int Child, int Place) from = union.GetPlace(row);
                if (!copied.TryGetValue(from, out int place))
                {
                    place = shown[from.Child].Length;
                    shown[from.Child].Add(from.Place, 1);
                    copied.Add(from, place);
                }

                places[at++] = place;
            }
        }

        return new UnionArray(type, typeIds, new ArrowBuffer(memory), [.. union.Fields.Zip(shown, CopyRows)], rows.Length);
    }

    /// <summary>Rows that are left of one run stay one run.</summary>
    private RunEndEncodedArray CopyRuns(RunEndEncodedArray array, RowSelection rows)
    {
        List<long> ends = [];
        RowSelection values = new();
        int before = -1;
        long at = 0;
        foreach (RowRange range in rows.Ranges)
        {
            int last = array.FindRun(range.End - 1);
            for (int run = array.FindRun(range.Start); run <= last; run++)
            {
                long end = at + Math.Min(array.RunEnd(run) - array.Offset, range.End) - range.Start;
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

        RunEndEncodedType type = (RunEndEncodedType)array.DataType;
        FixedWidthArray runEnds = Concatenation.Integers((IntegerType)type.RunEndsField.DataType, ends, ArrowBuffer.Empty, 0);
        return new RunEndEncodedArray(type, runEnds, CopyRows(array.Values, values), rows.Length);
    }
}
