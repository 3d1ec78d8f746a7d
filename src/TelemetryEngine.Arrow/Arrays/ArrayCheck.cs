using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Arrow;

/// <summary>What is wrong with an array's buffers: too short for its rows, or with offsets that lead out of them. Values are not looked at.</summary>
internal static class ArrayCheck
{
    private const int InlineBytes = 12;

    /// <summary>The first fault, as a part of a message; null where there is none. Children are looked at too; codes and the values of dictionaries are not.</summary>
    public static string? FaultOf(ArrayData data)
    {
        if (data.Length < 0 || data.Offset < 0 || (long)data.Offset + data.Length > int.MaxValue)
        {
            return string.Create(null, $"it has {data.Length} rows from row {data.Offset} on");
        }

        IArrowType type = data.Storage;
        return type switch
        {
            NullType => null,
            UnionType union => FaultOfUnion(data, union),
            RunEndEncodedType => FaultOfRuns(data),
            _ => FaultOfValidity(data) ?? FaultOfValues(data, type),
        };
    }

    /// <summary>The first code that has no value in the dictionary, as a part of a message; null where all have. Codes of null rows mean nothing.</summary>
    public static string? FaultOfCodes(ArrayData codes)
    {
        int values = codes.Dictionary.Length;
        if (codes.Nulls == 0 && codes.Storage is DictionaryType { IndexType: Int32Type } && ValueCheck.AreBelow(MemoryMarshal.Cast<byte, int>(codes.Values.Span), values))
        {
            return null;
        }

        for (int row = 0; row < codes.Length; row++)
        {
            if (!codes.IsNull(row) && codes.CodeAt(row) is var code && code >= (ulong)values)
            {
                bool isUnsigned = codes.Storage is DictionaryType { IndexType: UInt64Type };
                return string.Create(null, $"code {(isUnsigned ? code : (Int128)(long)code)} of row {row} lies outside its dictionary of {values} values");
            }
        }

        return null;
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
            case ListViewType:
                return FaultOfListViews<int>(data) ?? FaultOfChildren(data, 0);
            case LargeListViewType:
                return FaultOfListViews<long>(data) ?? FaultOfChildren(data, 0);
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

    private static string? FaultOfListViews<T>(ArrayData data)
        where T : unmanaged, IBinaryInteger<T>
    {
        long end = (long)data.Offset + data.Length;
        ReadOnlySpan<T> starts = MemoryMarshal.Cast<byte, T>(BufferOf(data, 1).Span);
        ReadOnlySpan<T> sizes = MemoryMarshal.Cast<byte, T>(BufferOf(data, 2).Span);
        if (Short(Math.Min(starts.Length, sizes.Length), end, "offsets and sizes") is { } fault)
        {
            return fault;
        }

        long most = ChildRows(data);
        for (int row = data.Offset; row < end; row++)
        {
            (long start, long size) = (long.CreateSaturating(starts[row]), long.CreateSaturating(sizes[row]));
            if ((start < 0 || size < 0 || start > most || size > most - start) && !data.IsNull(row - data.Offset))
            {
                return string.Create(null, $"the list of row {row - data.Offset} is said to be {size} rows from row {start}, and it has {most} rows");
            }
        }

        return null;
    }

    private static string? FaultOfUnion(ArrayData data, UnionType type)
    {
        long end = (long)data.Offset + data.Length;
        bool isDense = type.Mode == UnionMode.Dense;
        if (type.TypeIds.Length != type.Fields.Count || type.TypeIds.Any(static id => id is < 0 or > 127) || data.Children?.Length != type.Fields.Count)
        {
            return string.Create(null, $"it has {data.Children?.Length ?? 0} children, {type.Fields.Count} fields, and the type ids {string.Join(", ", type.TypeIds)}");
        }

        if ((Short(BufferOf(data, 0).Length, end, "type ids") ?? (isDense ? Short(BufferOf(data, 1).Length, end * sizeof(int), "offsets") : null) ?? FaultOfChildren(data, isDense ? 0 : end)) is { } fault)
        {
            return fault;
        }

        sbyte[] byId = ArrayParts.ChildrenById(type);
        ReadOnlySpan<byte> ids = BufferOf(data, 0).Span;
        ReadOnlySpan<int> places = isDense ? MemoryMarshal.Cast<byte, int>(BufferOf(data, 1).Span) : default;
        for (int row = data.Offset; row < end; row++)
        {
            int child = ids[row] < byId.Length ? byId[ids[row]] : -1;
            if (child < 0 || (isDense && (uint)places[row] >= (uint)data.Children[child].Length))
            {
                return string.Create(null, $"row {row - data.Offset} has the type id {ids[row]}{(child < 0 ? ", which the union does not have" : $" and the place {places[row]}, where its child has {data.Children[child].Length} rows")}");
            }
        }

        return null;
    }

    private static string? FaultOfRuns(ArrayData data)
    {
        if (data.Children is not [{ } ends, { } values] || ends.DataType is not (Int16Type or Int32Type or Int64Type))
        {
            return "it has not run ends and values";
        }

        if ((FaultOfChildren(data, 0) ?? Short(values.Length, ends.Length, "values") ?? (ends.Nulls == 0 ? null : "a run ends at null")) is { } fault)
        {
            return fault;
        }

        long last = 0;
        for (int run = 0; run < ends.Length; run++)
        {
            long end = data.RunEnd(run);
            if (end <= last)
            {
                return string.Create(null, $"run {run} ends at {end}, after {last}");
            }

            last = end;
        }

        return data.Length != 0 && last < (long)data.Offset + data.Length ? string.Create(null, $"its runs end at row {last}, and it has {(long)data.Offset + data.Length} rows") : null;
    }

    private static string? FaultOfViews(ArrayData data)
    {
        ReadOnlySpan<byte> views = BufferOf(data, 1).Span;
        if (Short(views.Length, ((long)data.Offset + data.Length) * ArrowArrays.ViewBytes, "values") is { } fault)
        {
            return fault;
        }

        ReadOnlySpan<byte> valid = BufferOf(data, 0).Span;
        for (int row = 0; row < data.Length; row++)
        {
            ReadOnlySpan<byte> view = views.Slice((data.Offset + row) * ArrowArrays.ViewBytes, ArrowArrays.ViewBytes);
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
