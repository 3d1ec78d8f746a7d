using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Formats.Text;

namespace TelemetryEngine.Formats;

// How a result is to look. A format passes over what it has no use for.
internal sealed record WriterOptions
{
    // What stands between the fields of CSV.
    public byte Delimiter { get; init; } = (byte)',';

    // True puts an apostrophe before texts and names in CSV that a spreadsheet would take for a formula.
    public bool IsForSpreadsheets { get; init; }

    // False leaves out the line of names in CSV.
    public bool Header { get; init; } = true;

    // How the buffers of Arrow files and streams are packed.
    public CompressionType Compression { get; init; }

    // For each column the digits that the seconds of its instants have: 0, 3, 6 or 9. Null, here or in the list: for each instant the
    // fewest of these that show it whole, as a writer meets the column batch by batch. A caller that has the whole table gives it to FitTo,
    // and all of a column have equally many.
    public int?[]? FractionDigits { get; init; }

    // The most rows that a table shows; null: all, which it then holds in memory as text.
    public int? MaxTableRows { get; init; }

    // True makes the names in a table bold. To be false where NO_COLOR is set or the output is no terminal.
    public bool UseColor { get; init; }

    // The same options with the fewest fraction digits that show every instant of these batches whole.
    public WriterOptions FitTo(Schema schema, IEnumerable<RecordBatch> batches)
    {
        int?[] digits = new int?[schema.FieldsList.Count];
        for (int i = 0; i < digits.Length; i++)
        {
            digits[i] = schema.FieldsList[i].DataType is TimestampType ? 0 : null;
        }

        foreach (RecordBatch batch in batches)
        {
            for (int i = 0; i < digits.Length; i++)
            {
                if (batch.Column(i) is TimestampArray times)
                {
                    digits[i] = Math.Max(digits[i]!.Value, TimeCell.FewestDigits(times));
                }
            }
        }

        return this with { FractionDigits = digits };
    }

    internal Cell[] Cells(Schema schema)
    {
        Cell[] cells = new Cell[schema.FieldsList.Count];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = Cell.For(schema.FieldsList[i], FractionDigits?[i]);
        }

        return cells;
    }
}
