using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow.Tests;

/// <summary>Rows of any array as plain objects, for comparison: what an array says, by its definition and not by its layout.</summary>
internal static class PlainValues
{
    public static object?[] Of(IArrowArray array) => Of(array, 0, array.Length);

    /// <summary>A row as null, a list of objects, or a text: that of the value, or of its bytes in hexadecimal digits.</summary>
    public static object? At(IArrowArray array, int row) => array switch
    {
        // these have no nulls of their own
        UnionArray union => Choice(union, row),
        RunEndEncodedArray runs => At(runs.Values, runs.FindPhysicalIndex(row)),
        _ when array.IsNull(row) => null,
        BooleanArray bits => bits.GetValue(row),
        BinaryArray values => Convert.ToHexString(values.GetBytes(row)),
        LargeBinaryArray values => Convert.ToHexString(values.GetBytes(row)),
        BinaryViewArray values => Convert.ToHexString(values.GetBytes(row)),
        ListArray lists => Of(lists.Values, lists.ValueOffsets[row], lists.ValueOffsets[row + 1] - lists.ValueOffsets[row]),
        LargeListArray lists => Of(lists.Values, lists.ValueOffsets[row], lists.ValueOffsets[row + 1] - lists.ValueOffsets[row]),
        ListViewArray lists => Of(lists.Values, lists.ValueOffsets[row], lists.Sizes[row]),
        LargeListViewArray lists => Of(lists.Values, lists.ValueOffsets[row], lists.Sizes[row]),
        FixedSizeListArray { Data.DataType: FixedSizeListType type } lists => Of(lists.Values, (lists.Offset + row) * type.ListSize, type.ListSize),
        StructArray fields => fields.Fields.Select(field => At(field, row)).ToArray(),
        DictionaryArray codes => At(codes.Dictionary, CodeAt(codes, row)),
        { Data.DataType: FixedWidthType { BitWidth: int bits } } => Convert.ToHexString(array.Data.Buffers[1].Span.Slice((array.Offset + row) * (bits / 8), bits / 8)),
        _ => throw new InvalidOperationException(array.GetType().Name),
    };

    /// <summary>The code of a row that is not null.</summary>
    public static int CodeAt(DictionaryArray array, int row) => array.Indices switch
    {
        Int8Array codes => codes.Values[row],
        Int16Array codes => codes.Values[row],
        Int32Array codes => codes.Values[row],
        Int64Array codes => checked((int)codes.Values[row]),
        UInt8Array codes => codes.Values[row],
        UInt16Array codes => codes.Values[row],
        UInt32Array codes => checked((int)codes.Values[row]),
        UInt64Array codes => checked((int)codes.Values[row]),
        _ => throw new InvalidOperationException(array.Indices.GetType().Name),
    };

    /// <summary>The field that a row of a union is in, and the row in it.</summary>
    public static (IArrowArray Field, int Row) PlaceOf(UnionArray union, int row) => (
        union.Fields[Array.IndexOf(union.Type.TypeIds, (sbyte)union.TypeIds[row])],
        union is DenseUnionArray dense ? dense.ValueOffsets[row] : row);

    private static object?[] Of(IArrowArray array, long start, long count) => [.. Enumerable.Range(checked((int)start), checked((int)count)).Select(row => At(array, row))];

    private static object?[] Choice(UnionArray union, int row)
    {
        (IArrowArray field, int place) = PlaceOf(union, row);
        return [(sbyte)union.TypeIds[row], At(field, place)];
    }
}
