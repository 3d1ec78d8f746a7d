namespace TelemetryEngine.ApacheArrow;

/// <summary>Our arrays as those of Apache.Arrow.</summary>
internal static class ApacheArrays
{
    public static Theirs.ArrayData Of(ArrowArray array) => array switch
    {
        BooleanArray bits => Data(array, [bits.ValueBuffer]),
        PrimitiveArray<int> values => Data(array, [values.ValueBuffer]),
        PrimitiveArray<long> values => Data(array, [values.ValueBuffer]),
        PrimitiveArray<float> values => Data(array, [values.ValueBuffer]),
        PrimitiveArray<double> values => Data(array, [values.ValueBuffer]),
        StringArray texts => Data(array, [texts.OffsetBuffer, texts.DataBuffer]),
        DictionaryArray codes => Data(array, [codes.Indices.ValueBuffer], Of(codes.Dictionary)),
        _ => throw new NotSupportedException($"Apache.Arrow has no array for {array.DataType}"),
    };

    private static Theirs.ArrayData Data(ArrowArray array, ReadOnlySpan<ArrowBuffer> buffers, Theirs.ArrayData? dictionary = null)
    {
        Theirs.ArrowBuffer[] all = [Of(array.ValidityBuffer), .. new Theirs.ArrowBuffer[buffers.Length]];
        for (int i = 0; i < buffers.Length; i++)
        {
            all[i + 1] = Of(buffers[i]);
        }

        return new Theirs.ArrayData(ApacheTypes.Of(array.DataType), array.Length, array.NullCount, array.Offset, all, [], dictionary);
    }

    private static Theirs.ArrowBuffer Of(ArrowBuffer buffer) => new(buffer.Memory);
}
