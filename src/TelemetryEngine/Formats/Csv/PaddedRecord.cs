namespace TelemetryEngine.Formats.Csv;

// A record with too few fields, and the empty ones that are missing behind them.
internal sealed class PaddedRecord
{
    private byte[] _text = [];
    private int[] _positions = [];
    private readonly int[] _first = [1];

    // Where the record begins in its block; null when the last run was of others.
    public int? Start { get; private set; }

    // The next run is of others.
    public void End() => Start = null;

    // A run of the one record.
    // ends: Where the record's fields end, behind where the one before it ends.
    // fields: The fields that it should have.
    public RowRun Of(ReadOnlySpan<byte> block, ReadOnlySpan<int> ends, int fields, byte delimiter)
    {
        int start = ends[0] + 1;
        ReadOnlySpan<byte> record = block[start..ends[^1]];
        record = record.EndsWith("\r"u8) ? record[..^1] : record;
        int missing = fields - (ends.Length - 1);
        int length = record.Length + missing;
        if (_text.Length < length || _positions.Length <= fields)
        {
            _text = new byte[length * 2];
            _positions = new int[fields + 1];
        }

        record.CopyTo(_text);
        _text.AsSpan(record.Length, missing).Fill(delimiter);
        for (int i = 0; i <= fields; i++)
        {
            _positions[i] = i < ends.Length - 1 ? ends[i] - start : record.Length + i - (ends.Length - 1);
        }

        Start = start;
        return new RowRun(_text.AsSpan(0, length), _positions.AsSpan(0, fields + 1), _first);
    }
}
