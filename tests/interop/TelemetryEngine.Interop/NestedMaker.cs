using TelemetryEngine.Arrow;

namespace TelemetryEngine.Interop;

/// <summary>Arrays that are made of arrays. A list's value and a struct's is a list of values; a map's is a list of pairs.</summary>
internal static class NestedMaker
{
    public static ArrowArray Make(ArrowType type, IReadOnlyList<object?> values) => type switch
    {
        ListType list => new ListArray(list, Offsets(values), Items(list.ValueField, values), ArrayMaker.Validity(values), values.Count, -1),
        LargeListType list => new LargeListArray(list, LargeOffsets(values), Items(list.ValueField, values), ArrayMaker.Validity(values), values.Count, -1),
        MapType map => new MapArray(map, Offsets(values), (StructArray)Items(map.ValueField, values), ArrayMaker.Validity(values), values.Count, -1),
        FixedSizeListType list => FixedSizeList(list, values),
        StructType fields => Struct(fields, values),
        UnionType union => Union(union, values),
        RunEndEncodedType runs => RunEndEncoded(runs, values),
        _ => throw new NotSupportedException($"no values for {type}"),
    };

    private static ArrowArray Items(Field field, IReadOnlyList<object?> values) =>
        ArrayMaker.Make(field.DataType, [.. values.SelectMany(value => (object?[]?)value ?? [])]);

    private static ArrowBuffer Offsets(IReadOnlyList<object?> values) => ArrowBuffer.CopyOf<int>([.. Ends(values).Select(end => (int)end)]);

    private static ArrowBuffer LargeOffsets(IReadOnlyList<object?> values) => ArrowBuffer.CopyOf<long>([.. Ends(values)]);

    private static IEnumerable<long> Ends(IReadOnlyList<object?> values)
    {
        long end = 0;
        return values.Select(value => end += ((object?[]?)value)?.Length ?? 0).Prepend(0);
    }

    private static FixedSizeListArray FixedSizeList(FixedSizeListType type, IReadOnlyList<object?> values)
    {
        object?[] items = [.. values.SelectMany(value => (object?[]?)value ?? new object?[type.ListSize])];
        return new FixedSizeListArray(type, ArrayMaker.Make(type.ValueField.DataType, items), ArrayMaker.Validity(values), values.Count, -1);
    }

    private static StructArray Struct(StructType type, IReadOnlyList<object?> values)
    {
        ArrowArray[] fields = [.. type.Fields.Select((field, i) => ArrayMaker.Make(field.DataType, [.. values.Select(value => ((object?[]?)value)?[i])]))];
        return new StructArray(type, fields, ArrayMaker.Validity(values), values.Count, -1);
    }

    /// <summary>A null is a null of the first child: unions have none of their own.</summary>
    private static UnionArray Union(UnionType type, IReadOnlyList<object?> values)
    {
        UnionValue[] rows = [.. values.Select(value => (UnionValue?)value ?? new UnionValue(0, null))];
        ArrowBuffer typeIds = ArrowBuffer.CopyOf<sbyte>([.. rows.Select(row => (sbyte)type.TypeIds[row.Child])]);
        if (type.Mode == UnionMode.Sparse)
        {
            ArrowArray[] all = [.. type.Fields.Select((field, i) => ArrayMaker.Make(field.DataType, [.. rows.Select(row => row.Child == i ? row.Value : null)]))];
            return new UnionArray(type, typeIds, ArrowBuffer.Empty, all, rows.Length);
        }

        int[] used = new int[type.Fields.Count];
        ArrowBuffer offsets = ArrowBuffer.CopyOf<int>([.. rows.Select(row => used[row.Child]++)]);
        ArrowArray[] own = [.. type.Fields.Select((field, i) => ArrayMaker.Make(field.DataType, [.. rows.Where(row => row.Child == i).Select(row => row.Value)]))];
        return new UnionArray(type, typeIds, offsets, own, rows.Length);
    }

    private static RunEndEncodedArray RunEndEncoded(RunEndEncodedType type, IReadOnlyList<object?> values)
    {
        int[] starts = [.. Enumerable.Range(0, values.Count).Where(i => i == 0 || !Equals(values[i], values[i - 1]))];
        object?[] ends = [.. starts.Skip(1).Append(values.Count).Take(starts.Length)];
        return new RunEndEncodedArray(
            type, ArrayMaker.Make(type.RunEndsField.DataType, ends), ArrayMaker.Make(type.ValuesField.DataType, [.. starts.Select(i => values[i])]), values.Count);
    }
}

/// <summary>A union's value, and the index of the child that it belongs to.</summary>
internal sealed record UnionValue(int Child, object? Value);
