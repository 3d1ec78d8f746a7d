using System.Numerics;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Arrow.Ipc;

/// <summary>Makes arrays of a message's buffers: the one place that knows which buffers a type has. What comes out can be used without
/// further checks.</summary>
/// <param name="body">The message's nodes and buffers.</param>
/// <param name="dictionaries">The dictionaries that have come.</param>
internal sealed class ArrayDecoder(Body body, DictionaryMemo dictionaries)
{
    private const int MostRows = int.MaxValue - 1;

    /// <summary>Takes the next column.</summary>
    /// <param name="field">Its type.</param>
    /// <param name="name">Its name, for messages.</param>
    public ArrowArray Next(IpcField field, string name) => Next(field, field.Field.DataType, name, body.Length, body.Length).Array;

    /// <summary>Passes over the next column, whose bytes need not be there, and says where in the body they lie.</summary>
    /// <param name="field">Its type.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="places">Where that is said; null = nowhere.</param>
    public void Skip(IpcField field, string name, BufferPlaces? places)
    {
        ArrowType type = field.Field.DataType;
        body.NextNode(0, MostRows, name);
        int buffers = type switch
        {
            NullType or RunEndEncodedType => 0,
            UnionType union => (body.HasUnionValidity ? 1 : 0) + (union.Mode == UnionMode.Dense ? 2 : 1),
            FixedSizeListType or StructType => 1,
            StringType or LargeStringType or BinaryType or LargeBinaryType => 3,
            StringViewType or BinaryViewType => 2 + body.NextVariadicCount(name),
            FixedWidthType or BooleanType or ListType or LargeListType or MapType or DictionaryType => 2,
            _ => throw new NotSupportedException($"an array of {type} can't be read"),
        };
        body.SkipBuffers(buffers, places);
        foreach (IpcField child in type is DictionaryType ? [] : field.Children)
        {
            Skip(child, $"{name}, field '{child.Field.Name}'", places);
        }
    }

    /// <summary>Takes the values of a dictionary.</summary>
    /// <param name="field">The field that has it.</param>
    /// <param name="name">Its name, for messages.</param>
    public ArrowArray NextValues(IpcField field, string name) =>
        Next(field, TypeCodec.StorageOf(field.Field.DataType), name, body.Length, body.Length).Array;

    /// <summary>An array, and where its values start.</summary>
    private (ArrowArray Array, long At) Next(IpcField field, ArrowType type, string name, long fewest, long most)
    {
        (int rows, int claimed) = body.NextNode(fewest, most, name);
        switch (type)
        {
            case NullType: return (new NullArray(rows), 0);
            case UnionType union: return (NextUnion(field, union, rows, claimed, name), 0);
            case RunEndEncodedType encoded: return (NextRuns(field, encoded, rows, name), 0);
        }

        (ArrowBuffer validity, int nulls) = NextValidity(rows, claimed, name);
        switch (type)
        {
            case FixedWidthType fixedWidth: return NextFixed(fixedWidth, validity, rows, nulls, name);
            case BooleanType: return (new BooleanArray(body.NextBuffer(Bitmap.ByteCount(rows), name).Buffer, validity, rows, nulls), 0);
            case StringType: return (NextBytes<int>((offsets, data) => new StringArray(offsets, data, validity, rows, nulls), rows, name), 0);
            case LargeStringType: return (NextBytes<long>((offsets, data) => new LargeStringArray(offsets, data, validity, rows, nulls), rows, name), 0);
            case BinaryType: return (NextBytes<int>((offsets, data) => new BinaryArray(offsets, data, validity, rows, nulls), rows, name), 0);
            case LargeBinaryType: return (NextBytes<long>((offsets, data) => new LargeBinaryArray(offsets, data, validity, rows, nulls), rows, name), 0);
            case StringViewType or BinaryViewType: return (NextViews(type, validity, rows, nulls, name), 0);
            case ListType list: return (NextLists<int>(field, (offsets, values) => new ListArray(list, offsets, values, validity, rows, nulls), rows, name), 0);
            case LargeListType list: return (NextLists<long>(field, (offsets, values) => new LargeListArray(list, offsets, values, validity, rows, nulls), rows, name), 0);
            case MapType map: return (NextMaps(field, map, validity, rows, nulls, name), 0);
            case FixedSizeListType list:
                ArrowArray items = NextChild(field, 0, (long)rows * list.ListSize, name);
                return (new FixedSizeListArray(list, items, validity, rows, nulls), 0);
            case StructType fields:
                return (new StructArray(fields, NextChildren(field, rows, name), validity, rows, nulls), 0);
            case DictionaryType encoded: return (NextCodes(field, encoded, validity, rows, nulls, name), 0);
            default: throw new NotSupportedException($"an array of {type} can't be read");
        }
    }

    private ArrowArray NextChild(IpcField field, int index, long fewest, string name) => NextPlacedChild(field, index, fewest, name).Array;

    private (ArrowArray Array, long At) NextPlacedChild(IpcField field, int index, long fewest, string name)
    {
        IpcField child = field.Children[index];
        return Next(child, child.Field.DataType, $"{name}, field '{child.Field.Name}'", fewest, MostRows);
    }

    private ArrowArray[] NextChildren(IpcField field, int fewest, string name)
    {
        ArrowArray[] children = new ArrowArray[field.Children.Length];
        for (int i = 0; i < children.Length; i++)
        {
            children[i] = NextChild(field, i, fewest, name);
        }

        return children;
    }

