using System.Text;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Cli.Reports;

/// <summary>Rows of text in columns.</summary>
internal static class AlignedText
{
    private const string Gap = "  ";

    /// <summary>The rows, made visible, each column as wide as its widest text; the last column is not padded.</summary>
    public static string Of(IReadOnlyList<string[]> cells, string indent = "")
    {
        List<string[]> rows = [.. cells.Select(row => Array.ConvertAll(row, VisibleText.Of))];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].EnumerateRunes().Count()))];
        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            StringBuilder line = new(indent);
            for (int i = 0; i < row.Length; i++)
            {
                line.Append(row[i]).Append(' ', widths[i] - row[i].EnumerateRunes().Count()).Append(Gap);
            }

            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
