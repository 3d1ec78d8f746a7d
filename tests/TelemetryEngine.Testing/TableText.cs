using System.Globalization;
using System.Text;
using Apache.Arrow;
using TelemetryEngine.Arrow;
using TelemetryEngine.Execution;
using TelemetryEngine.Formats;

namespace TelemetryEngine.Testing;

/// <summary>Writes record batches as plain lines for comparison: fields by '|', null as ∅, doubles by all their bits.</summary>
internal static class TableText
{
    public static IEnumerable<string> Rows(RecordBatch batch)
    {
        for (int row = 0; row < batch.Length; row++)
        {
            yield return string.Join('|', batch.Arrays.Select(a => Cell(a, row)));
        }
    }

    public static IReadOnlyList<string> Rows(Table table) => [.. table.Batches.SelectMany(Rows)];

    /// <summary>The lines of a result as the program writes it, the header first, with bars between fields.</summary>
    public static string[] Written(Pipeline pipeline)
    {
        using Executor executor = pipeline.Open();
        using MemoryStream output = new();
        executor.Write(FormatCatalog.FindByName("csv")!, output, new WriterOptions(), CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray()).Replace(',', '|').Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public static string Cell(IArrowArray array, int row) => array.IsNull(row) ? "∅" : array switch
    {
        BooleanArray values => values.GetValue(row)!.Value ? "true" : "false",
        Int8Array values => values.Values[row].ToString(CultureInfo.InvariantCulture),
        Int16Array values => values.Values[row].ToString(CultureInfo.InvariantCulture),
        Int32Array values => values.Values[row].ToString(CultureInfo.InvariantCulture),
        Int64Array values => values.Values[row].ToString(CultureInfo.InvariantCulture),
        FloatArray values => values.Values[row].ToString("R", CultureInfo.InvariantCulture),
        DoubleArray values => Value(values.Values[row]),
        TimestampArray values => values.Values[row].ToString(CultureInfo.InvariantCulture),
        LargeStringArray values => values.GetString(row)!,
        StringArray values => values.GetString(row)!,
        DictionaryArray values => values.TextAt(row)!,
        _ => throw new ArgumentException($"no text for {ArrowNames.Of(array.Data.DataType)}", nameof(array)),
    };

    /// <summary>A double such that −0 and 0 differ, and so do two NaNs of different bits.</summary>
    public static string Value(double value) =>
        double.IsNaN(value) && BitConverter.DoubleToInt64Bits(value) != BitConverter.DoubleToInt64Bits(double.NaN)
            ? "odd NaN"
            : value.ToString("R", CultureInfo.InvariantCulture);
}
