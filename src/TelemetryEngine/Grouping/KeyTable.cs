using TelemetryEngine.Columns;

namespace TelemetryEngine.Grouping;

// Gives an ordinal 0, 1, 2 … to each combination of key values. One key column: its code is the ordinal. More: pairs are folded from the
// left, (ordinal so far, next code) → ordinal. No key: everything is ordinal 0.
internal sealed class KeyTable
{
    private readonly KeyEncoder[] _encoders;
    private readonly LongMap[] _folds;
    private int[] _scratch = [];

    public KeyTable(ReadOnlySpan<ColumnType> keys)
    {
        _encoders = new KeyEncoder[keys.Length];
        _folds = new LongMap[Math.Max(0, keys.Length - 1)];
        for (int i = 0; i < _encoders.Length; i++)
        {
            _encoders[i] = KeyEncoder.Create(keys[i]);
            if (i > 0)
            {
                _folds[i - 1] = new LongMap();
            }
        }
    }

    public IReadOnlyList<KeyEncoder> Encoders => _encoders;

    // Ordinals in use.
    public int Count => _encoders.Length switch
    {
        0 => 1,
        1 => _encoders[0].Count,
        _ => _folds[^1].Count,
    };

    public long Bytes
    {
        get
        {
            long bytes = 0;
            foreach (KeyEncoder encoder in _encoders)
            {
                bytes += encoder.Bytes;
            }

            foreach (LongMap fold in _folds)
            {
                bytes += fold.Bytes;
            }

            return bytes;
        }
    }

    // Writes each row's key ordinal.
    // views: Gives a key column as float64.
    // ordinals: One ordinal for each row.
    public void Encode(ReadOnlySpan<ColumnVector> columns, ColumnViews views, Span<int> ordinals)
    {
        if (_encoders.Length == 0)
        {
            ordinals.Clear();
            return;
        }

        EncodeColumn(0, columns[0], views, ordinals);
        if (_scratch.Length < ordinals.Length)
        {
            _scratch = new int[ordinals.Length];
        }

        Span<int> codes = _scratch.AsSpan(0, ordinals.Length);
        for (int i = 1; i < _encoders.Length; i++)
        {
            EncodeColumn(i, columns[i], views, codes);
            LongMap fold = _folds[i - 1];
            for (int row = 0; row < codes.Length; row++)
            {
                ordinals[row] = fold.GetOrAdd(Pair(ordinals[row], codes[row]));
            }
        }
    }

    // This table's ordinal for each ordinal of another table over the same keys.
    public int[] Adopt(KeyTable other)
    {
        int[] map = new int[other.Count];
        Span<int> codes = stackalloc int[_encoders.Length];
        for (int ordinal = 0; ordinal < map.Length; ordinal++)
        {
            map[ordinal] = Adopt(other, ordinal, codes);
        }

        return map;
    }

    // This table's ordinal for an ordinal of another table over the same keys, or over these and more behind them, which do not count.
    public int Adopt(KeyTable other, int ordinal) => Adopt(other, ordinal, stackalloc int[other._encoders.Length]);

    private int Adopt(KeyTable other, int ordinal, Span<int> codes)
    {
        other.Codes(ordinal, codes);
        int folded = 0;
        for (int i = 0; i < _encoders.Length; i++)
        {
            int code = _encoders[i].Adopt(other._encoders[i], codes[i]);
            folded = i == 0 ? code : _folds[i - 1].GetOrAdd(Pair(folded, code));
        }

        return folded;
    }

    // The codes of each key column behind an ordinal.
    public void Codes(int ordinal, Span<int> codes)
    {
        for (int i = _encoders.Length - 1; i > 0; i--)
        {
            long pair = _folds[i - 1].Keys[ordinal];
            codes[i] = (int)pair;
            ordinal = (int)(pair >> 32);
        }

        if (codes.Length > 0)
        {
            codes[0] = ordinal;
        }
    }

    // The place of each ordinal in the result's order of keys: 0 for the first.
    public int[] Ranks()
    {
        int width = _encoders.Length;
        int[] codes = new int[Count * width];
        int[] order = new int[Count];
        for (int ordinal = 0; ordinal < order.Length; ordinal++)
        {
            Codes(ordinal, codes.AsSpan(ordinal * width, width));
            order[ordinal] = ordinal;
        }

        Array.Sort(order, (a, b) =>
        {
            int difference = 0;
            for (int i = 0; i < width && difference == 0; i++)
            {
                difference = _encoders[i].Compare(codes[(a * width) + i], codes[(b * width) + i]);
            }

            return difference;
        });
        int[] ranks = new int[order.Length];
        for (int place = 0; place < order.Length; place++)
        {
            ranks[order[place]] = place;
        }

        return ranks;
    }

    private static long Pair(int ordinal, int code) => ((long)ordinal << 32) | (uint)code;

    private void EncodeColumn(int i, ColumnVector column, ColumnViews views, Span<int> codes)
    {
        bool fractions = _encoders[i] is DoubleKeys;
        _encoders[i].Encode(column, fractions ? views.Doubles(column, codes.Length) : default, codes);
    }
}
