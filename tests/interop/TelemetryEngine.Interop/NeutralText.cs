using System.Globalization;
using System.Text.Json.Nodes;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Interop;

/// <summary>
/// Values in a form that belongs to no implementation, as JSON: numbers and counts of a time unit as decimal text, floating-point numbers
/// as the bits in hexadecimal (every NaN is <c>nan</c>), bytes in hexadecimal, booleans as <c>true</c> and <c>false</c>, text as itself.
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
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"no neutral text for {value.GetType()}"),
    };

    /// <summary>The form of a row that was read.</summary>
    public static JsonNode? Of(ArrowArray array, int row) => array.IsNull(row) ? null : array switch
    {
        BooleanArray bits => Of(bits.GetValue(row)),
        StringArray texts => Of(texts.GetString(row)),
        DictionaryArray codes => Of(codes.Dictionary, codes.Indices.Values[row]),
        Int32Array numbers => Of(numbers.Values[row]),
        FloatArray numbers => Of(numbers.Values[row]),
        DoubleArray numbers => Of(numbers.Values[row]),
        PrimitiveArray<long> numbers => Of(numbers.Values[row]),
        _ => throw new NotSupportedException($"no neutral text for {array.DataType}"),
    };
}
