using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>A text state in a column; no text is a null there.</summary>
internal static class SavedText
{
    public static void Save(Text text, int row, Vector column)
    {
        column.Dictionary ??= new TextDictionary();
        if (text.IsNone)
        {
            column.SetNull(row, column.Codes.Length);
        }
        else
        {
            column.Codes[row] = column.Dictionary.GetOrAdd(text.Bytes);
        }
    }

    public static Text Load(int row, Vector column) => column.IsNull(row) ? default : new Text(column.Dictionary!, column.Codes[row]);
}
