using System.Numerics;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow.Ipc;

// Makes arrays of a message's buffers: the one place that knows which buffers a type has. What comes out can be used without further
// checks.
// body: The message's nodes and buffers.
// dictionaries: The dictionaries that have come.
internal sealed class ArrayDecoder(Body body, DictionaryMemo dictionaries)
{
    private const int MostRows = int.MaxValue - 1;

    // Takes the next column.
    public ArrayData Next(IpcField field, string name) => Next(field, field.Field.DataType, name, body.Length, body.Length).Array;

    // Passes over the next column, whose bytes need not be there, and says where in the body they lie.
    // places: Where that is said; null = nowhere.
    public void Skip(IpcField field, string name, BufferPlaces? places)
    {
        IArrowType type = field.Field.DataType;
        body.NextNode(0, MostRows, name);
        int buffers = type switch
        {
            UnreadableType other => other.Buffers,
            NullType or RunEndEncodedType => 0,
            UnionType union => (body.HasUnionValidity ? 1 : 0) + (union.Mode == UnionMode.Dense ? 2 : 1),
            FixedSizeListType or StructType => 1,
            StringType or LargeStringType or BinaryType or LargeBinaryType or ListViewType or LargeListViewType => 3,
            StringViewType or BinaryViewType => 2 + body.NextVariadicCount(name),
            _ => 2,
        };
        body.SkipBuffers(buffers, places);
        foreach (IpcField child in type is DictionaryType ? [] : field.Children)
        {
            Skip(child, $"{name}, field '{child.Field.Name}'", places);
        }
    }

    // Takes the values of a dictionary.
    // field: The field that has it.
    public ArrayData NextValues(IpcField field, string name) =>
        Next(field, TypeCodec.StorageOf(field.Field.DataType), name, body.Length, body.Length).Array;

    // An array, and where its values start.
    private (ArrayData Array, long At) Next(IpcField field, IArrowType type, string name, long fewest, long most)
    {
        (int rows, int claimed) = body.NextNode(fewest, most, name);
        switch (type)
        {
            case UnreadableType: throw body.Error($"{name}: there is no array for {type.Name}; select other columns");
            case NullType: return (new ArrayData(type, rows, rows, 0, Array.Empty<ArrowBuffer>(), []), 0);
            case UnionType union: return (NextUnion(field, union, rows, claimed, name), 0);
            case RunEndEncodedType: return (NextRuns(field, type, rows, name), 0);
        }

        (ArrowBuffer validity, int nulls) = NextValidity(rows, claimed, name);
        switch (type)
        {
            case BooleanType: return (Made([validity, body.NextBuffer(Bitmap.ByteCount(rows), name).Buffer]), 0);
            case DictionaryType encoded: return (NextCodes(field, encoded, validity, rows, nulls, name), 0);
            case FixedWidthType fixedWidth:
                (ArrowBuffer values, long at) = body.NextBuffer((long)rows * (fixedWidth.BitWidth / 8), name);
                return (Made([validity, values]), at);
            case StringType or BinaryType: return (NextBytes<int>(type, validity, rows, nulls, name), 0);
            case LargeStringType or LargeBinaryType: return (NextBytes<long>(type, validity, rows, nulls, name), 0);
            case StringViewType or BinaryViewType: return (NextViews(type, validity, rows, nulls, name), 0);
            case ListType: return (NextLists<int>(field, type, validity, rows, nulls, name), 0);
            case LargeListType: return (NextLists<long>(field, type, validity, rows, nulls, name), 0);
            case MapType: return (NextMaps(field, type, validity, rows, nulls, name), 0);
            case ListViewType: return (NextListViews<int>(field, type, validity, rows, nulls, name), 0);
            case LargeListViewType: return (NextListViews<long>(field, type, validity, rows, nulls, name), 0);
            case FixedSizeListType list: return (Made([validity], NextChild(field, 0, (long)rows * list.ListSize, name)), 0);
            case StructType: return (Made([validity], NextChildren(field, rows, name)), 0);
            default: throw new NotSupportedException($"an array of {ArrowNames.Of(type)} can't be read");
        }

        ArrayData Made(ArrowBuffer[] buffers, params ArrayData[] children) => new(type, rows, nulls, 0, buffers, children);
    }

    private ArrayData NextChild(IpcField field, int index, long fewest, string name) => NextPlacedChild(field, index, fewest, name).Array;

    private (ArrayData Array, long At) NextPlacedChild(IpcField field, int index, long fewest, string name)
    {
        IpcField child = field.Children[index];
        return Next(child, child.Field.DataType, $"{name}, field '{child.Field.Name}'", fewest, MostRows);
    }

    private ArrayData[] NextChildren(IpcField field, int fewest, string name)
    {
        ArrayData[] children = new ArrayData[field.Children.Length];
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
            throw new ArrowFormatException($"{name}: validity bitmap of {validity.Length} bytes for {rows} rows, {claimed} of them null",
                offset);
        }

