namespace TelemetryEngine.Execution.Results;

// From which to which window each key has rows when gaps are filled.
internal sealed class KeySpans
{
    private readonly long[] _firsts;
    private readonly long[] _lasts;

    // ordinals: The windows of the rows that were found, rising.
    // keys: The places of their keys.
    // keyCount: How many keys there are.
    // first: The first window of the plan's range; null = each key's own.
    // isOneSeries: True where there are no keys: then a range has its rows also without readings.
    public KeySpans(ReadOnlySpan<long> ordinals, ReadOnlySpan<int> keys, int keyCount, long? first, long? last, bool isOneSeries)
    {
        _firsts = new long[keyCount];
        _lasts = new long[keyCount];
        Array.Fill(_firsts, long.MaxValue);
        Array.Fill(_lasts, long.MinValue);
        for (int row = 0; row < ordinals.Length; row++)
        {
            int key = keys[row];
            _firsts[key] = first ?? Math.Min(_firsts[key], ordinals[row]);
            _lasts[key] = last ?? Math.Max(_lasts[key], ordinals[row]);
        }

        if (isOneSeries && ordinals.Length == 0 && first is not null && last is not null)
        {
            (_firsts[0], _lasts[0]) = (first.Value, last.Value);
        }

        Int128 widest = 0;
        Last = long.MinValue;
        for (int key = 0; key < keyCount; key++)
        {
            if (_lasts[key] < _firsts[key])
            {
                continue;
            }

            Int128 width = (Int128)_lasts[key] - _firsts[key] + 1;
            Rows += width;
            Last = Math.Max(Last, _lasts[key]);
            if (width > widest)
            {
                widest = width;
                Widest = (_firsts[key], _lasts[key]);
            }
        }
    }

    // How many rows they are.
    public Int128 Rows { get; }

    // The first and the last window of the key that has most.
    public (long First, long Last) Widest { get; }

    // The last window of all keys.
    public long Last { get; }

    // The last window of a key.
    public long LastOf(int key) => _lasts[key];

    // How many windows a key has. Only where there are no more than an int64 can count.
    public long Count(int key) => _lasts[key] < _firsts[key] ? 0 : _lasts[key] - _firsts[key] + 1;

    // True for a window of a key's span.
    public bool Has(int key, long ordinal) => ordinal >= _firsts[key] && ordinal <= _lasts[key];
}
