namespace TelemetryEngine.Formats.Csv;

// What the records of one input have in common.
// Fields: The fields that have a name.
// Trailing: Fields that may follow them; they are empty.
// Header: The header as it stands in the input, up to the end of the last field that has a name; empty where there is none.
// Places: For each column the field it stands in, −1 where the input has none for it; null where columns and fields are the same.
internal sealed record RecordForm(int Fields, int Trailing, byte[] Header, int[]? Places = null)
{
    // What becomes of records with more or fewer fields.
    public RaggedRows Ragged { get; init; }

    // True for a record that is a row: all of its fields are there, and those behind them are empty.
    // ends: Where the record's fields end, behind where the one before it ends.
    public bool Fits(ReadOnlySpan<byte> block, ReadOnlySpan<int> ends)
    {
        int fields = ends.Length - 1;
        return fields == Fields
            || (fields > Fields
                && (Ragged == RaggedRows.Cut
                    || ((fields <= Fields + Trailing || Ragged == RaggedRows.Pad) && IsEmpty(block, ends[Fields..]))));
    }

    // True for a record that is a row once the fields at its end are made up.
    public bool CanPad(int fields) => fields < Fields && Ragged != RaggedRows.Error;

    // Where a column stands; null where the input has no field for it.
    public FieldPlace? PlaceOf(int column)
    {
        int field = Places is null ? column : Places[column];
        return field < 0 ? null : new FieldPlace(field, field == Fields - 1);
    }

    // True for a record that is the header once more.
    // text: The record, at least up to the end of its last field that has a name.
    public bool IsHeader(ReadOnlySpan<byte> text) => Header.Length > 0 && text.TrimEnd(CsvDialect.CarriageReturn).SequenceEqual(Header);

    // True for a record of nothing but delimiters: its fields end one byte behind each other.
    public static bool IsBlank(ReadOnlySpan<byte> text, int fields) =>
        fields > 1 && text.TrimEnd(CsvDialect.CarriageReturn).Length == fields - 1;

    private static bool IsEmpty(ReadOnlySpan<byte> block, ReadOnlySpan<int> ends)
    {
        int empty = ends[^1] - ends[0] - (ends.Length - 1);
        return empty == 0 || (empty == 1 && block[ends[^1] - 1] == CsvDialect.CarriageReturn);
    }
}
