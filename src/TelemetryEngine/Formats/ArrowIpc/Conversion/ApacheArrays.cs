using System.Runtime.CompilerServices;
using TelemetryEngine.Arrow;
using TelemetryEngine.Memory;
using Theirs = Apache.Arrow;
using TheirTypes = Apache.Arrow.Types;

namespace TelemetryEngine.Formats.ArrowIpc.Conversion;

/// <summary>Our arrays as those of Apache.Arrow.</summary>
internal static class ApacheArrays
{
    // batches that share a dictionary still do
    private static readonly ConditionalWeakTable<ArrowArray, Theirs.ArrayData> Dictionaries = [];

    public static Theirs.ArrayData Of(ArrowArray array) => array switch
    {
        NullArray => new Theirs.ArrayData(TheirTypes.NullType.Default, array.Length, array.Length, 0, System.Array.Empty<Theirs.ArrowBuffer>(), []),
        BooleanArray bits => Data(array, [bits.ValueBuffer], []),
        FixedWidthArray values => Data(array, [values.ValueBuffer], []),
        OffsetBytesArray<int> bytes => Data(array, [bytes.OffsetBuffer, bytes.DataBuffer], []),
        OffsetBytesArray<long> bytes => Data(array, [bytes.OffsetBuffer, bytes.DataBuffer], []),
        BytesViewArray bytes => Data(array, [bytes.ViewBuffer, .. bytes.DataBuffers], []),
        OffsetListArray<int> lists => Data(array, [lists.OffsetBuffer], [lists.Values]),
        OffsetListArray<long> lists => Data(array, [lists.OffsetBuffer], [lists.Values]),
        FixedSizeListArray lists => Children(array, [lists.Values]),
        StructArray fields => Children(array, fields.Fields),
        UnionArray union => Union(union),
        RunEndEncodedArray runs => new Theirs.ArrayData(
            ApacheTypes.Of(array.DataType), array.Length, 0, array.Offset, System.Array.Empty<Theirs.ArrowBuffer>(), [Of(runs.RunEnds), Of(runs.Values)]),
        DictionaryArray codes => Data(array, [codes.Indices.ValueBuffer], [], Dictionaries.GetValue(codes.Dictionary, Of)),
        _ => throw new NotSupportedException($"Apache.Arrow has no array for {array.DataType}"),
    };

    private static Theirs.ArrayData Data(
        ArrowArray array, IEnumerable<ArrowBuffer> buffers, IEnumerable<ArrowArray> children, Theirs.ArrayData? dictionary = null) => new(
        ApacheTypes.Of(array.DataType),
        array.Length,
        array.NullCount,
        array.Offset,
        [Of(array.ValidityBuffer), .. buffers.Select(Of)],
        [.. children.Select(Of)],
        dictionary);

    /// <summary>Structs and lists of a fixed size: ours have cut their children, while Apache.Arrow's offset counts their rows too. So the
    /// result has none, and where the bits of validity begin inside a byte, they alone are copied.</summary>
    private static Theirs.ArrayData Children(ArrowArray array, IEnumerable<ArrowArray> children) => new(
        ApacheTypes.Of(array.DataType), array.Length, array.NullCount, 0, [Of(ValidityFromFirstBit(array))], [.. children.Select(Of)]);

    private static ArrowBuffer ValidityFromFirstBit(ArrowArray array)
    {
        int bytes = Bitmap.ByteCount(array.Length);
        if (array.ValidityBuffer.IsEmpty || (array.Offset & 7) == 0)
        {
            return array.ValidityBuffer.IsEmpty ? ArrowBuffer.Empty : new ArrowBuffer(array.ValidityBuffer.Memory.Slice(array.Offset >> 3, bytes));
        }

        Memory<byte> bits = PinnedMemory.Allocate(bytes);
        Bitmap.Copy(array.ValidityBuffer.Span, array.Offset, array.Length, bits.Span);
        return new ArrowBuffer(bits);
    }

    private static Theirs.ArrayData Union(UnionArray union)
    {
        Theirs.ArrowBuffer typeIds = Of(new ArrowBuffer(union.TypeIdBuffer.Memory.Slice(union.Offset, union.Length)));
        Theirs.ArrowBuffer[] buffers = union.UnionType.Mode == UnionMode.Dense
            ? [typeIds, Of(new ArrowBuffer(union.ValueOffsetBuffer.Memory.Slice(union.Offset * sizeof(int), union.Length * sizeof(int))))]
            : [typeIds];
        return new Theirs.ArrayData(ApacheTypes.Of(union.DataType), union.Length, 0, 0, buffers, [.. union.Fields.Select(Of)]);
    }

    private static Theirs.ArrowBuffer Of(ArrowBuffer buffer) => new(buffer.Memory);
}
