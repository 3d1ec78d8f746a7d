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
        Theirs.Int32Array numbers => NeutralText.Of(numbers.GetValue(row)),
        Theirs.Int64Array numbers => NeutralText.Of(numbers.GetValue(row)),
        Theirs.FloatArray numbers => NeutralText.Of(numbers.GetValue(row)),
        Theirs.DoubleArray numbers => NeutralText.Of(numbers.GetValue(row)),
        Theirs.TimestampArray times => NeutralText.Of(times.GetValue(row)),
        Theirs.StringArray texts => NeutralText.Of(texts.GetString(row)),
        Theirs.DictionaryArray codes => Of(codes.Dictionary, ((Theirs.Int32Array)codes.Indices).GetValue(row)!.Value),
        _ => throw new NotSupportedException(array.Data.DataType.Name),
    };
}
