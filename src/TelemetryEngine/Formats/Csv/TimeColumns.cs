using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Formats.Csv;

/// <summary>Times from the texts of one column. Stretches of rows with the same text are passed without reading it again.</summary>
internal sealed class TimeColumn(Column column, int ordinal, FieldPlace field, CsvDialect dialect, TimeText time)
    : ColumnParser(column, ordinal, field, dialect)
{
    private static readonly RepeatMatcher Repeats = RepeatMatch.Selected;

    /// <summary>A null token that reads as a time (<c>--null 0</c>) has to be looked for in every row.</summary>
    private readonly bool _tokensAreTimes = dialect.NullTokens.Any(token => time.TryRead(token, out _));

    public override void BeginInput() => time.Restart();

    public override void Parse(in RowRun run, int into)
    {
        Span<long> values = Vector.Int64s.Slice(into, run.Count);
        FieldRows fields = run.Fields(Field);
        int row = 0;
        while (row < values.Length)
        {
            int start = row;
            row = _tokensAreTimes ? row : Repeats(fields, time.Last, row);
            long same = time.LastValue;
            for (; start < row; start++)
            {
                values[start] = same;
            }

            row = ParseChanging(fields, values, row, into);
        }
    }

    protected override string Explain(ReadOnlySpan<byte> text) => time.Explain(Column.Name, text);

    /// <summary>Reads rows until one has the text of the row before, as those behind it may. Returns the row behind.</summary>
    private int ParseChanging(in FieldRows fields, Span<long> values, int row, int into)
    {
        bool changes = true;
        while (row < values.Length && changes)
        {
            ReadOnlySpan<byte> raw = fields[row];
            changes = _tokensAreTimes || !time.Repeats(raw);
            long value = time.LastValue;
            if (changes && (_tokensAreTimes || !time.TryReadNew(raw, out value)))
            {
                value = Careful(raw, into + row);
            }

            values[row++] = value;
        }

        return row;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Careful(ReadOnlySpan<byte> raw, int row)
    {
        ReadOnlySpan<byte> text = Unquote(raw);
        if (Dialect.IsNull(text))
        {
            SetNull(row);
            return 0;
        }

        if (!time.TryRead(text, out long value))
        {
            Bad.Add(row);
        }

        return value;
    }
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
