namespace TelemetryEngine.Arrow.C;

/// <summary>
/// Hands arrays and batches to other libraries in the process through structs of the C data interface. No value is copied: buffers are
/// pinned until the struct's release is called, on any thread. Children and dictionaries may be moved out and outlive the rest.
/// </summary>
public static unsafe class CArrowArrayExporter
{
    /// <summary>Fills a struct with an array.</summary>
    /// <param name="array">The array. A slice goes out with an offset, over the buffers of the whole.</param>
    /// <param name="target">Where to; what it held is overwritten.</param>
    /// <param name="owner">Owns the memory that the array looks at, and is disposed when the last part of the export is released. Null: the
    /// caller keeps that memory until then, unless the collector does. When the call throws, the owner is left alone.</param>
    /// <exception cref="ObjectDisposedException">The memory was already given back.</exception>
    public static void ExportArray(ArrowArray array, CArrowArray* target, IDisposable? owner = null)
    {
        ArgumentNullException.ThrowIfNull(array);
        Export(target, owner, shared => Fill(array, 0, target, shared));
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
            FillChildren(batch.Arrays, 0, target, shared);
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

    /// <summary>Fills a struct with an array that begins some rows earlier, where the parent's rows do.</summary>
    private static void Fill(ArrowArray array, int back, CArrowArray* target, SharedOwner owner)
    {
        IReadOnlyList<ArrowArray> children = array.Children;
        ExportedNode node = ExportedNode.Begin(target, owner, BufferCount(array), children.Count);
        target->length = array.Length + back;
        target->null_count = array.NullCount == 0 || back == 0 ? array.NullCount : -1;
        target->offset = array.Offset - back;
        switch (array)
        {
            case NullArray:
                target->offset = 0;
                target->null_count = target->length;
                return;
            case UnionArray { UnionType.Mode: UnionMode.Sparse } union:
                // The children are cut already, so that the ids have to begin where they do.
                target->offset = 0;
                node.SetBuffer(target, 0, union.TypeIdBuffer.Memory[(array.Offset - back)..]);
                FillChildren(children, back, target, owner);
                return;
            case UnionArray union:
                node.SetBuffer(target, 0, union.TypeIdBuffer.Memory);
                node.SetBuffer(target, 1, union.ValueOffsetBuffer.Memory);
                FillChildren(children, 0, target, owner);
                return;
            case RunEndEncodedArray:
                FillChildren(children, 0, target, owner);
                return;
            case StructArray or FixedSizeListArray:
                FillCut(node, array, back, target, owner);
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
                Fill(codes.Dictionary, 0, target->dictionary, owner);
                break;
            default: throw new NotSupportedException($"an array of {array.DataType} can't be exported");
        }

        FillChildren(array.Children, 0, target, owner);
    }

    private static void FillTexts(ExportedNode node, ArrowBuffer offsets, ArrowBuffer data, CArrowArray* target)
    {
        node.SetBuffer(target, 1, offsets.Memory);
        node.SetBuffer(target, 2, data.Memory);
    }

    /// <summary>
    /// An array whose children are cut to its rows while its validity bitmap is not. In the interface the offset counts for both: the bitmap
    /// begins at the byte that has the first row's bit, and the children some rows earlier, up to 7. Where they have no earlier rows, and
    /// only there, the bitmap is copied.
    /// </summary>
    private static void FillCut(ExportedNode node, ArrowArray array, int back, CArrowArray* target, SharedOwner owner)
    {
        (int shift, ReadOnlyMemory<byte> validity) = Cut(array, back);
        int childBack = back;
        if (shift < 0)
        {
            byte[] copy = new byte[Bitmap.ByteCount(array.Length)];
            Bitmap.Copy(array.ValidityBuffer.Span, array.Offset, array.Length, copy);
            (shift, validity) = (0, copy);
        }
        else
        {
            childBack += shift;
        }

        target->offset = shift;
        node.SetBuffer(target, 0, validity);
        FillChildren(array.Children, array is FixedSizeListArray { DataType: FixedSizeListType list } ? childBack * list.ListSize : childBack, target, owner);
    }

    /// <summary>The bits before the first row's in its byte of the bitmap, and the bitmap from that byte on; −1 when the children have no
    /// rows for those bits.</summary>
    private static (int Shift, ReadOnlyMemory<byte> Validity) Cut(ArrowArray array, int back)
    {
        if (array.NullCount == 0)
        {
            return (0, default);
        }

        int first = array.Offset - back;
        int shift = first & 7;
        return CanBegin(array, back) ? (shift, array.ValidityBuffer.Memory[(first >> 3)..]) : (-1, default);
    }

    /// <summary>True when an array has rows before its first, with their bits.</summary>
    private static bool CanBegin(ArrowArray array, int back)
    {
        switch (array)
        {
            case NullArray: return true;
            case StructArray or FixedSizeListArray:
                int shift = array.NullCount == 0 ? 0 : (array.Offset - back) & 7;
                long more = ((long)back + shift) * (array is FixedSizeListArray { DataType: FixedSizeListType list } ? list.ListSize : 1);
                return (array.NullCount == 0 || array.Offset >= back) && more <= int.MaxValue && array.Children.All(child => CanBegin(child, (int)more));
            default: return array.Offset >= back && (array is not UnionArray { UnionType.Mode: UnionMode.Sparse } || array.Children.All(child => CanBegin(child, back)));
        }
    }

    private static void FillChildren(IReadOnlyList<ArrowArray> children, int back, CArrowArray* target, SharedOwner owner)
    {
        for (int i = 0; i < children.Count; i++)
        {
            Fill(children[i], back, target->children[i], owner);
        }
    }

    private static int BufferCount(ArrowArray array) => array switch
    {
        NullArray or RunEndEncodedArray => 0,
        StructArray or FixedSizeListArray => 1,
        UnionArray union => union.UnionType.Mode == UnionMode.Dense ? 2 : 1,
        OffsetBytesArray<int> or OffsetBytesArray<long> => 3,
        BytesViewArray views => views.DataBuffers.Count + 3,
        _ => 2,
    };
}
