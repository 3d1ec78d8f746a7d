using System.Runtime.CompilerServices;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Formats.Csv;

// Rows of one block that have the right number of fields.
// positions: The ends of fields, as RecordIndex.Positions.
// firsts: For each row, the index of its first field's end.
internal readonly ref struct RowRun(ReadOnlySpan<byte> block, ReadOnlySpan<int> positions, ReadOnlySpan<int> firsts)
{
    private readonly ReadOnlySpan<byte> _block = block;
    private readonly ReadOnlySpan<int> _positions = positions;
    private readonly ReadOnlySpan<int> _firsts = firsts;

    public int Count => _firsts.Length;

    // Where the row's record begins in the block.
    public int Start(int row) => _positions[_firsts[row] - 1] + 1;

    // The record of a row, up to the end of so many fields.
    public ReadOnlySpan<byte> Record(int row, int fields) => _block[Start(row).._positions[_firsts[row] + fields - 1]];

    // One field of all rows.
    public FieldRows Fields(FieldPlace field) => new(_block, _positions, _firsts, field.Index, field.IsLast);

    // A field as it stands in the file, quotes included. The last field of a record sheds the \r of its line end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Raw(int row, FieldPlace field)
    {
        int at = _firsts[row] + field.Index;
        int start = _positions[at - 1] + 1;
        int end = _positions[at];
        if (field.IsLast && end > start && _block[end - 1] == CsvDialect.CarriageReturn)
        {
            end--;
        }

        return _block[start..end];
    }

    // Has a kernel read a column of numbers.
    public void Parse(NumberFieldParser parser, NumberLayout layout, Span<long> mantissas, Span<ulong> careful) =>
        parser(_block, _positions, _firsts, layout, mantissas, careful);
}

// Which field of a record.
// Index: Its place from the left, from 0.
// IsLast: True for the last one.
internal readonly record struct FieldPlace(int Index, bool IsLast);
