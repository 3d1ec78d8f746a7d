using System.Runtime.CompilerServices;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Formats.Csv;

/// <summary>Rows of one block that have the right number of fields.</summary>
/// <param name="block">The text.</param>
/// <param name="positions">The ends of fields, as <see cref="RecordIndex.Positions"/>.</param>
/// <param name="firsts">For each row, the index of its first field's end.</param>
internal readonly ref struct RowRun(ReadOnlySpan<byte> block, ReadOnlySpan<int> positions, ReadOnlySpan<int> firsts)
{
    private readonly ReadOnlySpan<byte> _block = block;
    private readonly ReadOnlySpan<int> _positions = positions;
    private readonly ReadOnlySpan<int> _firsts = firsts;

    public int Count => _firsts.Length;

    /// <summary>Where the row's record begins in the block.</summary>
    public int Start(int row) => _positions[_firsts[row] - 1] + 1;

    /// <summary>The record of a row, up to the end of so many fields.</summary>
    public ReadOnlySpan<byte> Record(int row, int fields) => _block[Start(row).._positions[_firsts[row] + fields - 1]];

    /// <summary>One field of all rows.</summary>
    public FieldRows Fields(FieldPlace field) => new(_block, _positions, _firsts, field.Index, field.IsLast);

    /// <summary>A field as it stands in the file, quotes included. The last field of a record sheds the <c>\r</c> of its line end.</summary>
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

    /// <summary>Has a kernel read a column of numbers.</summary>
    public void Parse(NumberFieldParser parser, NumberLayout layout, Span<long> mantissas, Span<ulong> careful) =>
        parser(_block, _positions, _firsts, layout, mantissas, careful);
}

/// <summary>Which field of a record.</summary>
/// <param name="Index">Its place from the left, from 0.</param>
/// <param name="IsLast">True for the last one.</param>
internal readonly record struct FieldPlace(int Index, bool IsLast);
