using System.Numerics;

namespace TelemetryEngine.Arrow.Ipc;

/// <summary>Puts arrays of one type one behind the other, in memory of their own.</summary>
internal static class Concatenation
{
    /// <exception cref="OverflowException">Together they have more rows or bytes than an array can hold, or codes can count.</exception>
    public static ArrowArray Of(IReadOnlyList<ArrowArray> parts)
    {
        int rows = parts.Aggregate(0, static (sum, part) => checked(sum + part.Length));
        int nulls = parts.Sum(part => part.NullCount);
        ArrowBuffer validity = nulls == 0 || parts[0] is NullArray ? ArrowBuffer.Empty : Bits(parts, rows, part => part.NullCount == 0 ? null : part.ValidityBuffer);
        return parts[0].DataType switch
        {
            NullType => new NullArray(rows),
            BooleanType => new BooleanArray(Bits(parts, rows, part => ((BooleanArray)part).ValueBuffer), validity, rows, nulls),
            FixedWidthType type => FixedWidthArray.Create(type, Bytes([.. parts.Select(part => ((FixedWidthArray)part).ValueMemory)]), validity, rows, nulls),
            StringType => new StringArray(Offsets(parts, Ends<int>, rows), Data<int>(parts), validity, rows, nulls),
            LargeStringType => new LargeStringArray(Offsets(parts, Ends<long>, rows), Data<long>(parts), validity, rows, nulls),
            BinaryType => new BinaryArray(Offsets(parts, Ends<int>, rows), Data<int>(parts), validity, rows, nulls),
            LargeBinaryType => new LargeBinaryArray(Offsets(parts, Ends<long>, rows), Data<long>(parts), validity, rows, nulls),
            StringViewType => new StringViewArray(Views(parts, rows, out ArrowBuffer[] data), data, validity, rows, nulls),
            BinaryViewType => new BinaryViewArray(Views(parts, rows, out ArrowBuffer[] data), data, validity, rows, nulls),
            ListType type => new ListArray(type, Offsets(parts, ListEnds<int>, rows), Lists<int>(parts), validity, rows, nulls),
            LargeListType type => new LargeListArray(type, Offsets(parts, ListEnds<long>, rows), Lists<long>(parts), validity, rows, nulls),
            MapType type => new MapArray(type, Offsets(parts, ListEnds<int>, rows), (StructArray)Lists<int>(parts), validity, rows, nulls),
            FixedSizeListType type => new FixedSizeListArray(type, Child(parts, 0), validity, rows, nulls),
            StructType type => new StructArray(type, AllChildren(parts), validity, rows, nulls),
            UnionType type => Unions(type, [.. parts.Cast<UnionArray>()], rows),
            RunEndEncodedType type => Runs(type, [.. parts.Cast<RunEndEncodedArray>()], rows),
            DictionaryType type => Codes(type, [.. parts.Cast<DictionaryArray>()], validity, nulls),
            ArrowType type => throw new NotSupportedException($"arrays of {type} can't be put together"),
        };
    }

    private static ReadOnlySpan<TOffset> Ends<TOffset>(ArrowArray array)
        where TOffset : unmanaged, IBinaryInteger<TOffset> => ((OffsetBytesArray<TOffset>)array).Offsets;

    private static ReadOnlySpan<TOffset> ListEnds<TOffset>(ArrowArray array)
        where TOffset : unmanaged, IBinaryInteger<TOffset> => ((OffsetListArray<TOffset>)array).Offsets;

    private static ArrowArray Child(IReadOnlyList<ArrowArray> parts, int index) => Of([.. parts.Select(part => part.Children[index])]);

    private static ArrowArray[] AllChildren(IReadOnlyList<ArrowArray> parts) =>
        [.. Enumerable.Range(0, parts[0].Children.Count).Select(index => Child(parts, index))];

    private static ArrowArray Lists<TOffset>(IReadOnlyList<ArrowArray> parts)
        where TOffset : unmanaged, IBinaryInteger<TOffset> => Of([.. parts.Select(part =>
        {
            ReadOnlySpan<TOffset> ends = ListEnds<TOffset>(part);
            int first = int.CreateChecked(ends[0]);
            return part.Children[0].Slice(first, int.CreateChecked(ends[^1]) - first);
        })]);

    private static ArrowBuffer Data<TOffset>(IReadOnlyList<ArrowArray> parts)
        where TOffset : unmanaged, IBinaryInteger<TOffset> => Bytes([.. parts.Cast<OffsetBytesArray<TOffset>>().Select(part =>
            part.DataBuffer.Memory[int.CreateChecked(part.Offsets[0])..int.CreateChecked(part.Offsets[^1])])]);

    private static ArrowBuffer Bytes(ReadOnlyMemory<byte>[] parts)
    {
        Memory<byte> memory = RowBytes.Allocate(parts.Aggregate(0, static (sum, part) => checked(sum + part.Length)), out Span<byte> target);
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            part.Span.CopyTo(target);
            target = target[part.Length..];
        }

