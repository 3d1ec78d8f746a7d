using System.Numerics;
using System.Runtime.CompilerServices;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Arrow.C;

/// <summary>
/// Makes arrays of structs: the one place that knows which buffers a type has in the C data interface. An array is made of all rows of the
/// buffers, and then cut to those behind the offset, which is what the interface says of children too.
/// </summary>
/// <param name="memory">Owns what the arrays look at.</param>
internal sealed unsafe class ImportedReader(ImportedMemory memory)
{
    private const int MostRows = int.MaxValue - 1;
    private const int MostBuffers = 1 << 20;

    /// <summary>Makes an array and checks what it points to.</summary>
    /// <param name="source">The struct.</param>
    /// <param name="type">Its type.</param>
    /// <param name="name">Its name, for messages.</param>
    public ArrowArray Read(CArrowArray* source, ArrowType type, string name)
    {
        CheckCounts(source, type, name);
        int rows = (int)(source->offset + source->length);
        ArrowArray whole = type switch
        {
            NullType => new NullArray(rows),
            UnionType union => ReadUnion(source, union, rows, name),
            RunEndEncodedType encoded => new RunEndEncodedArray(encoded, Child(source, encoded, 0, name), Child(source, encoded, 1, name), rows),
            _ => ReadWithValidity(source, type, rows, name),
        };
        ArrowArray array = rows == source->length ? whole : whole.Slice((int)source->offset, (int)source->length);
        CheckValues(array, name);
        return array;
    }

    private ArrowArray ReadWithValidity(CArrowArray* source, ArrowType type, int rows, string name)
    {
        ArrowBuffer validity = source->null_count == 0 || source->buffers[0] == null ? ArrowBuffer.Empty : Buffer(source, 0, Bitmap.ByteCount(rows), name);
        if (source->null_count > 0 && source->length != 0 && validity.IsEmpty)
        {
            throw Error(name, $"{source->null_count} rows are null, but there is no validity buffer");
        }

        int nulls = validity.IsEmpty ? 0 : -1;
        switch (type)
        {
            case BooleanType: return new BooleanArray(Buffer(source, 1, Bitmap.ByteCount(rows), name), validity, rows, nulls);
            case FixedWidthType fixedWidth: return ReadFixed(source, fixedWidth, validity, rows, name);
            case StringType: return new StringArray(Ends<int>(source, rows, name), Data<int>(source, rows, name), validity, rows, nulls);
            case LargeStringType: return new LargeStringArray(Ends<long>(source, rows, name), Data<long>(source, rows, name), validity, rows, nulls);
            case BinaryType: return new BinaryArray(Ends<int>(source, rows, name), Data<int>(source, rows, name), validity, rows, nulls);
            case LargeBinaryType: return new LargeBinaryArray(Ends<long>(source, rows, name), Data<long>(source, rows, name), validity, rows, nulls);
            case StringViewType: return new StringViewArray(Views(source, rows, name), ViewData(source, name), validity, rows, nulls);
            case BinaryViewType: return new BinaryViewArray(Views(source, rows, name), ViewData(source, name), validity, rows, nulls);
            case ListType list: return new ListArray(list, Ends<int>(source, rows, name), Child(source, list, 0, name), validity, rows, nulls);
            case LargeListType list: return new LargeListArray(list, Ends<long>(source, rows, name), Child(source, list, 0, name), validity, rows, nulls);
            case MapType map: return new MapArray(map, Ends<int>(source, rows, name), (StructArray)Child(source, map, 0, name), validity, rows, nulls);
            case FixedSizeListType list: return new FixedSizeListArray(list, Child(source, list, 0, name), validity, rows, nulls);
            case StructType fields: return new StructArray(fields, Children(source, fields, name), validity, rows, nulls);
            case DictionaryType encoded:
                ArrowArray values = Read(source->dictionary, encoded.ValueType, $"{name}, dictionary");
                return new DictionaryArray(encoded, ReadFixed(source, encoded.IndexType, validity, rows, name), values);
            default: throw new NotSupportedException($"an array of {type} can't be imported");
        }
    }

    private FixedWidthArray ReadFixed(CArrowArray* source, FixedWidthType type, ArrowBuffer validity, int rows, string name) =>
        FixedWidthArray.Create(type, Buffer(source, 1, (long)rows * type.ByteWidth, name), validity, rows, validity.IsEmpty ? 0 : -1);

    private UnionArray ReadUnion(CArrowArray* source, UnionType type, int rows, string name)
    {
        ArrowBuffer offsets = type.Mode == UnionMode.Dense ? Buffer(source, 1, (long)rows * sizeof(int), name) : ArrowBuffer.Empty;
        return new UnionArray(type, Buffer(source, 0, rows, name), offsets, Children(source, type, name), rows);
    }

    private ArrowArray[] Children(CArrowArray* source, NestedType type, string name) =>
        [.. Enumerable.Range(0, type.Fields.Count).Select(i => Child(source, type, i, name))];

    private ArrowArray Child(CArrowArray* source, NestedType type, int index, string name)
    {
        Field field = type.Fields[index];
        // SAFETY: CheckCounts saw as many children as the type has fields.
        return Read(source->children[index], field.DataType, $"{name}, field '{field.Name}'");
    }

