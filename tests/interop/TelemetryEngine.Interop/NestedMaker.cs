using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Interop;

/// <summary>Arrays that are made of arrays. A list's value and a struct's is a list of values; a map's is a list of pairs.</summary>
internal static class NestedMaker
{
    public static ArrayData Data(IArrowType type, IReadOnlyList<object?> values) => type switch
    {
        ListType list => ArrayMaker.Rows(type, values, [Offsets(Sizes(values))], Items(list, values)),
        MapType map => ArrayMaker.Rows(type, values, [Offsets(Sizes(values))], Items(map, values)),
        LargeListType list => ArrayMaker.Rows(type, values, [LargeOffsets(Sizes(values))], Items(list, values)),
        ListViewType list => ArrayMaker.Rows(type, values, [Starts<int>(values, start => start), ArrowArrays.CopyOf<int>([.. Sizes(values)])], Backwards(list, values)),
        LargeListViewType list => ArrayMaker.Rows(
            type, values, [Starts<long>(values, start => start), ArrowArrays.CopyOf<long>([.. Sizes(values).Select(size => (long)size)])], Backwards(list, values)),
        FixedSizeListType list => ArrayMaker.Rows(type, values, [], Items(list, values.Select(value => value ?? new object?[list.ListSize]))),
        StructType fields => ArrayMaker.Rows(type, values, [], Children(fields, i => values.Select(value => ((object?[]?)value)?[i]))),
        UnionType union => Union(union, [.. values.Select(value => (UnionValue?)value ?? new UnionValue(0, null))]),
        RunEndEncodedType runs => RunEndEncoded(runs, values),
        _ => throw new NotSupportedException($"no values for {type.Name}"),
    };

    public static ArrowBuffer Offsets(IEnumerable<int> sizes) => ArrowArrays.CopyOf<int>([.. Ends(sizes).Select(end => (int)end)]);

    public static ArrowBuffer LargeOffsets(IEnumerable<int> sizes) => ArrowArrays.CopyOf<long>([.. Ends(sizes)]);

    private static IEnumerable<long> Ends(IEnumerable<int> sizes)
    {
        long end = 0;
        return sizes.Select(size => end += size).Prepend(0);
    }

    private static IEnumerable<int> Sizes(IReadOnlyList<object?> values) => values.Select(value => ((object?[]?)value)?.Length ?? 0);

    private static ArrayData Items(NestedType type, IEnumerable<object?> values) =>
        ArrayMaker.Data(type.Fields[0].DataType, [.. values.SelectMany(value => (object?[]?)value ?? [])]);

    /// <summary>Views lie where they like: here the last row's values come first.</summary>
    private static ArrayData Backwards(NestedType type, IReadOnlyList<object?> values) => Items(type, values.Reverse());

    private static ArrowBuffer Starts<T>(IReadOnlyList<object?> values, Func<int, T> offset)
        where T : unmanaged
    {
        int start = Sizes(values).Sum();
        return ArrowArrays.CopyOf<T>([.. Sizes(values).Select(size => offset(start -= size))]);
    }

    private static ArrayData[] Children(NestedType type, Func<int, IEnumerable<object?>> values) =>
        [.. type.Fields.Select((field, i) => ArrayMaker.Data(field.DataType, [.. values(i)]))];

    /// <summary>A null is a null of the first child: unions have none of their own.</summary>
    private static ArrayData Union(UnionType type, UnionValue[] rows)
    {
        ArrowBuffer typeIds = ArrowArrays.CopyOf<sbyte>([.. rows.Select(row => (sbyte)type.TypeIds[row.Child])]);
        if (type.Mode == UnionMode.Sparse)
        {
            return new ArrayData(type, rows.Length, 0, 0, [typeIds], Children(type, i => rows.Select(row => row.Child == i ? row.Value : null)));
        }

        int[] used = new int[type.Fields.Count];
        ArrowBuffer offsets = ArrowArrays.CopyOf<int>([.. rows.Select(row => used[row.Child]++)]);
        return new ArrayData(type, rows.Length, 0, 0, [typeIds, offsets], Children(type, i => rows.Where(row => row.Child == i).Select(row => row.Value)));
    }

    private static ArrayData RunEndEncoded(RunEndEncodedType type, IReadOnlyList<object?> values)
    {
        int[] starts = [.. Enumerable.Range(0, values.Count).Where(i => i == 0 || !Equals(values[i], values[i - 1]))];
        object?[] ends = [.. starts.Skip(1).Append(values.Count).Take(starts.Length)];
        return new ArrayData(
            type, values.Count, 0, 0, System.Array.Empty<ArrowBuffer>(), Children(type, i => i == 0 ? ends : starts.Select(start => values[start])));
    }
}

/// <summary>A union's value, and the index of the child that it belongs to.</summary>
internal sealed record UnionValue(int Child, object? Value);
