using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Columns;

/// <summary>
/// Shows the columns of a batch in the three forms that loops read: float64 (decimals and integers rounded to nearest even), int64 (booleans as 0 and 1)
/// and text. A column is converted once for each batch, and not at all where it already lies so. Null rows hold nothing of meaning.
/// </summary>
internal sealed class ColumnViews
{
    private readonly View<double> _doubles = new(Convert);
    private readonly View<long> _longs = new(Convert);
    private readonly View<Text> _texts = new(Convert);

    /// <summary>Forgets the last batch; its memory is used again.</summary>
    public void Clear()
    {
        _doubles.Clear();
        _longs.Clear();
        _texts.Clear();
    }

    /// <summary>A number column's rows as float64, valid until <see cref="Clear"/> or until <see cref="RecentPlaces.Most"/> others are asked for.</summary>
    public ReadOnlySpan<double> Doubles(Vector column, int rows) =>
        column.Layout == VectorLayout.Double ? column.Doubles[..rows] : _doubles.Of(column, rows);

    /// <summary>An integer, timestamp or boolean column's rows as int64, valid as long.</summary>
    public ReadOnlySpan<long> Longs(Vector column, int rows) =>
        column.Layout == VectorLayout.Int64 ? column.Int64s[..rows] : _longs.Of(column, rows);

    /// <summary>A text column's rows, valid as long.</summary>
    public ReadOnlySpan<Text> Texts(Vector column, int rows) => _texts.Of(column, rows);

    /// <summary>The float64 nearest to a wide value; NaN and ±∞ as they are.</summary>
    public static double ToDouble(WideValue value) => value.NotFinite != 0 ? value.NotFinite : ScaledDecimal.ToDouble(value.Mantissa, value.Scale);

    private static void Convert(Vector column, Span<double> values)
    {
        ReadOnlySpan<long> source = column.Int64s[..values.Length];
        if (column.Layout == VectorLayout.Int64)
        {
            for (int row = 0; row < values.Length; row++)
            {
                values[row] = source[row];
            }

            return;
        }

        ScaledDecimal.ToDoubles(source, column.Type.Scale, values);
        foreach (WideValue wide in column.Wide)
        {
            values[wide.Row] = ToDouble(wide);
        }
    }

    private static void Convert(Vector column, Span<long> values)
    {
        ReadOnlySpan<byte> bits = column.Bits;
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = (bits[row >> 3] >> (row & 7)) & 1;
        }
    }

    private static void Convert(Vector column, Span<Text> values)
    {
        ReadOnlySpan<int> codes = column.Codes;
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = new Text(column.Dictionary!, codes[row]);
        }
    }

    private sealed class View<T>(View<T>.Converter convert)
    {
        private readonly List<(Vector Column, T[] Values)> _views = [];
        private RecentPlaces _places;

        public delegate void Converter(Vector column, Span<T> values);

        public void Clear() => _places.Clear();

        public ReadOnlySpan<T> Of(Vector column, int rows)
        {
            for (int i = 0; i < _places.Count; i++)
            {
                if (ReferenceEquals(_views[i].Column, column))
                {
                    return _views[i].Values.AsSpan(0, rows);
                }
            }

            int place = _places.Take();
            if (place == _views.Count)
            {
                _views.Add((column, new T[rows]));
            }

            T[] values = _views[place].Values.Length < rows ? new T[rows] : _views[place].Values;
            _views[place] = (column, values);
            convert(column, values.AsSpan(0, rows));
            return values.AsSpan(0, rows);
        }
    }
}

/// <summary>A text by its dictionary and code. The default value is no text; it is not the empty text.</summary>
internal readonly record struct Text(TextDictionary? Dictionary, int Code)
{
    public bool IsNone => Dictionary is null;

    public ReadOnlySpan<byte> Bytes => Dictionary is null ? default : Dictionary[Code];

    /// <summary>The order by UTF-8 bytes.</summary>
    public static int Compare(in Text left, in Text right) =>
        left == right ? 0 : left.Bytes.SequenceCompareTo(right.Bytes);
}
