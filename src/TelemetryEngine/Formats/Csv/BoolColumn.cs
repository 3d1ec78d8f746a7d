
namespace TelemetryEngine.Formats.Csv;

// A column of true and false, in small, large or title letters.
internal sealed class BoolColumn(Column column, int ordinal, FieldPlace field, CsvDialect dialect)
    : ColumnParser(column, ordinal, field, dialect)
{
    public static bool TryParse(ReadOnlySpan<byte> text, out bool value)
    {
        value = text.SequenceEqual("true"u8) || text.SequenceEqual("True"u8) || text.SequenceEqual("TRUE"u8);
        return value || text.SequenceEqual("false"u8) || text.SequenceEqual("False"u8) || text.SequenceEqual("FALSE"u8);
    }

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
            else if (!TryParse(text, out bool value))
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
