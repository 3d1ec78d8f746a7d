using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Sources;

/// <summary>What is wrong with an array's buffers: too short for its rows, or with offsets that lead out of them. Values are not looked at.</summary>
internal static class ArrayCheck
{
    private const int ViewBytes = 16;
    private const int InlineBytes = 12;

    /// <summary>The first fault, as a part of a message; null where there is none. Of nested types, the rows' borders and the children are looked at too; of unions and runs only the validity.</summary>
    public static string? FaultOf(ArrayData data)
    {
        if (data.Length < 0 || data.Offset < 0 || (long)data.Offset + data.Length > int.MaxValue)
        {
            return string.Create(null, $"it has {data.Length} rows from row {data.Offset} on");
        }

        IArrowType type = data.DataType is ExtensionType extension ? extension.StorageType : data.DataType;
        return type is NullType or UnionType or RunEndEncodedType ? null : FaultOfValidity(data) ?? FaultOfValues(data, type);
    }

    private static string? FaultOfValidity(ArrayData data)
    {
        int end = data.Offset + data.Length;
        ReadOnlySpan<byte> bits = BufferOf(data, 0).Span;
        if (bits.IsEmpty)
        {
            return data.NullCount > 0 ? string.Create(null, $"it says that {data.NullCount} rows are null, and has no validity that says which") : null;
        }

        if (Short(bits.Length, Bitmap.ByteCount(end), "bytes of validity") is { } fault)
        {
            return fault;
        }

        int nulls = data.Length - Bitmap.CountSet(bits, data.Offset, data.Length);
        return data.NullCount >= 0 && data.NullCount != nulls ? string.Create(null, $"it says that {data.NullCount} rows are null, and its validity says {nulls}") : null;
    }

    private static string? FaultOfValues(ArrayData data, IArrowType type)
    {
        long end = (long)data.Offset + data.Length;
        switch (type)
        {
            case BooleanType:
                return Short(BufferOf(data, 1).Length, (end + 7) / 8, "values");
            case StringType or BinaryType:
                return FaultOfOffsets<int>(data, BufferOf(data, 2).Length, "bytes");
            case LargeStringType or LargeBinaryType:
                return FaultOfOffsets<long>(data, BufferOf(data, 2).Length, "bytes");
            case StringViewType or BinaryViewType:
                return FaultOfViews(data);
            case DictionaryType coded:
                return data.Dictionary is null ? "it has codes and no dictionary" : FaultOfValues(data, coded.IndexType);
            case StructType:
                return FaultOfChildren(data, end);
            case FixedSizeListType list:
                return FaultOfChildren(data, end * list.ListSize);
            case LargeListType:
                return FaultOfOffsets<long>(data, ChildRows(data), "rows") ?? FaultOfChildren(data, 0);
            case ListType or MapType:
                return FaultOfOffsets<int>(data, ChildRows(data), "rows") ?? FaultOfChildren(data, 0);
            case FixedWidthType fixedWidth:
                return Short(BufferOf(data, 1).Length, end * (fixedWidth.BitWidth / 8), "values");
            default:
                return null;
        }
    }

    private static string? FaultOfOffsets<T>(ArrayData data, long most, string unit)
        where T : unmanaged, IBinaryInteger<T>
    {
        // an array without rows may do without offsets
        if (data.Length == 0)
        {
            return null;
        }

        ReadOnlySpan<T> offsets = MemoryMarshal.Cast<byte, T>(BufferOf(data, 1).Span);
        if (Short(offsets.Length, (long)data.Offset + data.Length + 1, "offsets") is { } fault)
        {
            return fault;
        }

        offsets = offsets.Slice(data.Offset, data.Length + 1);
        T last = T.Zero;
        for (int row = 0; row < offsets.Length; row++)
        {
            if (offsets[row] < last)
            {
                return string.Create(null, $"the offset {offsets[row]} of row {row} lies before {last}");
            }

            last = offsets[row];
        }

        return long.CreateSaturating(last) > most ? string.Create(null, $"its offsets end at {last}, and it has {most} {unit}") : null;
    }

    private static string? FaultOfViews(ArrayData data)
    {
        ReadOnlySpan<byte> views = BufferOf(data, 1).Span;
        if (Short(views.Length, ((long)data.Offset + data.Length) * ViewBytes, "values") is { } fault)
        {
            return fault;
        }

        ReadOnlySpan<byte> valid = BufferOf(data, 0).Span;
        for (int row = 0; row < data.Length; row++)
        {
            ReadOnlySpan<byte> view = views.Slice((data.Offset + row) * ViewBytes, ViewBytes);
            int length = BinaryPrimitives.ReadInt32LittleEndian(view);
            if (length is >= 0 and <= InlineBytes || (!valid.IsEmpty && !Bitmap.Get(valid, data.Offset + row)))
            {
                continue;
            }

            int buffer = BinaryPrimitives.ReadInt32LittleEndian(view[8..]);
            int start = BinaryPrimitives.ReadInt32LittleEndian(view[12..]);
            if (length < 0 || start < 0 || buffer < 0 || buffer >= data.Buffers.Length - 2 || (long)start + length > data.Buffers[buffer + 2].Length)
            {
                return string.Create(null, $"the text of row {row} is said to be {length} bytes from byte {start} of buffer {buffer}, which there are not");
            }
        }

        return null;
    }

    private static string? FaultOfChildren(ArrayData data, long least)
    {
        foreach (ArrayData child in data.Children ?? [])
        {
            if (Short(child.Length, least, "child's rows") is { } fault)
            {
                return fault;
            }

            if (FaultOf(child) is { } inside)
            {
                return inside;
            }
        }

        return null;
    }

    private static long ChildRows(ArrayData data) => data.Children is [{ } child, ..] ? child.Length : 0;

    private static ArrowBuffer BufferOf(ArrayData data, int index) => data.Buffers is { } buffers && index < buffers.Length ? buffers[index] : ArrowBuffer.Empty;

    private static string? Short(long has, long needs, string what) =>
        has < needs ? string.Create(null, $"its {what} are {has} long, and its rows need {needs}") : null;
}
