using TelemetryEngine.Columns;

namespace TelemetryEngine.Formats.Csv;

// A column that other inputs have: here all of its rows are null.
internal sealed class MissingColumn(Column column, int ordinal, CsvDialect dialect)
    : ColumnParser(column, ordinal, new FieldPlace(0, false), dialect)
{
    private readonly TextDictionary _dictionary = new();

    public override void Begin(int rows)
    {
        base.Begin(rows);
        Vector.Dictionary = Column.Type.Layout == VectorLayout.Codes ? _dictionary : null;
    }

    public override void Parse(in RowRun run, int into)
    {
        for (int row = 0; row < run.Count; row++)
        {
            SetNull(into + row);
        }
    }

    public override ReadOnlySpan<byte> Text(in RowRun run, int row) => default;

    protected override MessageText Explain(ReadOnlySpan<byte> text) => Quoting.Message.Of($"the input has no such column");
}
