using Apache.Arrow;
using Apache.Arrow.Arrays;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow;

// Makes Arrow arrays over memory that is there, and reads texts and codes of them.
internal static class ArrowArrays
{
    // The bytes of a view of bytes or text.
    public const int ViewBytes = 16;

    // An array over its buffers.
    // type: Its type; none that has children.
    // nulls: How many of them are null.
    // buffers: The bits of validity, empty where no row is null, and the buffers of values.
    public static IArrowArray Make(IArrowType type, int rows, int nulls, params ArrowBuffer[] buffers) =>
        ArrowArrayFactory.BuildArray(new ArrayData(type, rows, nulls, 0, buffers));

    // Values copied to aligned memory that the collector frees.
    public static ArrowBuffer CopyOf<T>(ReadOnlySpan<T> values)
        where T : unmanaged => new(PinnedMemory.CopyOf(values));

    // The offsets of an array without rows, of which there is one.
    public static ArrowBuffer NoOffsets { get; } = new(new byte[sizeof(long)]);

    // An array without rows.
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

    // Integers as a type of integers stores them.
    // throws OverflowException: One is more than that holds.
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

    // Some of an array's rows, over the same memory.
    public static IArrowArray Slice(this IArrowArray array, int offset, int length) => ArrowArrayFactory.Slice(array, offset, length);

    // Where the texts or bytes of an array lie: those of row i from offset i to offset i + 1.
    public static ReadOnlySpan<int> OffsetsOf(BinaryArray array) => array.Length == 0 ? [0] : array.ValueOffsets;

    public static ReadOnlySpan<long> OffsetsOf(LargeBinaryArray array) => array.Length == 0 ? [0] : array.ValueOffsets;

    // The bytes of a row that is not null: texts or bytes in any layout, or codes of such.
    public static ReadOnlySpan<byte> BytesAt(this IArrowArray array, int row) => array switch
    {
        BinaryArray texts => texts.ValueBuffer.Span[texts.ValueOffsets[row]..texts.ValueOffsets[row + 1]],
        LargeBinaryArray texts => texts.ValueBuffer.Span[checked((int)texts.ValueOffsets[row])..checked((int)texts.ValueOffsets[row + 1])],
        BinaryViewArray texts => texts.GetBytes(row),
        FixedSizeBinaryArray values => values.GetBytes(row),
        DictionaryArray codes => codes.Dictionary.BytesAt(codes.CodeAt(row)),
        _ => throw new ArgumentException($"{ArrowNames.Of(array.Data.DataType)} has no texts", nameof(array)),
    };

    // True for a null row, and for a code whose value in the dictionary is null.
    public static bool HasNullAt(this IArrowArray array, int row) =>
        array.IsNull(row)
            || (array is DictionaryArray { Dictionary.NullCount: not 0 } codes && codes.Dictionary.HasNullAt(codes.CodeAt(row)));

    // The text of a row; null at a null row. Allocates.
    public static string? TextAt(this IArrowArray array, int row) =>
        array.HasNullAt(row) ? null : System.Text.Encoding.UTF8.GetString(array.BytesAt(row));

    // A row's place in the dictionary. At a null row it means nothing.
    // throws OverflowException: The code is no int32, or negative.
    public static int CodeAt(this DictionaryArray array, int row) => checked((int)array.Data.CodeAt(row));
}
