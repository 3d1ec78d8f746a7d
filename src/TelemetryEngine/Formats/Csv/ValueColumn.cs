using System.Numerics;
using System.Runtime.CompilerServices;
using TelemetryEngine.Kernels.Csv;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Formats.Csv;

// How a text becomes the 8 bytes of a value.
internal interface IFieldReader
{
    // Reads a text as fast as it can; false for what is rare or wrong.
    bool TryRead(ReadOnlySpan<byte> text, out long value);

    // Reads what TryRead refused and what is yet a value, perhaps by putting it beside the vector; false for what is wrong.
    bool TryReadRare(ReadOnlySpan<byte> text, ColumnVector vector, int row, out long value);

    // Why a text is no value.
    MessageText Explain(string column, ReadOnlySpan<byte> text);

    // How a kernel reads the column as TryRead does; null where there is none.
    NumberLayout? Layout(FieldPlace field);

    // True when a number may be written with signs between its thousands, a unit or blanks; false for keys, which are what is written.
    bool TakesWritten { get; }
}

// A column of 8-byte values. The reader is a struct, so that the loop holds no virtual call.
internal sealed class ValueColumn<TReader>(
    Column column, int ordinal, FieldPlace field, CsvDialect dialect, TReader reader, NumberStyle style)
    : ColumnParser(column, ordinal, field, dialect)
    where TReader : struct, IFieldReader
{
    // A null token that reads as a value (--null -999) has to be looked for in every row, and so has a unit that all numbers must have.
    private readonly bool _isCareful = style.NeedsUnit || dialect.NullTokens.Any(token => reader.TryRead(token, out _));

    private readonly TReader _reader = reader;
    private readonly NumberLayout? _layout = reader.Layout(field);
    private readonly byte[] _plain = new byte[WrittenNumber.MaxLength + 1];
    private ulong[] _careful = [];

    public override void Parse(in RowRun run, int into)
    {
        if (_layout is { } layout && !_isCareful)
        {
            ParseColumn(run, into, layout);
        }
        else
        {
            ParseEach(run, into);
        }
    }

    protected override MessageText Explain(ReadOnlySpan<byte> text) =>
        style.Explain(Column.Name, text) ?? _reader.Explain(Column.Name, text);

    // The kernel reads what is common, and says where there is something else.
    private void ParseColumn(in RowRun run, int into, NumberLayout layout)
    {
        Span<long> values = Vector.Int64s.Slice(into, run.Count);
        int words = (values.Length + 63) / 64;
        if (_careful.Length < words)
        {
            _careful = new ulong[words];
        }

        run.Parse(NumberFields.Selected, layout, values, _careful);
        for (int word = 0; word < words; word++)
        {
            for (ulong rest = _careful[word]; rest != 0; rest &= rest - 1)
            {
                int row = (word * 64) + BitOperations.TrailingZeroCount(rest);
                ReadOnlySpan<byte> raw = Blanks.Trim(run.Raw(row, Field));
                values[row] = _reader.TryRead(raw, out long value) ? value : Careful(raw, into + row);
            }
        }
    }

    private void ParseEach(in RowRun run, int into)
    {
        Span<long> values = Vector.Int64s.Slice(into, run.Count);
        for (int row = 0; row < values.Length; row++)
        {
            ReadOnlySpan<byte> raw = run.Raw(row, Field);
            if (_isCareful || !_reader.TryRead(raw, out long value))
            {
                value = Careful(raw, into + row);
            }

            values[row] = value;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Careful(ReadOnlySpan<byte> raw, int row)
    {
        ReadOnlySpan<byte> text = Value(raw);
        if (Dialect.IsNull(text))
        {
            SetNull(row);
            return 0;
        }

        if (!style.NeedsUnit && _reader.TryRead(text, out long value))
        {
            return value;
        }

        if (IsNull(text))
        {
            SetNull(row);
            return 0;
        }

        if ((style.NeedsUnit || !_reader.TryReadRare(text, Vector, row, out value)) && !TryReadWritten(text, row, out value))
        {
            Bad.Add(row);
        }

        return value;
    }

    // Reads a number that is written as people do.
    private bool TryReadWritten(ReadOnlySpan<byte> text, int row, out long value)
    {
        value = 0;
        if (!_reader.TakesWritten || !style.TryWrite(text, _plain, out int length))
        {
            return false;
        }

        ReadOnlySpan<byte> plain = _plain.AsSpan(0, length);
        return _reader.TryRead(plain, out value) || _reader.TryReadRare(plain, Vector, row, out value);
    }
}