        return new ArrowBuffer(memory);
    }

    /// <summary>Bits one behind the other; where a part has no buffer they are set.</summary>
    private static ArrowBuffer Bits(IReadOnlyList<ArrowArray> parts, int rows, Func<ArrowArray, ArrowBuffer?> bufferOf)
    {
        Memory<byte> memory = RowBytes.Allocate(Bitmap.ByteCount(rows), out Span<byte> target);
        target.Fill(0xFF);
        int start = 0;
        foreach (ArrowArray part in parts)
        {
            if (bufferOf(part) is { } buffer)
            {
                for (int row = 0; row < part.Length; row++)
                {
                    Bitmap.Set(target, start + row, Bitmap.Get(buffer.Span, part.Offset + row));
                }
            }

            start += part.Length;
        }

        return new ArrowBuffer(memory);
    }

    private delegate ReadOnlySpan<TOffset> EndsOf<TOffset>(ArrowArray array);

    private static ArrowBuffer Offsets<TOffset>(IReadOnlyList<ArrowArray> parts, EndsOf<TOffset> endsOf, int rows)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        Memory<byte> memory = RowBytes.Allocate(checked(rows + 1), out Span<TOffset> target);
        TOffset end = target[0] = TOffset.Zero;
        int row = 1;
        foreach (ArrowArray part in parts)
        {
            ReadOnlySpan<TOffset> ends = endsOf(part);
            for (int i = 1; i < ends.Length; i++)
            {
                target[row++] = checked(end + (ends[i] - ends[0]));
            }

            end = target[row - 1];
        }

        return new ArrowBuffer(memory);
    }

    private static ArrowBuffer Views(IReadOnlyList<ArrowArray> parts, int rows, out ArrowBuffer[] data)
    {
        Memory<byte> memory = RowBytes.Allocate(rows, out Span<BinaryView> target);
        List<ArrowBuffer> buffers = [];
        foreach (BytesViewArray part in parts.Cast<BytesViewArray>())
        {
            ReadOnlySpan<BinaryView> views = part.Views;
            for (int row = 0; row < views.Length; row++)
            {
                target[row] = part.IsNull(row) ? default : views[row].Shift(buffers.Count);
            }

            target = target[views.Length..];
            buffers.AddRange(part.DataBuffers);
        }

        data = [.. buffers];
        return new ArrowBuffer(memory);
    }

    private static UnionArray Unions(UnionType type, UnionArray[] parts, int rows)
    {
        ArrowBuffer typeIds = Bytes([.. parts.Select(part => part.TypeIdBuffer.Memory.Slice(part.Offset, part.Length))]);
        ArrowArray[] fields = AllChildren(parts);
        if (type.Mode == UnionMode.Sparse)
        {
            return new UnionArray(type, typeIds, ArrowBuffer.Empty, fields, rows);
        }

        Memory<byte> memory = RowBytes.Allocate(rows, out Span<int> target);
        int[] starts = new int[fields.Length];
        foreach (UnionArray part in parts)
        {
            for (int row = 0; row < part.Length; row++)
            {
                (int child, int place) = part.GetPlace(row);
                target[row] = starts[child] + place;
            }

            target = target[part.Length..];
            for (int child = 0; child < starts.Length; child++)
            {
                starts[child] += part.Fields[child].Length;
            }
        }

        return new UnionArray(type, typeIds, new ArrowBuffer(memory), fields, rows);
    }

    private static RunEndEncodedArray Runs(RunEndEncodedType type, RunEndEncodedArray[] parts, int rows)
    {
        List<long> ends = [];
        List<ArrowArray> values = [];
        long start = 0;
        foreach (RunEndEncodedArray part in parts.Where(part => part.Length != 0))
        {
            (int first, int last) = (part.FindRun(0), part.FindRun(part.Length - 1));
            for (int run = first; run <= last; run++)
            {
                ends.Add(start + Math.Min(part.RunEnd(run) - part.Offset, part.Length));
            }

            values.Add(part.Values.Slice(first, last - first + 1));
            start += part.Length;
        }

        return values.Count == 0
            ? parts[0]
            : new RunEndEncodedArray(type, Integers((IntegerType)type.RunEndsField.DataType, ends, ArrowBuffer.Empty, 0), Of(values), rows);
    }

    /// <summary>Where one dictionary begins like another the longer serves both; else they are put together too.</summary>
    private static DictionaryArray Codes(DictionaryType type, DictionaryArray[] parts, ArrowBuffer validity, int nulls)
    {
        ArrowArray dictionary = parts[0].Dictionary;
        int[] shifts = new int[parts.Length];
        for (int i = 1; i < parts.Length; i++)
        {
            ArrowArray next = parts[i].Dictionary;
            bool isLonger = ReferenceEquals(next, dictionary) || DictionaryTracker.StartsWith(next, dictionary);
            shifts[i] = isLonger ? 0 : dictionary.Length;
            dictionary = isLonger ? next : Of([dictionary, next]);
        }

        return shifts.All(shift => shift == 0)
            ? new DictionaryArray(type, Of([.. parts.Select(part => part.Indices)]), dictionary)
            : new DictionaryArray(type, Shifted(type, parts, shifts, validity, nulls), dictionary);
    }

    private static FixedWidthArray Shifted(DictionaryType type, DictionaryArray[] parts, int[] shifts, ArrowBuffer validity, int nulls)
    {
        List<long> codes = [];
        for (int i = 0; i < parts.Length; i++)
        {
            for (int row = 0; row < parts[i].Length; row++)
            {
                codes.Add(parts[i].IsNull(row) ? 0 : checked(parts[i].GetCode(row) + shifts[i]));
            }
        }

        return Integers(type.IndexType, codes, validity, nulls);
    }

    internal static FixedWidthArray Integers(IntegerType type, List<long> values, ArrowBuffer validity, int nulls)
    {
        Memory<byte> buffer = type switch
        {
            Int8Type => RowBytes.OfIntegers<sbyte>(values),
            Int16Type => RowBytes.OfIntegers<short>(values),
            Int32Type => RowBytes.OfIntegers<int>(values),
            UInt8Type => RowBytes.OfIntegers<byte>(values),
            UInt16Type => RowBytes.OfIntegers<ushort>(values),
            UInt32Type => RowBytes.OfIntegers<uint>(values),
            _ => RowBytes.OfIntegers<long>(values),
        };
        return FixedWidthArray.Create(type, new ArrowBuffer(buffer), validity, values.Count, nulls);
    }
}
