namespace TelemetryEngine.Arrow.C;

/// <summary>How many buffers a type has in the C data interface.</summary>
internal static class BufferCount
{
    /// <summary>The number of buffers; of views the fewest: each buffer of data is one more.</summary>
    public static int Of(ArrowType type) => type switch
    {
        NullType or RunEndEncodedType => 0,
        StructType or FixedSizeListType => 1,
        UnionType union => union.Mode == UnionMode.Dense ? 2 : 1,
        StringType or LargeStringType or BinaryType or LargeBinaryType => 3,
        StringViewType or BinaryViewType => 3,
        _ => 2,
    };
}