        int nulls = rows - Bitmap.CountSet(validity.Span, 0, rows);
        return claimed < 0 || claimed == nulls
            ? (nulls == 0 ? ArrowBuffer.Empty : validity, nulls)
            : throw new ArrowFormatException($"{name}: {claimed} nulls are announced, the validity bitmap has {nulls}", offset);
    }

    // The offsets of a number of rows, which may be missing when there are none.
    private (ArrowBuffer Offsets, long At) NextOffsets<TOffset>(int rows, string name)
        where TOffset : unmanaged
    {
        (ArrowBuffer offsets, long at) = body.NextBuffer(rows == 0 ? 0 : (rows + 1L) * Unsafe.SizeOf<TOffset>(), name);
        return (rows == 0 ? ArrowArrays.NoOffsets : offsets, at);
    }

    private ArrayData NextBytes<TOffset>(IArrowType type, ArrowBuffer validity, int rows, int nulls, string name)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        (ArrowBuffer offsets, long offsetsAt) = NextOffsets<TOffset>(rows, name);
        (ArrowBuffer data, long dataAt) = body.NextBuffer(0, name);
        ArrayData array = new(type, rows, nulls, 0, [validity, offsets, rows == 0 ? ArrowBuffer.Empty : data], []);
        if (rows != 0)
        {
            ValueCheck.Offsets(array.Offsets<TOffset>(), data.Length, name, "text", "bytes", offsetsAt);
            if (type is StringType or LargeStringType)
            {
                ValueCheck.Utf8<TOffset>(array, name, dataAt);
            }
        }

        return array;
    }

    private ArrayData NextViews(IArrowType type, ArrowBuffer validity, int rows, int nulls, string name)
    {
        (ArrowBuffer views, long at) = body.NextBuffer((long)rows * ArrowArrays.ViewBytes, name);
        ArrowBuffer[] buffers = new ArrowBuffer[body.NextVariadicCount(name) + 2];
        (buffers[0], buffers[1]) = (validity, views);
        for (int i = 2; i < buffers.Length; i++)
        {
            buffers[i] = body.NextBuffer(0, name).Buffer;
        }

        ArrayData array = new(type, rows, nulls, 0, buffers, []);
        ValueCheck.Views(array, name, at);
        return array;
    }

    private ArrayData NextLists<TOffset>(IpcField field, IArrowType type, ArrowBuffer validity, int rows, int nulls, string name)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        (ArrowBuffer offsets, long at) = NextOffsets<TOffset>(rows, name);
        ArrayData values = NextChild(field, 0, 0, name);
        ArrayData array = new(type, rows, nulls, 0, [validity, offsets], [values]);
        if (rows != 0)
        {
            ValueCheck.Offsets(array.Offsets<TOffset>(), values.Length, name, "list", "values", at);
        }

        return array;
    }

    private ArrayData NextListViews<TOffset>(IpcField field, IArrowType type, ArrowBuffer validity, int rows, int nulls, string name)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        (ArrowBuffer offsets, long at) = body.NextBuffer((long)rows * Unsafe.SizeOf<TOffset>(), name);
        ArrowBuffer sizes = body.NextBuffer((long)rows * Unsafe.SizeOf<TOffset>(), name).Buffer;
        ArrayData values = NextChild(field, 0, 0, name);
        ArrayData array = new(type, rows, nulls, 0, [validity, offsets, sizes], [values]);
        ValueCheck.ListViews<TOffset>(array, name, at);
        return array;
    }

    private ArrayData NextMaps(IpcField field, IArrowType type, ArrowBuffer validity, int rows, int nulls, string name)
    {
        ArrayData array = NextLists<int>(field, type, validity, rows, nulls, name);
        ArrayData entries = array.Children[0];
        return entries.Nulls == 0 && entries.Children[0].Nulls == 0 ? array : throw body.Error($"{name}: a map with null keys or entries");
    }

    private ArrayData NextUnion(IpcField field, UnionType type, int rows, int claimed, string name)
    {
        if (body.HasUnionValidity && NextValidity(rows, claimed, name).Nulls != 0)
        {
            throw body.Error($"{name}: nulls of a union itself, which only metadata before version 5 has, are not supported");
        }

        (ArrowBuffer typeIds, long idsAt) = body.NextBuffer(rows, name);
        bool isDense = type.Mode == UnionMode.Dense;
        (ArrowBuffer offsets, long offsetsAt) = isDense ? body.NextBuffer((long)rows * sizeof(int), name) : default;
        ArrayData[] children = NextChildren(field, isDense ? 0 : rows, name);
        ArrayData array = new(type, rows, 0, 0, isDense ? [typeIds, offsets] : [typeIds], children);
        ValueCheck.Union(array, name, idsAt, offsetsAt);
        return array;
    }

    private ArrayData NextRuns(IpcField field, IArrowType type, int rows, string name)
    {
        (ArrayData runEnds, long at) = NextPlacedChild(field, 0, 0, name);
        ValueCheck.RunEnds(runEnds, rows, name, at);
        ArrayData values = NextChild(field, 1, runEnds.Length, name);
        return new ArrayData(type, rows, 0, 0, Array.Empty<ArrowBuffer>(),
            [runEnds, values.Length == runEnds.Length ? values : values.Slice(0, runEnds.Length)]);
    }

    private ArrayData NextCodes(IpcField field, DictionaryType type, ArrowBuffer validity, int rows, int nulls, string name)
    {
        ArrayData? dictionary = dictionaries.Find(field);
        (ArrowBuffer codes, long at) = body.NextBuffer((long)rows * (type.BitWidth / 8), name);
        ArrayData array = new(type, rows, nulls, 0, [validity, codes], [], dictionary ?? ArrowArrays.EmptyOf(type.ValueType));
        ValueCheck.Codes(array, dictionary is null, name, at);
        return array;
    }
}
