using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow;

// Arrays of which every row is null.
internal static class NullArrays
{
    // throws NotSupportedException: The type has no place for nulls of its own.
    public static IArrowArray Of(IArrowType type, int rows) => ArrowArrayFactory.BuildArray(DataOf(type, rows));

    // One row. Where it holds codes it has the dictionary of other arrays, so that they can be put together as they are.
    // dictionary: The dictionary; null = none is known.
    // throws NotSupportedException: As above.
    public static IArrowArray One(IArrowType type, IArrowArray? dictionary) => type is DictionaryType coded && dictionary is not null
        ? new DictionaryArray(coded, Of(coded.IndexType, 1), dictionary)
        : Of(type, 1);

    private static ArrayData DataOf(IArrowType type, int rows)
    {
        ArrowBuffer validity = Zeros(Bitmap.ByteCount(rows));
        return ArrayParts.StorageOf(type) switch
        {
            NullType => new ArrayData(type, rows, rows, 0, System.Array.Empty<ArrowBuffer>()),
            BooleanType => Made([validity, Zeros(Bitmap.ByteCount(rows))]),
            DictionaryType coded => new ArrayData(
                type, rows, rows, 0, [validity, Zeros(rows * Width(coded.IndexType))], [], ArrowArrays.EmptyOf(coded.ValueType)),
            FixedSizeListType list => Made([validity], DataOf(list.ValueDataType, checked(rows * list.ListSize))),
            FixedWidthType => Made([validity, Zeros(rows * Width(type))]),
            StringType or BinaryType => Made([validity, Zeros((rows + 1) * sizeof(int)), ArrowBuffer.Empty]),
            LargeStringType or LargeBinaryType => Made([validity, Zeros((rows + 1) * sizeof(long)), ArrowBuffer.Empty]),
            StringViewType or BinaryViewType => Made([validity, Zeros(rows * ArrowArrays.ViewBytes)]),
            ListType or MapType => Made(
                [validity, Zeros((rows + 1) * sizeof(int))],
                ArrowArrays.EmptyOf(((NestedType)ArrayParts.StorageOf(type)).Fields[0].DataType)),
            LargeListType list => Made([validity, Zeros((rows + 1) * sizeof(long))], ArrowArrays.EmptyOf(list.Fields[0].DataType)),
            StructType parts => Made([validity], [.. parts.Fields.Select(field => DataOf(field.DataType, rows))]),
            _ => throw new NotSupportedException($"{ArrowNames.Of(type)} has no place for nulls of its own"),
        };

        ArrayData Made(ArrowBuffer[] buffers, params ArrayData[] children) => new(type, rows, rows, 0, buffers, children);
    }

    private static int Width(IArrowType type) => ((FixedWidthType)ArrayParts.StorageOf(type)).BitWidth / 8;

    private static ArrowBuffer Zeros(int bytes)
    {
        Memory<byte> memory = PinnedMemory.Allocate(bytes);
        memory.Span.Clear();
        return new ArrowBuffer(memory);
    }
}
