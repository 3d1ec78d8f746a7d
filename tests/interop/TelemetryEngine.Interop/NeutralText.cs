using System.Globalization;
using System.Text.Json.Nodes;
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
        DayTimeInterval(int days, int milliseconds) => Of((object?[])[days, milliseconds]),
        MonthDayNanosecondInterval(int months, int days, long nanoseconds) => Of((object?[])[months, days, nanoseconds]),
        UnionValue union => Of(union.Value),
        object?[] values => new JsonArray([.. values.Select(Of)]),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"no neutral text for {value.GetType()}"),
    };

    /// <summary>The form of a row that was read.</summary>
    public static JsonNode? Of(ArrowArray array, int row) => array.IsNull(row) ? null : array switch
    {
        BooleanArray bits => Of(bits.GetValue(row)),
        BytesArray { IsText: true } texts => Of(texts.GetString(row)),
        BytesArray bytes => Of(bytes.GetBytes(row).ToArray()),
        FixedSizeBinaryArray bytes => Of(bytes.GetBytes(row).ToArray()),
        DictionaryArray codes => Of(codes.Dictionary, codes.GetCode(row)),
        PrimitiveArray<sbyte> numbers => Of(numbers.Values[row]),
        PrimitiveArray<byte> numbers => Of(numbers.Values[row]),
        PrimitiveArray<short> numbers => Of(numbers.Values[row]),
        PrimitiveArray<ushort> numbers => Of(numbers.Values[row]),
        PrimitiveArray<int> numbers => Of(numbers.Values[row]),
        PrimitiveArray<uint> numbers => Of(numbers.Values[row]),
        PrimitiveArray<long> numbers => Of(numbers.Values[row]),
        PrimitiveArray<ulong> numbers => Of(numbers.Values[row]),
        PrimitiveArray<Half> numbers => Of(numbers.Values[row]),
        PrimitiveArray<float> numbers => Of(numbers.Values[row]),
        PrimitiveArray<double> numbers => Of(numbers.Values[row]),
        PrimitiveArray<Int128> numbers => Of(numbers.Values[row]),
        Decimal256Array numbers => Of(numbers.GetValue(row)),
        DayTimeIntervalArray intervals => Of(intervals.Values[row]),
        MonthDayNanosecondIntervalArray intervals => Of(intervals.Values[row]),
        OffsetListArray<int> lists => Items(lists.GetList(row)),
        OffsetListArray<long> lists => Items(lists.GetList(row)),
        FixedSizeListArray lists => Items(lists.GetList(row)),
        StructArray fields => new JsonArray([.. fields.Fields.Select(field => Of(field, row))]),
        UnionArray union when union.GetPlace(row) is (int child, int place) => Of(union.Fields[child], place),
        RunEndEncodedArray runs => Of(runs.Values, runs.FindRun(row)),
        _ => throw new NotSupportedException($"no neutral text for {array.DataType}"),
    };

    private static JsonArray Items(ArrowArray? items) => new([.. Enumerable.Range(0, items?.Length ?? 0).Select(row => Of(items!, row))]);
}