    private (ArrowBuffer Validity, int Nulls) NextValidity(int rows, int claimed, string name)
    {
        (ArrowBuffer validity, long offset) = body.NextBuffer(0, name);
        if (claimed == 0 || (validity.IsEmpty && claimed < 0))
        {
            return (ArrowBuffer.Empty, 0);
        }

        if (validity.Length < Bitmap.ByteCount(rows))
        {
            throw new ArrowFormatException($"{name}: validity bitmap of {validity.Length} bytes for {rows} rows, {claimed} of them null", offset);
        }

        int nulls = rows - Bitmap.CountSet(validity.Span, 0, rows);
        return claimed < 0 || claimed == nulls
            ? (validity, nulls)
            : throw new ArrowFormatException($"{name}: {claimed} nulls are announced, the validity bitmap has {nulls}", offset);
    }

    private (FixedWidthArray Array, long At) NextFixed(FixedWidthType type, ArrowBuffer validity, int rows, int nulls, string name)
    {
        (ArrowBuffer values, long at) = body.NextBuffer((long)rows * type.ByteWidth, name);
        return (FixedWidthArray.Create(type, values, validity, rows, nulls), at);
    }

    /// <summary>The offsets of a number of rows, which may be missing when there are none.</summary>
    private (ArrowBuffer Offsets, long At) NextOffsets<TOffset>(int rows, string name)
        where TOffset : unmanaged
    {
        (ArrowBuffer offsets, long at) = body.NextBuffer(rows == 0 ? 0 : (rows + 1L) * Unsafe.SizeOf<TOffset>(), name);
        return (rows == 0 ? ArrowBuffer.Empty : offsets, at);
    }

    private OffsetBytesArray<TOffset> NextBytes<TOffset>(Func<ArrowBuffer, ArrowBuffer, OffsetBytesArray<TOffset>> make, int rows, string name)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        (ArrowBuffer offsets, long offsetsAt) = NextOffsets<TOffset>(rows, name);
        (ArrowBuffer data, long dataAt) = body.NextBuffer(0, name);
        if (rows != 0)
        {
            ValueCheck.Offsets(offsets.Cast<TOffset>()[..(rows + 1)], data.Length, name, "text", "bytes", offsetsAt);
        }

        OffsetBytesArray<TOffset> array = make(offsets, rows == 0 ? ArrowBuffer.Empty : data);
        if (array.IsText)
        {
            ValueCheck.Utf8(array, name, dataAt);
        }

        return array;
    }

    private BytesViewArray NextViews(ArrowType type, ArrowBuffer validity, int rows, int nulls, string name)
    {
        (ArrowBuffer views, long at) = body.NextBuffer((long)rows * BinaryView.SizeBytes, name);
        ArrowBuffer[] data = new ArrowBuffer[body.NextVariadicCount(name)];
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = body.NextBuffer(0, name).Buffer;
        }

        BytesViewArray array = type is StringViewType
            ? new StringViewArray(views, data, validity, rows, nulls)
            : new BinaryViewArray(views, data, validity, rows, nulls);
        ValueCheck.Views(array, name, at);
        return array;
    }

    private ArrowArray NextLists<TOffset>(IpcField field, Func<ArrowBuffer, ArrowArray, ArrowArray> make, int rows, string name)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        (ArrowBuffer offsets, long at) = NextOffsets<TOffset>(rows, name);
        ArrowArray values = NextChild(field, 0, 0, name);
        if (rows != 0)
        {
            ValueCheck.Offsets(offsets.Cast<TOffset>()[..(rows + 1)], values.Length, name, "list", "values", at);
        }

        return make(offsets, values);
    }

    private ArrowArray NextMaps(IpcField field, MapType type, ArrowBuffer validity, int rows, int nulls, string name) => NextLists<int>(
        field,
        (offsets, values) =>
        {
            StructArray entries = (StructArray)values;
            return entries.NullCount == 0 && entries.Fields[0].NullCount == 0
                ? new MapArray(type, offsets, entries, validity, rows, nulls)
                : throw body.Error($"{name}: a map with null keys or entries");
        },
        rows,
        name);

    private UnionArray NextUnion(IpcField field, UnionType type, int rows, int claimed, string name)
    {
        if (body.HasUnionValidity && NextValidity(rows, claimed, name).Nulls != 0)
        {
            throw body.Error($"{name}: nulls of a union itself, which only metadata before version 5 has, are not supported");
        }

        (ArrowBuffer typeIds, long idsAt) = body.NextBuffer(rows, name);
        bool isDense = type.Mode == UnionMode.Dense;
        (ArrowBuffer offsets, long offsetsAt) = isDense ? body.NextBuffer((long)rows * sizeof(int), name) : default;
        ArrowArray[] children = NextChildren(field, isDense ? 0 : rows, name);
        ReadOnlySpan<int> places = isDense ? offsets.Cast<int>()[..rows] : default;
        ValueCheck.Union(type, typeIds.Cast<sbyte>()[..rows], places, children, name, idsAt, offsetsAt);
        return new UnionArray(type, typeIds, offsets, children, rows);
    }

    private RunEndEncodedArray NextRuns(IpcField field, RunEndEncodedType type, int rows, string name)
    {
        (ArrowArray runEnds, long at) = NextPlacedChild(field, 0, 0, name);
        ValueCheck.RunEnds(runEnds, rows, name, at);
        return new RunEndEncodedArray(type, runEnds, NextChild(field, 1, runEnds.Length, name), rows);
    }

    private DictionaryArray NextCodes(IpcField field, DictionaryType type, ArrowBuffer validity, int rows, int nulls, string name)
    {
        ArrowArray? dictionary = dictionaries.Find(field);
        (FixedWidthArray codes, long at) = NextFixed(type.IndexType, validity, rows, nulls, name);
        ValueCheck.Codes(codes, dictionary?.Length ?? 0, dictionary is null, name, at);
        return new DictionaryArray(type, codes, dictionary ?? EmptyArray.Of(type.ValueType));
    }
}
