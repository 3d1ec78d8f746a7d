namespace TelemetryEngine.ApacheArrow;

/// <summary>Apache.Arrow's arrays as ours.</summary>
internal static class TelemetryArrays
{
    public static ArrowArray Of(Theirs.ArrayData data) => TelemetryTypes.Of(data.DataType) switch
    {
        BooleanType => new BooleanArray(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        Int32Type => Int32(data),
        Int64Type => new Int64Array(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        FloatType => new FloatArray(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        DoubleType => new DoubleArray(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        TimestampType time => new TimestampArray(time, Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        StringType => new StringArray(Buffer(data, 1), Buffer(data, 2), Validity(data), data.Length, data.NullCount, data.Offset),
        DictionaryType dictionary => new DictionaryArray(dictionary, Int32(data), (StringArray)Of(data.Dictionary)),
        ArrowType type => throw new NotSupportedException($"there is no array for {type}"),
    };

    private static Int32Array Int32(Theirs.ArrayData data) => new(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset);

    private static ArrowBuffer Validity(Theirs.ArrayData data) => Buffer(data, 0);

    private static ArrowBuffer Buffer(Theirs.ArrayData data, int index) => new(data.Buffers[index].Memory);
}
