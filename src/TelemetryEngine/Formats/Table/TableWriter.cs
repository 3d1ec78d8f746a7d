using System.Globalization;
using System.Text;
using Apache.Arrow;
using TelemetryEngine.Formats.Text;

namespace TelemetryEngine.Formats.Table;

// Aligned columns for a reader at a terminal: numbers to the right, everything else to the left. The widths are known only at the end, so
// the shown rows are held as text until then; the others are only counted.
internal sealed class TableWriter : TextBatchWriter
{
    private const int GapColumns = 2;

    private readonly int _maxRows;
    private readonly bool _useColor;
    private readonly TableCells _shown = new();
    private readonly int[] _widths;
    private long _hiddenRows;

    public TableWriter(Stream stream, Schema schema, WriterOptions options)
        : base(stream, schema, options)
    {
        _maxRows = options.MaxTableRows ?? int.MaxValue;
        _useColor = options.UseColor;
        _widths = new int[Cells.Length];
        for (int i = 0; i < Cells.Length; i++)
        {
            Show(i, Encoding.UTF8.GetBytes(schema.FieldsList[i].Name));
        }
    }

    public override void Write(RecordBatch batch)
    {
        Bind(batch);
        Span<byte> buffer = stackalloc byte[Cell.MaxBytes];
        int shown = Math.Min(batch.Length, RoomForRows());
        for (int row = 0; row < shown; row++)
        {
            for (int i = 0; i < Cells.Length; i++)
            {
                Cell cell = Cells[i];
                if (cell.IsNull(row))
                {
                    Show(i, "null"u8);
                }
                else if (cell.AsText is { } text)
                {
                    Show(i, text.Utf8(row));
                }
                else
                {
                    Show(i, buffer[..cell.Format(row, buffer)]);
                }
            }
        }

        _hiddenRows += batch.Length - shown;
    }

    public override void Finish()
    {
        int rows = Cells.Length == 0 ? 0 : _shown.Count / Cells.Length;
        for (int row = 0; row < rows; row++)
        {
            bool isBold = _useColor && row == 0;
            Output.Append(isBold ? "\e[1m"u8 : ""u8);
            WriteRow(row);
            Output.Append(isBold ? "\e[0m\n"u8 : "\n"u8);
        }

        if (_hiddenRows != 0)
        {
            string noun = _hiddenRows == 1 ? "row" : "rows";
            Output.Append(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"… {_hiddenRows:N0} more {noun}\n")));
        }

        base.Finish();
    }

    private int RoomForRows() => Cells.Length == 0 ? 0 : _maxRows - ((_shown.Count / Cells.Length) - 1);

    private void Show(int column, ReadOnlySpan<byte> text) => _widths[column] = Math.Max(_widths[column], _shown.Add(text));

    private void WriteRow(int row)
    {
        for (int i = 0; i < Cells.Length; i++)
        {
            (ReadOnlyMemory<byte> text, int width) = _shown[(row * Cells.Length) + i];
            int padding = _widths[i] - width;
            bool isLast = i == Cells.Length - 1;
            Output.Fill((byte)' ', (i == 0 ? 0 : GapColumns) + (Cells[i].IsNumber ? padding : 0));
            Output.Append(text.Span);
            Output.Fill((byte)' ', Cells[i].IsNumber || isLast ? 0 : padding);
        }
    }
}
