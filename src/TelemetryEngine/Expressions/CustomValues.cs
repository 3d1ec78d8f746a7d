using System.Diagnostics.CodeAnalysis;
using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Arithmetic;

namespace TelemetryEngine.Expressions;

// The types in which functions of a program take values and give results: double, long, bool, string.
internal abstract class CustomValues(ColumnType type, string wanted)
{
    // The type of a column of results.
    public ColumnType Type => type;

    // What a column has to hold, for messages.
    public string Wanted => wanted;

    // Bytes held by texts that were read.
    public virtual long TextBytes => 0;

    // Whether values of a column can be taken.
    public abstract bool Takes(ColumnType column);

    // Forgets the texts that were read.
    public virtual void ForgetTexts()
    {
    }

    // throws ArgumentException: It is none of the types.
    public static CustomValues<T> Of<T>() => Make(typeof(T)) as CustomValues<T>
        ?? throw new ArgumentException($"functions take and give double, long, bool and string, not {typeof(T).Name}");

    private static CustomValues? Make(Type type) =>
        type == typeof(double) ? new CustomDoubles()
        : type == typeof(long) ? new CustomLongs()
        : type == typeof(bool) ? new CustomBools()
        : type == typeof(string) ? new CustomTexts()
        : null;
}

// Columns as spans of one of the types, and results as columns. For one thread at a time.
internal abstract class CustomValues<T>(ColumnType type, string wanted) : CustomValues(type, wanted)
{
    private T[] _room = [];

    // A column's rows, valid until the next call here or of the views. Null rows hold nothing of meaning.
    public abstract ReadOnlySpan<T> Read(ColumnVector column, ColumnViews views, int rows);

    // Some of a column's rows, valid as long.
    public ReadOnlySpan<T> Read(ColumnVector column, ColumnViews views, int rows, ReadOnlySpan<int> places)
    {
        ReadOnlySpan<T> all = Read(column, views, rows);
        Span<T> some = Room(rows)[..places.Length];
        for (int i = 0; i < some.Length; i++)
        {
            // where both are one memory, a value is never behind its place
            some[i] = all[places[i]];
        }

        return some;
    }

    // Writes results to a column that was made ready for as many rows.
    // places: The row of each, rising.
    public abstract void Write(ReadOnlySpan<T> results, ReadOnlySpan<int> places, int rows, ColumnVector column);

    // Memory for as many values, the same each time.
    protected Span<T> Room(int rows)
    {
        if (_room.Length < rows)
        {
            _room = new T[rows];
        }

        return _room.AsSpan(0, rows);
    }
}

// Numbers of any kind; integers beyond 2^53 and decimals are rounded to the nearest.
internal sealed class CustomDoubles() : CustomValues<double>(new ColumnType(ColumnKind.Float64), "a number")
{
    public override bool Takes(ColumnType column) => column.IsNumeric;

    public override ReadOnlySpan<double> Read(ColumnVector column, ColumnViews views, int rows) => views.Doubles(column, rows);

    public override void Write(ReadOnlySpan<double> results, ReadOnlySpan<int> places, int rows, ColumnVector column)
    {
        Span<double> values = column.Doubles;
        for (int i = 0; i < results.Length; i++)
        {
            values[places[i]] = CanonicalDoubles.Of(results[i]);
        }
    }
}

// Integers.
internal sealed class CustomLongs() : CustomValues<long>(new ColumnType(ColumnKind.Int64), "an integer")
{
    public override bool Takes(ColumnType column) => column.IsInteger;

    public override ReadOnlySpan<long> Read(ColumnVector column, ColumnViews views, int rows) => views.Longs(column, rows);

    public override void Write(ReadOnlySpan<long> results, ReadOnlySpan<int> places, int rows, ColumnVector column)
    {
        Span<long> values = column.Int64s;
        for (int i = 0; i < results.Length; i++)
        {
            values[places[i]] = results[i];
        }
    }
}

// Conditions.
internal sealed class CustomBools() : CustomValues<bool>(new ColumnType(ColumnKind.Bool), "true or false")
{
    public override bool Takes(ColumnType column) => column.Kind == ColumnKind.Bool;

    public override ReadOnlySpan<bool> Read(ColumnVector column, ColumnViews views, int rows)
    {
        ReadOnlySpan<byte> bits = column.Bits;
        Span<bool> values = Room(rows);
        for (int row = 0; row < rows; row++)
        {
            values[row] = Nulls.IsSet(bits, row);
        }

        return values;
    }

    public override void Write(ReadOnlySpan<bool> results, ReadOnlySpan<int> places, int rows, ColumnVector column)
    {
        Span<byte> bits = column.Bits;
        bits.Clear();
        for (int i = 0; i < results.Length; i++)
        {
            bits[places[i] >> 3] |= (byte)((results[i] ? 1 : 0) << (places[i] & 7));
        }
    }
}

// Texts: one object for each different text of a dictionary. A result that is no text is null.
internal sealed class CustomTexts() : CustomValues<string>(new ColumnType(ColumnKind.Utf8), "text")
{
    private TextDictionary? _dictionary;
    private Strings _strings = new();
    private byte[] _bytes = [];

    public override long TextBytes => _strings.Bytes;

    public override bool Takes(ColumnType column) => column.IsText;

    public override void ForgetTexts() => (_dictionary, _strings) = (null, new Strings());

    public override ReadOnlySpan<string> Read(ColumnVector column, ColumnViews views, int rows)
    {
        if (!ReferenceEquals(column.Dictionary, _dictionary))
        {
            (_dictionary, _strings) = (column.Dictionary, new Strings());
        }

        ReadOnlySpan<string> texts = _strings.For(column.Dictionary!);
        ReadOnlySpan<int> codes = column.Codes;
        Span<string> values = Room(rows);
        for (int row = 0; row < rows; row++)
        {
            values[row] = texts[codes[row]];
        }

        return values;
    }

    // throws RunException: The texts are more than a batch can hold.
    [SuppressMessage("Design", "CA1508", Justification = "a function may give null where its type says that it does not")]
    public override void Write(ReadOnlySpan<string> results, ReadOnlySpan<int> places, int rows, ColumnVector column)
    {
        long bytes = 0;
        Span<int> codes = column.Codes;
        codes.Clear();
        for (int i = 0; i < results.Length; i++)
        {
            if (results[i] is not { } text)
            {
                column.SetNull(places[i], rows);
                continue;
            }

            int most = Encoding.UTF8.GetMaxByteCount(text.Length);
            _bytes = _bytes.Length < most ? new byte[most] : _bytes;
            int length = Encoding.UTF8.GetBytes(text, _bytes);
            bytes += length;
            if (bytes > column.MostTextBytes)
            {
                throw new RunException($"the texts are more than a batch of the result can hold in the memory allowed; allow more with {Fix.Memory}");
            }

            codes[places[i]] = column.Dictionary!.GetOrAdd(_bytes.AsSpan(0, length));
        }
    }

    private sealed class Strings : AnswersByCode<string>
    {
        // What an object takes beside its characters.
        private const int Overhead = 32;

        public long Bytes { get; private set; }

        protected override string Ask(ReadOnlySpan<byte> text)
        {
            string made = Encoding.UTF8.GetString(text);
            Bytes += Overhead + (made.Length * (long)sizeof(char));
            return made;
        }
    }
}
