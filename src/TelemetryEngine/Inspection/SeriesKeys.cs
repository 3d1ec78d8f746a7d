using System.Globalization;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Inspection;

// The values of key columns as a text that names a series.
internal sealed class SeriesKeys(int[] columns)
{
    private readonly StringBuilder _text = new();

    // The text for a row.
    public string Of(RecordBatch batch, int row)
    {
        _text.Clear();
        for (int i = 0; i < columns.Length; i++)
        {
            _text.Append(i > 0 ? ", " : "").Append(Value(batch.Column(columns[i]), row));
        }

        return _text.ToString();
    }

    private static string Value(IArrowArray array, int row) => array.IsNull(row) ? "(null)" : array switch
    {
        StringArray text => Encoding.UTF8.GetString(text.GetBytes(row)),
        DictionaryArray { Dictionary: StringArray or LargeStringArray or StringViewArray } text => text.TextAt(row) ?? "(null)",
        BooleanArray truth => truth.GetValue(row)!.Value ? "true" : "false",
        Int32Array number => number.Values[row].ToString(CultureInfo.InvariantCulture),
        Int64Array number => number.Values[row].ToString(CultureInfo.InvariantCulture),
        FloatArray number => number.Values[row].ToString("R", CultureInfo.InvariantCulture),
        DoubleArray number => number.Values[row].ToString("R", CultureInfo.InvariantCulture),
        TimestampArray time => InstantText.Of(time.Values[row], ((TimestampType)time.Data.DataType).Unit),
        _ => throw new PlanException(
            $"a column of type {ArrowNames.Of(array.Data.DataType)} can't tell series apart; name another with {Fix.GroupBy}"),
    };
}
