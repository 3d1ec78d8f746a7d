using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Columns;

// Shows the columns of a batch in the three forms that loops read: float64 (decimals and integers rounded to nearest even), int64 (booleans
// as 0 and 1) and text. A column is converted once for each batch, and not at all where it already lies so. Null rows hold nothing of
// meaning.
internal sealed class ColumnViews
{
    private readonly View<double> _doubles = new(Convert);
    private readonly View<long> _longs = new(Convert);
    private readonly View<Text> _texts = new(Convert);

    // Forgets the last batch; its memory is used again.
    public void Clear()
    {
        _doubles.Clear();
        _longs.Clear();
        _texts.Clear();
    }

    // A number column's rows as float64, valid until Clear or until RecentPlaces.Most others are asked for.
    public ReadOnlySpan<double> Doubles(ColumnVector column, int rows) =>
        column.Layout == VectorLayout.Double ? column.Doubles[..rows] : _doubles.Of(column, rows);

    // An integer, timestamp or boolean column's rows as int64, valid as long.
    public ReadOnlySpan<long> Longs(ColumnVector column, int rows) =>
        column.Layout == VectorLayout.Int64 ? column.Int64s[..rows] : _longs.Of(column, rows);

    // A text column's rows, valid as long.
    public ReadOnlySpan<Text> Texts(ColumnVector column, int rows) => _texts.Of(column, rows);

    // The float64 nearest to a wide value; NaN and ±∞ as they are.
    public static double ToDouble(WideValue value) =>
        value.NotFinite != 0 ? value.NotFinite : ScaledDecimal.ToDouble(value.Mantissa, value.Scale);

    private static void Convert(ColumnVector column, Span<double> values)
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

    private static void Convert(ColumnVector column, Span<long> values)
    {
        ReadOnlySpan<byte> bits = column.Bits;
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = (bits[row >> 3] >> (row & 7)) & 1;
        }
    }

    private static void Convert(ColumnVector column, Span<Text> values)
    {
        ReadOnlySpan<int> codes = column.Codes;
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = new Text(column.Dictionary!, codes[row]);
        }
    }

    private sealed class View<T>(View<T>.Converter convert)
    {
        private readonly List<(ColumnVector Column, T[] Values)> _views = [];
        private RecentPlaces _places;

        public delegate void Converter(ColumnVector column, Span<T> values);

        public void Clear() => _places.Clear();

        public ReadOnlySpan<T> Of(ColumnVector column, int rows)
        {
            for (int i = 0; i < _places.Count; i++)
            {
                if (ReferenceEquals(_views[i].Column, column))
                {
                    return _views[i].Values.AsSpan(0, rows);
                }
            }

            int place = _places.Next();
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

// A text by its dictionary and code. The default value is no text; it is not the empty text.
internal readonly record struct Text(TextDictionary? Dictionary, int Code)
{
    public bool IsNone => Dictionary is null;

    public ReadOnlySpan<byte> Bytes => Dictionary is null ? default : Dictionary[Code];

    // The order by UTF-8 bytes.
    public static int Compare(in Text left, in Text right) =>
        left == right ? 0 : left.Bytes.SequenceCompareTo(right.Bytes);
}
