namespace TelemetryEngine.ApacheArrow;

/// <summary>Apache.Arrow's arrays as ours.</summary>
internal static class TelemetryArrays
{
    public static ArrowArray Of(Theirs.ArrayData data) => Of(data, TelemetryTypes.Of(data.DataType));

    private static ArrowArray Of(Theirs.ArrayData data, ArrowType type) => type switch
    {
        NullType => new NullArray(data.Length),
        BooleanType => new BooleanArray(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        Int8Type => new Int8Array(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        Int16Type => new Int16Array(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        Int32Type => new Int32Array(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        Int64Type => new Int64Array(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        UInt8Type => new UInt8Array(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        UInt16Type => new UInt16Array(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        UInt32Type => new UInt32Array(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        UInt64Type => new UInt64Array(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        HalfFloatType => new HalfFloatArray(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        FloatType => new FloatArray(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        DoubleType => new DoubleArray(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        Date32Type => new Date32Array(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        Date64Type => new Date64Array(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        Decimal32Type known => new Decimal32Array(known, Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        Decimal64Type known => new Decimal64Array(known, Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        Decimal128Type known => new Decimal128Array(known, Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        Decimal256Type known => new Decimal256Array(known, Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        Time32Type known => new Time32Array(known, Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        Time64Type known => new Time64Array(known, Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        TimestampType known => new TimestampArray(known, Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        DurationType known => new DurationArray(known, Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        FixedSizeBinaryType known => new FixedSizeBinaryArray(known, Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        IntervalType { Unit: IntervalUnit.YearMonth } => new YearMonthIntervalArray(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        IntervalType { Unit: IntervalUnit.DayTime } => new DayTimeIntervalArray(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        IntervalType => new MonthDayNanosecondIntervalArray(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        StringType => new StringArray(Buffer(data, 1), Buffer(data, 2), Validity(data), data.Length, data.NullCount, data.Offset),
        LargeStringType => new LargeStringArray(Buffer(data, 1), Buffer(data, 2), Validity(data), data.Length, data.NullCount, data.Offset),
        BinaryType => new BinaryArray(Buffer(data, 1), Buffer(data, 2), Validity(data), data.Length, data.NullCount, data.Offset),
        LargeBinaryType => new LargeBinaryArray(Buffer(data, 1), Buffer(data, 2), Validity(data), data.Length, data.NullCount, data.Offset),
        StringViewType => new StringViewArray(Buffer(data, 1), Rest(data), Validity(data), data.Length, data.NullCount, data.Offset),
        BinaryViewType => new BinaryViewArray(Buffer(data, 1), Rest(data), Validity(data), data.Length, data.NullCount, data.Offset),
        DictionaryType dictionary => new DictionaryArray(dictionary, Of(data, dictionary.IndexType), Of(data.Dictionary)),
        _ => Nested(data, type),
    };

    private static ArrowArray Nested(Theirs.ArrayData data, ArrowType type) => type switch
    {
        ListType list => new ListArray(list, Buffer(data, 1), Of(data.Children[0]), Validity(data), data.Length, data.NullCount, data.Offset),
        LargeListType list => new LargeListArray(list, Buffer(data, 1), Of(data.Children[0]), Validity(data), data.Length, data.NullCount, data.Offset),
        MapType map => new MapArray(map, Buffer(data, 1), (StructArray)Of(data.Children[0]), Validity(data), data.Length, data.NullCount, data.Offset),
        FixedSizeListType list => new FixedSizeListArray(
            list, Rows(data.Children[0], data.Offset * list.ListSize, data.Length * list.ListSize), Validity(data), data.Length, data.NullCount, data.Offset),
        StructType fields => new StructArray(fields, OwnRows(data), Validity(data), data.Length, data.NullCount, data.Offset),
        UnionType { Mode: UnionMode.Sparse } union => new UnionArray(union, Buffer(data, 0), ArrowBuffer.Empty, OwnRows(data), data.Length, data.Offset),
        UnionType union => new UnionArray(union, Buffer(data, 0), Buffer(data, 1), [.. data.Children.Select(Of)], data.Length, data.Offset),
        RunEndEncodedType runs => new RunEndEncodedArray(runs, Of(data.Children[0]), Of(data.Children[1]), data.Length, data.Offset),
        _ => throw new NotSupportedException($"there is no array for {type}"),
    };

    /// <summary>Apache.Arrow's offset counts the children's rows too; ours have cut them.</summary>
    private static ArrowArray[] OwnRows(Theirs.ArrayData data) => [.. data.Children.Select(child => Rows(child, data.Offset, data.Length))];

    private static ArrowArray Rows(Theirs.ArrayData child, int offset, int length)
    {
        ArrowArray whole = Of(child);
        return offset == 0 && length == whole.Length ? whole : whole.Slice(offset, length);
    }

    private static ArrowBuffer Validity(Theirs.ArrayData data) => Buffer(data, 0);

    private static ArrowBuffer[] Rest(Theirs.ArrayData data) => [.. data.Buffers.Skip(2).Select(buffer => new ArrowBuffer(buffer.Memory))];

    private static ArrowBuffer Buffer(Theirs.ArrayData data, int index) => new(data.Buffers[index].Memory);
}
