namespace TelemetryEngine.Arrow.C;

/// <summary>
/// Hands arrays and batches to other libraries in the process through structs of the C data interface. No value is copied: buffers are
/// pinned until the struct's release is called, on any thread. Children and dictionaries may be moved out and outlive the rest.
/// </summary>
public static unsafe class CArrowArrayExporter
{
    /// <summary>Fills a struct with an array.</summary>
    /// <param name="array">The array. A slice goes out with an offset, over the buffers of the whole. Only the validity bits of a struct or
    /// fixed-size list are copied when the slice does not begin with a byte of them.</param>
    /// <param name="target">Where to; what it held is overwritten.</param>
    /// <param name="owner">Owns the memory that the array looks at, and is disposed when the last part of the export is released. Null: the
    /// caller keeps that memory until then, unless the collector does. When the call throws, the owner is left alone. Its disposal must not
    /// throw: nobody could catch that.</param>
    /// <exception cref="ObjectDisposedException">The memory was already given back.</exception>
    public static void ExportArray(ArrowArray array, CArrowArray* target, IDisposable? owner = null)
    {
        ArgumentNullException.ThrowIfNull(array);
        Export(target, owner, shared => Fill(array, target, shared));
    }

    /// <summary>Fills a struct with a batch: a struct array whose fields are the columns.</summary>
    /// <param name="batch">The batch. It is taken over, and disposed when the last part of the export is released: nobody else disposes it,
    /// unless the call throws. A slice of a batch owns nothing: what it was cut from has to be kept until then.</param>
    /// <param name="target">Where to; what it held is overwritten.</param>
    /// <exception cref="ObjectDisposedException">The memory was already given back.</exception>
    public static void ExportRecordBatch(RecordBatch batch, CArrowArray* target)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Export(target, batch, shared =>
        {
            ExportedNode.Begin(target, shared, buffers: 1, batch.ColumnCount);
            target->length = batch.Length;
            FillChildren(batch.Arrays, target, shared);
        });
    }

    private static void Export(CArrowArray* target, IDisposable? owner, Action<SharedOwner> fill)
    {
        if (target == null)
        {
            throw new ArgumentNullException(nameof(target));
        }

        // One part is this call's own, and never left when it fails: then the caller still owns the memory.
        SharedOwner shared = new(owner);
        *target = default;
        try
        {
            fill(shared);
        }
        catch
        {
            CArrowArray.Release(target);
            throw;
        }

        shared.Leave();
    }

    private static void Fill(ArrowArray array, CArrowArray* target, SharedOwner owner)
    {
        IReadOnlyList<ArrowArray> children = array.Children;
        int viewed = array is BytesViewArray data ? data.DataBuffers.Count : 0;
        ExportedNode node = ExportedNode.Begin(target, owner, BufferCount.Of(array.DataType) + viewed, children.Count);
        target->length = array.Length;
        target->null_count = array.NullCount;
        target->offset = array.Offset;
        FillChildren(children, target, owner);
        switch (array)
        {
            case NullArray or RunEndEncodedArray: return;
            case UnionArray { UnionType.Mode: UnionMode.Sparse } union:
                // The children are cut to the rows already.
                target->offset = 0;
                node.SetBuffer(target, 0, union.TypeIdBuffer.Memory[array.Offset..]);
                return;
            case UnionArray union:
                node.SetBuffer(target, 0, union.TypeIdBuffer.Memory);
                node.SetBuffer(target, 1, union.ValueOffsetBuffer.Memory);
                return;
            case StructArray or FixedSizeListArray:
                target->offset = 0;
                node.SetBuffer(target, 0, ValidityFromFirstRow(array));
                return;
        }

        node.SetBuffer(target, 0, array.ValidityBuffer.Memory);
        FillValues(node, array, target, owner);
    }

    private static void FillValues(ExportedNode node, ArrowArray array, CArrowArray* target, SharedOwner owner)
    {
        switch (array)
        {
            case BooleanArray bits: node.SetBuffer(target, 1, bits.ValueBuffer.Memory); break;
            case FixedWidthArray values: node.SetBuffer(target, 1, values.ValueBuffer.Memory); break;
            case OffsetBytesArray<int> texts: FillTexts(node, texts.OffsetBuffer, texts.DataBuffer, target); break;
            case OffsetBytesArray<long> texts: FillTexts(node, texts.OffsetBuffer, texts.DataBuffer, target); break;
            case BytesViewArray views:
                node.SetBuffer(target, 1, views.ViewBuffer.Memory);
                for (int i = 0; i < views.DataBuffers.Count; i++)
                {
                    node.SetBuffer(target, 2 + i, views.DataBuffers[i].Memory);
                }

                node.SetVariadicLengths(target, views.DataBuffers);
                break;
            case OffsetListArray<int> lists: node.SetBuffer(target, 1, lists.OffsetBuffer.Memory); break;
            case OffsetListArray<long> lists: node.SetBuffer(target, 1, lists.OffsetBuffer.Memory); break;
            case DictionaryArray codes:
                node.SetBuffer(target, 1, codes.Indices.ValueBuffer.Memory);
                target->dictionary = CArrowArray.Create();
                Fill(codes.Dictionary, target->dictionary, owner);
                break;
            default: throw new NotSupportedException($"an array of {array.DataType} can't be exported");
        }
    }

    private static void FillTexts(ExportedNode node, ArrowBuffer offsets, ArrowBuffer data, CArrowArray* target)
    {
        node.SetBuffer(target, 1, offsets.Memory);
        node.SetBuffer(target, 2, data.Memory);
    }

    /// <summary>
    /// The validity of an array whose children are cut to its rows while the bitmap is not: in the interface one offset counts for both, so it
    /// is 0 and the bitmap begins with the first row. A row that is not the first of its byte has the bits copied; sharing them would need
    /// an offset whose rows every child has before its own, and DuckDB 1.5 forgets such an offset two levels down.
    /// </summary>
    private static ReadOnlyMemory<byte> ValidityFromFirstRow(ArrowArray array)
    {
        if (array.NullCount == 0 || (array.Offset & 7) == 0)
        {
            return array.NullCount == 0 ? default : array.ValidityBuffer.Memory[(array.Offset >> 3)..];
        }

        byte[] copy = new byte[Bitmap.ByteCount(array.Length)];
        Bitmap.Copy(array.ValidityBuffer.Span, array.Offset, array.Length, copy);
        return copy;
    }

    private static void FillChildren(IReadOnlyList<ArrowArray> children, CArrowArray* target, SharedOwner owner)
    {
        for (int i = 0; i < children.Count; i++)
        {
            Fill(children[i], target->children[i], owner);
        }
    }
}
