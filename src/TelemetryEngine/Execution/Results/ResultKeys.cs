using TelemetryEngine.Columns;
using TelemetryEngine.Grouping;

namespace TelemetryEngine.Execution.Results;

// The key columns of a result, by the places of the keys. Several threads may read it.
internal sealed class ResultKeys
{
    // Rows for each key from which it pays to bring the values into the order of the keys, so that rows that follow each other find them
    // side by side.
    private const int LeastRowsPerKey = 4;

    private readonly KeyEncoder[] _encoders;
    private readonly int[][] _codes;

    public ResultKeys(ResultRows rows)
    {
        KeyTable keys = rows.Keys;
        ReadOnlySpan<int> ordinals = rows.KeysByPlace;
        bool isOrdered = (long)ordinals.Length * LeastRowsPerKey <= rows.Count;
        _encoders = new KeyEncoder[keys.Encoders.Count];
        _codes = new int[_encoders.Length][];
        for (int i = 0; i < _codes.Length; i++)
        {
            _encoders[i] = isOrdered ? KeyEncoder.Create(keys.Encoders[i].Type) : keys.Encoders[i];
            _codes[i] = new int[ordinals.Length];
        }

        Span<int> tuple = stackalloc int[_codes.Length];
        for (int place = 0; place < ordinals.Length; place++)
        {
            keys.Codes(ordinals[place], tuple);
            for (int i = 0; i < _codes.Length; i++)
            {
                _codes[i][place] = isOrdered ? _encoders[i].Adopt(keys.Encoders[i], tuple[i]) : tuple[i];
            }
        }
    }

    // How many key columns there are.
    public int Count => _codes.Length;

    // Writes the values of a key column.
    // places: The places of the keys.
    // codes: Room for as many numbers.
    // into: A vector of the column's type.
    public void Write(int column, ReadOnlySpan<int> places, Span<int> codes, ColumnVector into)
    {
        int[] codesByPlace = _codes[column];
        codes = codes[..places.Length];
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = codesByPlace[places[row]];
        }

        _encoders[column].Decode(codes, into);
    }
}
