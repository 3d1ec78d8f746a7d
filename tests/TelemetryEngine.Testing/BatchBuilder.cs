using System.Globalization;
using System.Numerics;
using System.Text;
using Apache.Arrow.Types;
using TelemetryEngine.Columns;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Testing;

/// <summary>
/// Makes a batch from columns of nullable values, written for reading and not for speed. Values: bool, int, long, float, double, string
/// (for text, and for decimals as they would stand in a file), DateTime (UTC, for timestamps); null is a null.
/// </summary>
internal sealed class BatchBuilder
{
    private readonly List<Column> _columns = [];
    private readonly List<object?[]> _values = [];
    private readonly List<TextDictionary?> _dictionaries = [];

    /// <summary>The columns so far.</summary>
    public IReadOnlyList<Column> Columns => _columns;

    /// <summary>The columns so far.</summary>
    public ColumnSchema Schema => new([.. _columns]);

    /// <summary>The values of a column, as they were given.</summary>
    public IReadOnlyList<object?> Values(int column) => _values[column];

    /// <summary>Adds a column; <paramref name="type"/> is in the text form of <see cref="ColumnType"/>.</summary>
    public BatchBuilder Add(string name, string type, params object?[] values) =>
        ColumnType.TryParse(type, out ColumnType parsed) ? Add(name, parsed, values) : throw new ArgumentException(type, nameof(type));

    /// <summary>Adds a column.</summary>
    public BatchBuilder Add(string name, ColumnType type, params object?[] values) => Add(name, type, null, values);

    /// <summary>Adds a text column whose codes count in a dictionary that other batches use too.</summary>
    public BatchBuilder Add(string name, ColumnType type, TextDictionary? dictionary, params object?[] values)
    {
        if (_values.Count > 0 && _values[0].Length != values.Length)
        {
            throw new ArgumentException($"column '{name}' has {values.Length} rows, the others have {_values[0].Length}", nameof(values));
        }

        _columns.Add(new Column(name, type));
        _values.Add(values);
        _dictionaries.Add(dictionary);
        return this;
    }

    /// <summary>Makes the batch; whoever gets it disposes it.</summary>
    public Batch Build(int file = 0, long positionBase = 0)
    {
        Batch batch = new() { Rows = _values.Count == 0 ? 0 : _values[0].Length, File = file, PositionBase = positionBase };
        for (int i = 0; i < _columns.Count; i++)
        {
            batch.Columns.Add(MakeVector(_columns[i].Type, _values[i], _dictionaries[i]));
        }

        return batch;
    }

    /// <summary>Makes one vector.</summary>
    public static ColumnVector MakeVector(ColumnType type, object?[] values, TextDictionary? dictionary = null)
    {
        ColumnVector vector = new(type);
        vector.Reset(values.Length);
        vector.Bits.Clear();
        if (type.Layout == VectorLayout.Codes)
        {
            vector.Dictionary = dictionary ?? new TextDictionary();
        }

        for (int row = 0; row < values.Length; row++)
        {
            if (values[row] is { } value)
            {
                Set(vector, row, value);
            }
            else
            {
                vector.SetNull(row, values.Length);
            }
        }

        return vector;
    }

    /// <summary>The value of a row as an object: bool, long, double, string, or null. Decimals come as the nearest double to their text.</summary>
    public static object? Get(ColumnVector vector, int row)
    {
        if (vector.IsNull(row))
        {
            return null;
        }

        switch (vector.Layout)
        {
            case VectorLayout.Bits: return (vector.Bits[row >> 3] & (1 << (row & 7))) != 0;
            case VectorLayout.Int64: return vector.Int64s[row];
            case VectorLayout.Double: return vector.Doubles[row];
            case VectorLayout.Codes: return Encoding.UTF8.GetString(vector.Dictionary![vector.Codes[row]]);
            default: return GetDecimal(vector, row);
        }
    }

    private static double GetDecimal(ColumnVector vector, int row)
    {
        WideValue value = vector.Wide.Find(wide => wide.Row == row) ?? new WideValue(row, vector.Int64s[row], vector.Type.Scale);
        return value.NotFinite != 0
            ? value.NotFinite
            : double.Parse(string.Create(CultureInfo.InvariantCulture, $"{value.Mantissa}E{-value.Scale}"), CultureInfo.InvariantCulture);
    }

    private static void Set(ColumnVector vector, int row, object value)
    {
        switch (vector.Layout)
        {
            case VectorLayout.Bits: vector.Bits[row >> 3] |= (byte)((bool)value ? 1 << (row & 7) : 0); break;
            case VectorLayout.Double: vector.Doubles[row] = Convert.ToDouble(value, CultureInfo.InvariantCulture); break;
            case VectorLayout.Codes: vector.Codes[row] = vector.Dictionary!.GetOrAdd(Encoding.UTF8.GetBytes((string)value)); break;
            case VectorLayout.Scaled: SetDecimal(vector, row, (string)value); break;
            default: vector.Int64s[row] = value is DateTime time ? Ticks(time, vector.Type.Unit) : Convert.ToInt64(value, CultureInfo.InvariantCulture); break;
        }
    }

    private static void SetDecimal(ColumnVector vector, int row, string text)
    {
        if (!char.IsAsciiDigit(text[^1]) && text[^1] != '.')
        {
            vector.Int64s[row] = 0;
            vector.Wide.Add(new WideValue(row, 0, 0, double.Parse(text, CultureInfo.InvariantCulture)));
            return;
        }

        int exponentAt = text.IndexOfAny(['e', 'E']);
        string digits = exponentAt < 0 ? text : text[..exponentAt];
        int exponent = exponentAt < 0 ? 0 : int.Parse(text[(exponentAt + 1)..], CultureInfo.InvariantCulture);
        int point = digits.IndexOf('.');
        int scale = (point < 0 ? 0 : digits.Length - point - 1) - exponent;
        BigInteger mantissa = BigInteger.Parse(digits.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        int missing = vector.Type.Scale - scale;
        BigInteger scaled = missing is >= 0 and < 40 ? mantissa * BigInteger.Pow(10, missing) : (BigInteger)long.MaxValue + 1;
        bool fits = scaled >= long.MinValue && scaled <= long.MaxValue;
        vector.Int64s[row] = fits ? (long)scaled : 0;
        if (!fits)
        {
            vector.Wide.Add(new WideValue(row, mantissa, scale));
        }
    }

    private static long Ticks(DateTime time, TimeUnit unit)
    {
        long ticks = (time - DateTime.UnixEpoch).Ticks;
        return unit switch
        {
            TimeUnit.Second => ticks / TimeSpan.TicksPerSecond,
            TimeUnit.Millisecond => ticks / TimeSpan.TicksPerMillisecond,
            TimeUnit.Microsecond => ticks / TimeSpan.TicksPerMicrosecond,
            _ => checked(ticks * TimeSpan.NanosecondsPerTick),
        };
    }
}
