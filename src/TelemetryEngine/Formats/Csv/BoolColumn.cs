using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Csv;

// A column of true and false, in small, large or title letters.
internal sealed class BoolColumn(Column column, int ordinal, FieldPlace field, CsvDialect dialect)
    : ColumnParser(column, ordinal, field, dialect)
{
    public override void Begin(int rows)
    {
        base.Begin(rows);
        Vector.Bits.Clear();
    }

    public override void Parse(in RowRun run, int into)
    {
        Span<byte> bits = Vector.Bits;
        for (int row = 0; row < run.Count; row++)
        {
            ReadOnlySpan<byte> raw = run.Raw(row, Field);
            ReadOnlySpan<byte> text = Value(raw);
            int at = into + row;
            if (IsNull(text))
            {
                SetNull(at);
            }
            else if (!BoolText.TryParse(text, out bool value))
            {
                Bad.Add(at);
            }
            else if (value)
            {
                bits[at >> 3] |= (byte)(1 << (at & 7));
            }
        }
    }

    protected override MessageText Explain(ReadOnlySpan<byte> text) => FieldErrors.NotBool(Column.Name, text);
}
