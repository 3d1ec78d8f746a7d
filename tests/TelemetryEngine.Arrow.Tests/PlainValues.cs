using System.Globalization;

namespace TelemetryEngine.Arrow.Tests;

/// <summary>Rows of any array as plain objects, for comparison: what an array says, by its definition and not by its layout.</summary>
internal static class PlainValues
{
    public static object?[] Of(ArrowArray array) => [.. Enumerable.Range(0, array.Length).Select(row => At(array, row))];

    /// <summary>A row as null, a list of objects, or a text: that of the value, or of its bytes in hexadecimal digits.</summary>
    public static object? At(ArrowArray array, int row)
    {
        if (array.IsNull(row))
        {
            return null;
        }

        return array switch
        {
            BooleanArray bits => bits.GetValue(row),
            FixedWidthArray values => Convert.ToHexString(values.GetBytes(row)),
            BytesArray values => Convert.ToHexString(values.GetBytes(row)),
            ListArray lists => Of(lists.GetList(row)!),
            LargeListArray lists => Of(lists.GetList(row)!),
            MapArray maps => Of(maps.GetList(row)!),
            FixedSizeListArray lists => Of(lists.GetList(row)!),
            StructArray fields => fields.Fields.Select(field => At(field, row)).ToArray(),
            UnionArray union => Choice(union, row),
            RunEndEncodedArray runs => At(runs.Values, Run(runs, row)),
            DictionaryArray codes => At(codes.Dictionary, codes.GetCode(row)),
            _ => throw new InvalidOperationException(array.DataType.Name),
        };
    }

    private static object?[] Choice(UnionArray union, int row)
    {
        sbyte id = union.TypeIds[row];
        int child = union.UnionType.TypeIds.ToList().IndexOf(id);
        return [id, At(union.Fields[child], union.UnionType.Mode == UnionMode.Dense ? union.ValueOffsets[row] : row)];
    }

    private static int Run(RunEndEncodedArray runs, int row)
    {
        int run = 0;
        while (Convert.ToInt64(Number(runs.RunEnds, run), CultureInfo.InvariantCulture) <= runs.Offset + row)
        {
            run++;
        }

        return run;
    }

    private static object Number(ArrowArray array, int row) => array switch
    {
        Int16Array values => values.Values[row],
        Int32Array values => values.Values[row],
        _ => ((Int64Array)array).Values[row],
    };
}
