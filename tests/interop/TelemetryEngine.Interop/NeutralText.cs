using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Apache.Arrow;
using Apache.Arrow.Arrays;
using Apache.Arrow.Scalars;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Interop;

/// <summary>
/// Values in a form that belongs to no implementation, as JSON: integers, counts of a time unit and decimals without their point as decimal
/// text, floating-point numbers as the bits in hexadecimal (every NaN is <c>nan</c>), bytes in hexadecimal, booleans as <c>true</c> and
/// <c>false</c>, text as itself; lists, structs and the parts of an interval as arrays, maps as arrays of pairs.
/// </summary>
internal static class NeutralText
{
    /// <summary>The form of a value that was made.</summary>
    public static JsonNode? Of(object? value) => value switch
    {
        null => null,
        bool truth => truth ? "true" : "false",
        string text => text,
        byte[] bytes => Convert.ToHexStringLower(bytes),
        Half number => Half.IsNaN(number) ? "nan" : BitConverter.HalfToUInt16Bits(number).ToString("x4", CultureInfo.InvariantCulture),
        float number => float.IsNaN(number) ? "nan" : BitConverter.SingleToUInt32Bits(number).ToString("x8", CultureInfo.InvariantCulture),
        double number => double.IsNaN(number) ? "nan" : BitConverter.DoubleToUInt64Bits(number).ToString("x16", CultureInfo.InvariantCulture),
        YearMonthInterval interval => Of(interval.Months),
        DayTimeInterval interval => Of((object?[])[interval.Days, interval.Milliseconds]),
        MonthDayNanosecondInterval interval => Of((object?[])[interval.Months, interval.Days, interval.Nanoseconds]),
        UnionValue union => Of(union.Value),
        object?[] values => new JsonArray([.. values.Select(Of)]),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"no neutral text for {value.GetType()}"),
    };

    /// <summary>The form of a row that was read, by the array's own accessors.</summary>
    public static JsonNode? Of(IArrowArray array, int row) => array.IsNull(row) ? null : array switch
    {
        BooleanArray bits => Of(bits.GetValue(row)),
        PrimitiveArray<sbyte> numbers => Of(numbers.GetValue(row)),
        PrimitiveArray<byte> numbers => Of(numbers.GetValue(row)),
        PrimitiveArray<short> numbers => Of(numbers.GetValue(row)),
        PrimitiveArray<ushort> numbers => Of(numbers.GetValue(row)),
        PrimitiveArray<int> numbers => Of(numbers.GetValue(row)),
        PrimitiveArray<uint> numbers => Of(numbers.GetValue(row)),
        PrimitiveArray<long> numbers => Of(numbers.GetValue(row)),
        PrimitiveArray<ulong> numbers => Of(numbers.GetValue(row)),
        PrimitiveArray<Half> numbers => Of(numbers.GetValue(row)),
        PrimitiveArray<float> numbers => Of(numbers.GetValue(row)),
        PrimitiveArray<double> numbers => Of(numbers.GetValue(row)),
        YearMonthIntervalArray intervals => Of(intervals.GetValue(row)),
        DayTimeIntervalArray intervals => Of(intervals.GetValue(row)),
        MonthDayNanosecondIntervalArray intervals => Of(intervals.GetValue(row)),
        StringArray texts => Of(texts.GetString(row)),
        LargeStringArray texts => Of(texts.GetString(row)),
        StringViewArray texts => Of(texts.GetString(row)),
        BinaryArray bytes => Of(bytes.GetBytes(row).ToArray()),
        LargeBinaryArray bytes => Of(bytes.GetBytes(row).ToArray()),
        BinaryViewArray bytes => Of(bytes.GetBytes(row).ToArray()),
        Decimal32Array or Decimal64Array or Decimal128Array or Decimal256Array => Of(new BigInteger(((FixedSizeBinaryArray)array).GetBytes(row))),
        FixedSizeBinaryArray bytes => Of(bytes.GetBytes(row).ToArray()),
        DictionaryArray codes => Of(codes.Dictionary, codes.CodeAt(row)),
        ListArray lists => Of([lists.GetSlicedValues(row)]),
        LargeListArray lists => Of([lists.GetSlicedValues(row)]),
        ListViewArray lists => Of([lists.GetSlicedValues(row)]),
        LargeListViewArray lists => Of([lists.GetSlicedValues(row)]),
        FixedSizeListArray lists => Of([lists.GetSlicedValues(row)]),
        StructArray fields => new JsonArray([.. fields.Fields.Select(field => Of(field, row))]),
        UnionArray union => Of(union.Fields[union.Type.TypeIds.IndexOf(union.TypeIds[row])], union is DenseUnionArray dense ? dense.ValueOffsets[row] : row),
        RunEndEncodedArray runs => Of(runs.Values, runs.FindPhysicalIndex(row)),
        _ => throw new NotSupportedException($"no neutral text for {array.Data.DataType.Name}"),
    };

    /// <summary>The form of all rows of some arrays.</summary>
    public static JsonArray Of(IEnumerable<IArrowArray> arrays) => new([.. arrays.SelectMany(array => Enumerable.Range(0, array.Length).Select(row => Of(array, row)))]);
}
