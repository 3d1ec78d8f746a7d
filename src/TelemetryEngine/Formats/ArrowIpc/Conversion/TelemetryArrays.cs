using System.Runtime.CompilerServices;
using TelemetryEngine.Arrow;
using Theirs = Apache.Arrow;

namespace TelemetryEngine.Formats.ArrowIpc.Conversion;

/// <summary>Apache.Arrow's arrays as ours.</summary>
internal static class TelemetryArrays
{
    // batches that share a dictionary still do
    private static readonly ConditionalWeakTable<Theirs.ArrayData, ArrowArray> Dictionaries = [];

    public static ArrowArray Of(Theirs.ArrayData data) => Of(data, TelemetryTypes.Of(data.DataType));

    private static ArrowArray Of(Theirs.ArrayData data, ArrowType type) => type switch
    {
        NullType => new NullArray(data.Length),
        BooleanType => new BooleanArray(Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        FixedWidthType known => FixedWidthArray.Create(known, Buffer(data, 1), Validity(data), data.Length, data.NullCount, data.Offset),
        StringType => new StringArray(Buffer(data, 1), Buffer(data, 2), Validity(data), data.Length, data.NullCount, data.Offset),
        LargeStringType => new LargeStringArray(Buffer(data, 1), Buffer(data, 2), Validity(data), data.Length, data.NullCount, data.Offset),
        BinaryType => new BinaryArray(Buffer(data, 1), Buffer(data, 2), Validity(data), data.Length, data.NullCount, data.Offset),
        LargeBinaryType => new LargeBinaryArray(Buffer(data, 1), Buffer(data, 2), Validity(data), data.Length, data.NullCount, data.Offset),
        StringViewType => new StringViewArray(Buffer(data, 1), Rest(data), Validity(data), data.Length, data.NullCount, data.Offset),
        BinaryViewType => new BinaryViewArray(Buffer(data, 1), Rest(data), Validity(data), data.Length, data.NullCount, data.Offset),
        DictionaryType dictionary => new DictionaryArray(dictionary, Of(data, dictionary.IndexType), Dictionaries.GetValue(data.Dictionary, Of)),
        _ => Nested(data, type),
    };

    private static ArrowArray Nested(Theirs.ArrayData data, ArrowType type) => type switch
    {
        ListType list => new ListArray(list, Buffer(data, 1), Of(data.Children[0]), Validity(data), data.Length, data.NullCount, data.Offset),
        LargeListType list => new LargeListArray(list, Buffer(data, 1), Of(data.Children[0]), Validity(data), data.Length, data.NullCount, data.Offset),
        MapType map => new MapArray(map, Buffer(data, 1), (StructArray)Of(data.Children[0], map.ValueField.DataType), Validity(data), data.Length, data.NullCount, data.Offset),
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
