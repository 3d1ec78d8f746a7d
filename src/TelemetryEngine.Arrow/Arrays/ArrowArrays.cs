using Apache.Arrow;
using Apache.Arrow.Arrays;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow;

/// <summary>Makes Arrow arrays over memory that is there, and reads texts and codes of them.</summary>
internal static class ArrowArrays
{
    /// <summary>The bytes of a view of bytes or text.</summary>
    public const int ViewBytes = 16;

    /// <summary>An array over its buffers.</summary>
    /// <param name="type">Its type; none that has children.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="nulls">How many of them are null.</param>
    /// <param name="buffers">The bits of validity, empty where no row is null, and the buffers of values.</param>
    public static IArrowArray Make(IArrowType type, int rows, int nulls, params ArrowBuffer[] buffers) =>
        ArrowArrayFactory.BuildArray(new ArrayData(type, rows, nulls, 0, buffers));

    /// <summary>Values copied to aligned memory that the collector frees.</summary>
    public static ArrowBuffer CopyOf<T>(ReadOnlySpan<T> values)
        where T : unmanaged => new(PinnedMemory.CopyOf(values));

    /// <summary>The offsets of an array without rows, of which there is one.</summary>
    public static ArrowBuffer NoOffsets { get; } = new(new byte[sizeof(long)]);

    /// <summary>An array without rows.</summary>
    public static ArrayData EmptyOf(IArrowType type)
    {
        IArrowType storage = ArrayParts.StorageOf(type);
        ArrowBuffer none = ArrowBuffer.Empty;
        ArrowBuffer[] buffers = storage switch
        {
            NullType or RunEndEncodedType => [],
            UnionType { Mode: UnionMode.Sparse } or StructType or FixedSizeListType => [none],
            StringType or LargeStringType or BinaryType or LargeBinaryType => [none, NoOffsets, none],
            ListType or LargeListType or MapType => [none, NoOffsets],
            ListViewType or LargeListViewType => [none, none, none],
            _ => [none, none],
        };
        ArrayData[] children = storage is NestedType nested ? [.. nested.Fields.Select(static field => EmptyOf(field.DataType))] : [];
        return new ArrayData(type, 0, 0, 0, buffers, children, storage is DictionaryType coded ? EmptyOf(coded.ValueType) : null);
    }

    /// <summary>Integers as a type of integers stores them.</summary>
    /// <exception cref="OverflowException">One is more than that holds.</exception>
    public static ArrowBuffer Integers(IArrowType type, List<long> values) => new(type switch
    {
        Int8Type => RowBytes.OfIntegers<sbyte>(values),
        Int16Type => RowBytes.OfIntegers<short>(values),
        Int32Type => RowBytes.OfIntegers<int>(values),
        UInt8Type => RowBytes.OfIntegers<byte>(values),
        UInt16Type => RowBytes.OfIntegers<ushort>(values),
        UInt32Type => RowBytes.OfIntegers<uint>(values),
        _ => RowBytes.OfIntegers<long>(values),
    });

    /// <summary>Some of an array's rows, over the same memory.</summary>
    public static IArrowArray Slice(this IArrowArray array, int offset, int length) => ArrowArrayFactory.Slice(array, offset, length);

    /// <summary>Where the texts or bytes of an array lie: those of row i from offset i to offset i + 1.</summary>
    public static ReadOnlySpan<int> OffsetsOf(BinaryArray array) => array.Length == 0 ? [0] : array.ValueOffsets;

    /// <inheritdoc cref="OffsetsOf(BinaryArray)"/>
    public static ReadOnlySpan<long> OffsetsOf(LargeBinaryArray array) => array.Length == 0 ? [0] : array.ValueOffsets;

    /// <summary>The bytes of a row that is not null: texts or bytes in any layout, or codes of such.</summary>
    public static ReadOnlySpan<byte> BytesAt(this IArrowArray array, int row) => array switch
    {
        BinaryArray texts => texts.ValueBuffer.Span[texts.ValueOffsets[row]..texts.ValueOffsets[row + 1]],
        LargeBinaryArray texts => texts.ValueBuffer.Span[checked((int)texts.ValueOffsets[row])..checked((int)texts.ValueOffsets[row + 1])],
        BinaryViewArray texts => texts.GetBytes(row),
        FixedSizeBinaryArray values => values.GetBytes(row),
        DictionaryArray codes => codes.Dictionary.BytesAt(codes.CodeAt(row)),
        _ => throw new ArgumentException($"{ArrowNames.Of(array.Data.DataType)} has no texts", nameof(array)),
    };

    /// <summary>True for a null row, and for a code whose value in the dictionary is null.</summary>
    public static bool HasNullAt(this IArrowArray array, int row) =>
        array.IsNull(row) || (array is DictionaryArray { Dictionary.NullCount: not 0 } codes && codes.Dictionary.HasNullAt(codes.CodeAt(row)));

    /// <summary>The text of a row; null at a null row. Allocates.</summary>
    public static string? TextAt(this IArrowArray array, int row) => array.HasNullAt(row) ? null : System.Text.Encoding.UTF8.GetString(array.BytesAt(row));

    /// <summary>A row's place in the dictionary. At a null row it means nothing.</summary>
    /// <exception cref="OverflowException">The code is no int32, or negative.</exception>
    public static int CodeAt(this DictionaryArray array, int row) => checked((int)array.Data.CodeAt(row));
}
