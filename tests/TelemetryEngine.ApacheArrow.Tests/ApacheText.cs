using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace TelemetryEngine.ApacheArrow.Tests;

/// <summary>What Apache.Arrow's own accessors say of a row, in the neutral form.</summary>
internal static class ApacheText
{
    public static JsonArray Of(IEnumerable<Theirs.IArrowArray> arrays) =>
        new([.. arrays.SelectMany(array => Enumerable.Range(0, array.Length).Select(row => Of(array, row)))]);

    public static JsonNode? Of(Theirs.IArrowArray array, int row) => array.IsNull(row) ? null : array switch
    {
        Theirs.BooleanArray bits => NeutralText.Of(bits.GetValue(row)),
        Theirs.Int8Array numbers => NeutralText.Of(numbers.GetValue(row)),
        Theirs.Int16Array numbers => NeutralText.Of(numbers.GetValue(row)),
        Theirs.Int32Array numbers => NeutralText.Of(numbers.GetValue(row)),
        Theirs.Int64Array numbers => NeutralText.Of(numbers.GetValue(row)),
        Theirs.UInt8Array numbers => NeutralText.Of(numbers.GetValue(row)),
        Theirs.UInt16Array numbers => NeutralText.Of(numbers.GetValue(row)),
        Theirs.UInt32Array numbers => NeutralText.Of(numbers.GetValue(row)),
        Theirs.UInt64Array numbers => NeutralText.Of(numbers.GetValue(row)),
        Theirs.HalfFloatArray numbers => NeutralText.Of(numbers.GetValue(row)),
        Theirs.FloatArray numbers => NeutralText.Of(numbers.GetValue(row)),
        Theirs.DoubleArray numbers => NeutralText.Of(numbers.GetValue(row)),
        Theirs.PrimitiveArray<int> counts => NeutralText.Of(counts.GetValue(row)),
        Theirs.PrimitiveArray<long> counts => NeutralText.Of(counts.GetValue(row)),
        Theirs.YearMonthIntervalArray intervals => NeutralText.Of(intervals.GetValue(row)!.Value.Months),
        Theirs.DayTimeIntervalArray intervals => Parts(intervals.GetValue(row)!.Value.Days, intervals.GetValue(row)!.Value.Milliseconds),
        Theirs.MonthDayNanosecondIntervalArray intervals when intervals.GetValue(row) is { } parts => Parts(parts.Months, parts.Days, parts.Nanoseconds),
        Theirs.StringArray texts => NeutralText.Of(texts.GetString(row)),
        Theirs.LargeStringArray texts => NeutralText.Of(texts.GetString(row)),
        Theirs.StringViewArray texts => NeutralText.Of(texts.GetString(row)),
        Theirs.BinaryArray bytes => NeutralText.Of(bytes.GetBytes(row).ToArray()),
        Theirs.LargeBinaryArray bytes => NeutralText.Of(bytes.GetBytes(row).ToArray()),
        Theirs.BinaryViewArray bytes => NeutralText.Of(bytes.GetBytes(row).ToArray()),
        Theirs.Decimal32Array or Theirs.Decimal64Array or Theirs.Decimal128Array or Theirs.Decimal256Array =>
            NeutralText.Of(new BigInteger(((Theirs.Arrays.FixedSizeBinaryArray)array).GetBytes(row))),
        Theirs.Arrays.FixedSizeBinaryArray bytes => NeutralText.Of(bytes.GetBytes(row).ToArray()),
        Theirs.ListArray lists => Of([lists.GetSlicedValues(row)]),
        Theirs.LargeListArray lists => Of([lists.GetSlicedValues(row)]),
        Theirs.FixedSizeListArray lists => Of([lists.GetSlicedValues(row)]),
        Theirs.StructArray fields => new JsonArray([.. fields.Fields.Select(field => Of(field, row))]),
        Theirs.DenseUnionArray union => Of(union.Fields[Child(union, row)], union.ValueOffsets[row]),
        Theirs.SparseUnionArray union => Of(union.Fields[Child(union, row)], row),
        Theirs.RunEndEncodedArray runs => Of(runs.Values, runs.FindPhysicalIndex(row)),
        Theirs.DictionaryArray codes => Of(codes.Dictionary, int.Parse(Of(codes.Indices, row)!.GetValue<string>(), CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException(array.Data.DataType.Name),
    };

    private static JsonNode? Parts(params object?[] parts) => NeutralText.Of(parts);

    private static int Child(Theirs.UnionArray union, int row) => System.Array.IndexOf(union.Type.TypeIds, union.TypeIds[row]);
}