    /// <summary>Offsets, which may be missing when there are no rows.</summary>
    private ArrowBuffer Ends<TOffset>(CArrowArray* source, int rows, string name) =>
        rows == 0 ? ArrowBuffer.Empty : Buffer(source, 1, (rows + 1L) * Unsafe.SizeOf<TOffset>(), name);

    /// <summary>The data up to where the last offset says.</summary>
    private ArrowBuffer Data<TOffset>(CArrowArray* source, int rows, string name)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        long end = rows == 0 ? 0 : long.CreateChecked(Ends<TOffset>(source, rows, name).Cast<TOffset>()[^1]);
        return Buffer(source, 2, end, name);
    }

    private ArrowBuffer Views(CArrowArray* source, int rows, string name) => Buffer(source, 1, (long)rows * BinaryView.SizeBytes, name);

    private ArrowBuffer[] ViewData(CArrowArray* source, string name)
    {
        ArrowBuffer[] data = new ArrowBuffer[source->n_buffers - 3];
        // SAFETY: there are n_buffers pointers, 3 at least, and as many lengths as buffers of data: the interface's promise.
        long* lengths = (long*)source->buffers[source->n_buffers - 1];
        if (data.Length != 0 && lengths == null)
        {
            throw Error(name, "the lengths of the views' buffers are null");
        }

        for (int i = 0; i < data.Length; i++)
        {
            data[i] = Buffer(source, 2 + i, lengths[i], name);
        }

        return data;
    }

    private ArrowBuffer Buffer(CArrowArray* source, int index, long length, string name)
    {
        if (length is < 0 or > int.MaxValue)
        {
            throw Error(name, $"buffer {index} would hold {length} bytes, where 0 to {int.MaxValue} can be used");
        }

        // SAFETY: the index is one of the type's buffers, and CheckCounts saw as many.
        void* start = source->buffers[index];
        return start != null || length == 0 ? memory.Buffer(start, (int)length) : throw Error(name, $"buffer {index} is null where {length} bytes are needed");
    }

    private static void CheckCounts(CArrowArray* source, ArrowType type, string name)
    {
        if (source == null || source->release == null)
        {
            throw Error(name, source == null ? "the struct is null" : "the struct is already released");
        }

        if (source->length < 0 || source->offset < 0 || source->length > MostRows || source->offset > MostRows - source->length)
        {
            throw Error(name, $"{source->length} rows from {source->offset} on, where 0 to {MostRows} can be used");
        }

        if (source->null_count < -1 || source->null_count > source->length)
        {
            throw Error(name, $"{source->null_count} null rows of {source->length}");
        }

        bool isView = type is StringViewType or BinaryViewType;
        int buffers = BufferCount.Of(type);
        if (source->n_buffers < buffers || source->n_buffers > (isView ? MostBuffers : buffers))
        {
            throw Error(name, $"{source->n_buffers} buffers, where {type} has {(isView ? $"{buffers} or more" : buffers)}");
        }

        int children = type is NestedType nested ? nested.Fields.Count : 0;
        if (source->n_children != children)
        {
            throw Error(name, $"{source->n_children} children, where {type} has {children}");
        }

        if ((source->buffers == null && source->n_buffers != 0) || (source->children == null && children != 0))
        {
            throw Error(name, "the list of buffers or children is null");
        }

        if ((source->dictionary != null) != (type is DictionaryType))
        {
            throw Error(name, source->dictionary == null ? $"no dictionary, where {type} has one" : $"a dictionary, where {type} has none");
        }
    }

    private static void CheckValues(ArrowArray array, string name)
    {
        switch (array)
        {
            case OffsetBytesArray<int> texts: CheckTexts(texts, name); break;
            case OffsetBytesArray<long> texts: CheckTexts(texts, name); break;
            case BytesViewArray views: ValueCheck.Views(views, name, 0); break;
            case MapArray { Values: StructArray entries } when entries.NullCount != 0 || entries.Fields[0].NullCount != 0:
                throw Error(name, "a map with null keys or entries");
            case OffsetListArray<int> lists: ValueCheck.Offsets(lists.Offsets, lists.Values.Length, name, "list", "values", 0); break;
            case OffsetListArray<long> lists: ValueCheck.Offsets(lists.Offsets, lists.Values.Length, name, "list", "values", 0); break;
            case UnionArray union: ValueCheck.Union(union.UnionType, union.TypeIds, union.ValueOffsets, [.. union.Fields], name, 0, 0); break;
            case RunEndEncodedArray runs: ValueCheck.RunEnds(runs.RunEnds, runs.Offset + runs.Length, name, 0); break;
            case DictionaryArray codes: ValueCheck.Codes(codes.Indices, codes.Dictionary.Length, isMissing: false, name, 0); break;
        }
    }

    private static void CheckTexts<TOffset>(OffsetBytesArray<TOffset> texts, string name)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        ValueCheck.Offsets(texts.Offsets, texts.DataBuffer.Length, name, "text", "bytes", 0);
        if (texts.IsText)
        {
            ValueCheck.Utf8(texts, name, 0);
        }
    }

    private static ArgumentException Error(string name, string message) => new($"{name}: {message}");
}
