using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Formats.Csv;

/// <summary>Times from the texts of one column.</summary>
internal readonly struct TimeReader(TimeText text) : IFieldReader
{
    private readonly TimeText _text = text;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ReadOnlySpan<byte> text, out long value) => _text.TryRead(text, out value);

    public bool TryReadRare(ReadOnlySpan<byte> text, Vector vector, int row, out long value)
    {
        value = 0;
        return false;
    }

    public string Explain(string column, ReadOnlySpan<byte> text) => _text.Explain(column, text);

    public NumberLayout? Layout(FieldPlace field) => null;

    public void Restart() => _text.Restart();
}

/// <summary>Times from the texts of two columns, with a space between them. Null when one of them is.</summary>
internal sealed class JoinedTimeColumn(Column column, int ordinal, FieldPlace left, FieldPlace right, CsvDialect dialect, TimeText time)
    : ColumnParser(column, ordinal, left, dialect)
{
    private byte[] _joined = new byte[64];
    private byte[] _scratch = [];

    public override void BeginInput() => time.Restart();

    public override void Parse(in RowRun run, int into)
    {
        Span<long> values = Vector.Int64s.Slice(into, run.Count);
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = 0;
            ReadOnlySpan<byte> text = Text(run, row);
            if (text.IsEmpty)
            {
                SetNull(into + row);
            }
            else if (time.TryRead(text, out long value))
            {
                values[row] = value;
            }
            else
            {
                Bad.Add(into + row);
            }
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Text(in RowRun run, int row)
    {
        ReadOnlySpan<byte> rawLeft = run.Raw(row, Field);
        ReadOnlySpan<byte> rawRight = run.Raw(row, right);
        ReadOnlySpan<byte> first = Unquote(rawLeft);
        ReadOnlySpan<byte> second = FieldText.Unquote(rawRight, ref _scratch);
        if (Dialect.IsNull(first) || Dialect.IsNull(second))
        {
            return default;
        }

        int length = first.Length + 1 + second.Length;
        if (_joined.Length < length)
        {
            _joined = new byte[length * 2];
        }

        first.CopyTo(_joined);
        _joined[first.Length] = (byte)' ';
        second.CopyTo(_joined.AsSpan(first.Length + 1));
        return _joined.AsSpan(0, length);
    }

    protected override string Explain(ReadOnlySpan<byte> text) => time.Explain(Column.Name, text);
}
