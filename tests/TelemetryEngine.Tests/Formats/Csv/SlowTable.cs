using System.Globalization;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>The rows and rejects of a table as the slow reader's records give them.</summary>
internal static class SlowTable
{
    /// <summary>The first non-blank record is the header; <paramref name="isNumber"/> tells columns of int64 from those of texts.</summary>
    public static (List<SourceRow> Rows, List<Reject> Rejects) Read(byte[] text, Func<int, bool> isNumber)
    {
        List<SourceRow> rows = [];
        List<Reject> rejects = [];
        int columns = 0;
        foreach (SlowRecord record in SlowCsv.Read(text))
        {
            if (record is { Fault: null, Fields: [{ Text: "", IsQuoted: false }] } && columns != 1)
            {
                continue;
            }

            // a record of nothing but delimiters is a blank line
            if (record.Fault is null && record.Fields.Count > 1 && record.Fields.All(static field => field is { Text: "", IsQuoted: false }))
            {
                continue;
            }

            if (columns == 0)
            {
                columns = record.Fields.Count;
                continue;
            }

            bool fits = record.Fault is null && record.Fields.Count == columns && record.Fields.Select((field, i) => Fits(field.Text, isNumber(i))).All(static fits => fits);
            if (fits)
            {
                rows.Add(new SourceRow(0, record.Position, [.. record.Fields.Select((field, i) => Value(field, isNumber(i)))]));
            }
            else
            {
                rejects.Add(new Reject(0, record.Position, "", MessageText.Empty, "", record.Line));
            }
        }

        return (rows, rejects);
    }

    private static bool Fits(string text, bool isNumber) => isNumber
        ? text.Length == 0 || long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
        : !text.Contains('\uFFFD');

    private static object? Value(SlowField field, bool isNumber) => isNumber
        ? field.Text.Length == 0 ? null : long.Parse(field.Text, CultureInfo.InvariantCulture)
        : field.Text.Length == 0 && !field.IsQuoted ? null : field.Text;
}
