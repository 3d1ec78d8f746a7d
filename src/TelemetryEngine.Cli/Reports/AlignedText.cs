using System.Text;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Cli.Reports;

// Rows of text in columns.
internal static class AlignedText
{
    private const string Gap = "  ";

    private const int MostWidth = 40;
    private const int MostLastWidth = 120;

    // The rows, made visible, each column as wide as its widest text; the last column is not padded. Long texts are cut, with … at their
    // end.
    public static string Of(IReadOnlyList<string[]> cells, string indent = "")
    {
        List<string[]> rows =
            [.. cells.Select(
                row => row.Select((text, i) => DisplayWidth.Cut(VisibleText.Of(text), i < row.Length - 1 ? MostWidth : MostLastWidth))
                    .ToArray())];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => DisplayWidth.Of(row[column])))];
        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            StringBuilder line = new(indent);
            for (int i = 0; i < row.Length; i++)
            {
                line.Append(row[i]).Append(' ', widths[i] - DisplayWidth.Of(row[i])).Append(Gap);
            }

            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
