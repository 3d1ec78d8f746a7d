using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow;

// What is wrong with an array's buffers: too short for its rows, or with offsets that lead out of them. Values are not looked at.
internal static class ArrayCheck
{
    private const int InlineBytes = 12;

    // The first fault, as a part of a message; null where there is none. Children are looked at too; codes and the values of dictionaries
    // are not.
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

    // The first code that has no value in the dictionary, as a part of a message; null where all have. Codes of null rows mean nothing.
    public static string? FaultOfCodes(ArrayData codes)
    {
        int row = FirstWrong.Code(codes);
        return row < 0
            ? null
            : string.Create(null,
                $"code {codes.CodeNumberAt(row)} of row {row} lies outside its dictionary of {codes.Dictionary.Length} values");
    }

    private static string? FaultOfValidity(ArrayData data)
    {
        int end = data.Offset + data.Length;
        ReadOnlySpan<byte> bits = BufferOf(data, 0).Span;
        if (bits.IsEmpty)
        {
            return data.NullCount > 0
                ? string.Create(null, $"it says that {data.NullCount} rows are null, and has no validity that says which") : null;
        }

        if (Short(bits.Length, Bitmap.ByteCount(end), "bytes of validity") is { } fault)
        {
            return fault;
        }

        int nulls = data.Length - Bitmap.CountSet(bits, data.Offset, data.Length);
        return data.NullCount >= 0 && data.NullCount != nulls
            ? string.Create(null, $"it says that {data.NullCount} rows are null, and its validity says {nulls}") : null;
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
        if (FirstWrong.Offset(offsets) is >= 0 and int wrong)
        {
            return string.Create(null,
                $"the offset {offsets[wrong]} of row {wrong} lies before {(wrong == 0 ? T.Zero : offsets[wrong - 1])}");
        }

        T last = offsets[^1];
        return long.CreateSaturating(last) > most ? string.Create(null, $"its offsets end at {last}, and it has {most} {unit}") : null;
    }

    private static string? FaultOfListViews<T>(ArrayData data)
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<T> starts = MemoryMarshal.Cast<byte, T>(BufferOf(data, 1).Span);
        ReadOnlySpan<T> sizes = MemoryMarshal.Cast<byte, T>(BufferOf(data, 2).Span);
        if (Short(Math.Min(starts.Length, sizes.Length), (long)data.Offset + data.Length, "offsets and sizes") is { } fault)
        {
            return fault;
        }

        return data.Length > 0 && data.Children is not [{ }, ..] ? "it has no values"
            : data.Length > 0 && FirstWrong.List<T>(data) is >= 0 and int row
            ? string.Create(null,
                $"the list of row {row} is said to be {sizes[data.Offset + row]} rows from row {starts[data.Offset + row]}, and it has {ChildRows(data)} rows")
            : null;
    }

    private static string? FaultOfUnion(ArrayData data, UnionType type)
    {
        long end = (long)data.Offset + data.Length;
        bool isDense = type.Mode == UnionMode.Dense;
        if (type.TypeIds.Length != type.Fields.Count || type.TypeIds.Any(static id => id is < 0 or > 127)
            || data.Children?.Length != type.Fields.Count)
        {
            return string.Create(null,
                $"it has {data.Children?.Length ?? 0} children, {type.Fields.Count} fields, and the type ids {string.Join(", ", type.TypeIds)}");
        }

        if ((Short(BufferOf(data, 0).Length, end, "type ids")
            ?? (isDense ? Short(BufferOf(data, 1).Length, end * sizeof(int), "offsets") : null)
            ?? FaultOfChildren(data, isDense ? 0 : end)) is { } fault)
        {
            return fault;
        }

        (int row, int child) = FirstWrong.Value(data);
        if (row < 0)
        {
            return null;
        }

        int id = data.Buffers[0].Span[data.Offset + row];
        return child < 0
            ? string.Create(null, $"row {row} has the type id {id}, which the union does not have")
            : string.Create(null,
                $"row {row} has the type id {id} and the place {MemoryMarshal.Cast<byte, int>(data.Buffers[1].Span)[data.Offset + row]}, where its child has {data.Children[child].Length} rows");
    }

    private static string? FaultOfRuns(ArrayData data)
    {
        if (data.Children is not [{ } ends, { } values] || ends.DataType is not (Int16Type or Int32Type or Int64Type))
        {
            return "it has not run ends and values";
        }

        if ((FaultOfChildren(data, 0) ?? Short(values.Length, ends.Length, "values")
            ?? (ends.Nulls == 0 ? null : "a run ends at null")) is { } fault)
        {
            return fault;
        }

        if (FirstWrong.Run(ends) is >= 0 and int run)
        {
            return string.Create(null, $"run {run} ends at {ends.EndOfRun(run)}, after {(run == 0 ? 0 : ends.EndOfRun(run - 1))}");
        }

        long last = ends.Length == 0 ? 0 : ends.EndOfRun(ends.Length - 1);
        return data.Length != 0 && last < (long)data.Offset + data.Length
            ? string.Create(null, $"its runs end at row {last}, and it has {(long)data.Offset + data.Length} rows") : null;
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
            if (length < 0 || start < 0 || buffer < 0 || buffer >= data.Buffers.Length - 2
                || (long)start + length > data.Buffers[buffer + 2].Length)
            {
                return string.Create(null,
                    $"the text of row {row} is said to be {length} bytes from byte {start} of buffer {buffer}, which there are not");
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

    private static ArrowBuffer BufferOf(ArrayData data, int index) =>
        data.Buffers is { } buffers && index < buffers.Length ? buffers[index] : ArrowBuffer.Empty;

    private static string? Short(long has, long needs, string what) =>
        has < needs ? string.Create(null, $"its {what} are {has} long, and its rows need {needs}") : null;
}
