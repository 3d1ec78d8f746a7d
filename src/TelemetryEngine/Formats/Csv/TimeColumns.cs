using System.Runtime.CompilerServices;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Formats.Csv;

// Times from texts. What a local time means that the clock showed twice, other rows may have to say.
internal abstract class TimeParser(Column column, int ordinal, FieldPlace field, CsvDialect dialect, TimeText time)
    : ColumnParser(column, ordinal, field, dialect)
{
    // Reads the texts.
    protected TimeText Time { get; } = time;

    // True when a text may have two meanings.
    public bool HasTwice => Time.HasTwice;

    // The zone of texts without an offset.
    public string Zone => Time.Zone;

    // Reads one text, that is not null.
    public bool TryRead(ReadOnlySpan<byte> text, out long value) => Time.TryRead(text, out value);

    // What tells two meanings apart; null where there is no text of two.
    public SeriesClock? Clock { get; set; }

    protected override MessageText Explain(ReadOnlySpan<byte> text) => Time.Explain(Column.Name, text);

    // What a text means that is no time, or not one alone.
    protected long Refused(in RowRun run, int row, int into)
    {
        switch (Time.Status)
        {
            case LocalTimeStatus.Twice:
                if (Clock!.TryChoose(Time.Twice, run, row, into, this, out long chosen))
                {
                    return chosen;
                }

                goto default;
            case LocalTimeStatus.Null:
                SetNull(into + row);
                return 0;
            default:
                Bad.Add(into + row);
                return 0;
        }
    }
}

// Times from the texts of one column. Stretches of rows with the same text are passed without reading it again.
internal sealed class TimeColumn(Column column, int ordinal, FieldPlace field, CsvDialect dialect, TimeText time)
    : TimeParser(column, ordinal, field, dialect, time)
{
    private static readonly RepeatMatcher Repeats = RepeatMatch.Selected;

    // A null token that reads as a time (--null 0) has to be looked for in every row.
    private readonly bool _tokensAreTimes = dialect.NullTokens.Any(token => time.TryRead(token, out _));

    public override void Parse(in RowRun run, int into)
    {
        Span<long> values = Vector.Int64s.Slice(into, run.Count);
        FieldRows fields = run.Fields(Field);
        int row = 0;
        while (row < values.Length)
        {
            int start = row;
            row = _tokensAreTimes ? row : Repeats(fields, Time.Last, row);
            long same = Time.LastValue;
            for (; start < row; start++)
            {
                values[start] = same;
            }

            row = ParseChanging(run, fields, values, row, into);
        }

        Clock?.End(run, into, this);
    }

    // Reads rows until one has the text of the row before, as those behind it may. Returns the row behind.
    private int ParseChanging(in RowRun run, in FieldRows fields, Span<long> values, int row, int into)
    {
        bool changes = true;
        while (row < values.Length && changes)
        {
            ReadOnlySpan<byte> raw = fields[row];
            changes = _tokensAreTimes || !Time.Repeats(raw);
            long value = Time.LastValue;
            if (changes && (_tokensAreTimes || !Time.TryReadNew(raw, out value)))
            {
                value = Careful(run, raw, row, into);
            }

            values[row++] = value;
        }

        return row;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Careful(in RowRun run, ReadOnlySpan<byte> raw, int row, int into)
    {
        ReadOnlySpan<byte> text = Value(raw);
        if (IsNull(text))
        {
            SetNull(into + row);
            return 0;
        }

        return Time.TryRead(text, out long value) ? value : Refused(run, row, into);
    }
}

// Times from the texts of several columns, with a blank between them. Null when one of them is.
internal sealed class JoinedTimeColumn(Column column, int ordinal, FieldPlace[] parts, CsvDialect dialect, TimeText time)
    : TimeParser(column, ordinal, parts[0], dialect, time)
{
    private byte[] _joined = new byte[64];
    private byte[] _scratch = [];

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
            else
            {
                values[row] = Time.TryRead(text, out long value) ? value : Refused(run, row, into);
            }
        }

        Clock?.End(run, into, this);
    }

    public override ReadOnlySpan<byte> Text(in RowRun run, int row)
    {
        int length = 0;
        foreach (FieldPlace part in parts)
        {
            ReadOnlySpan<byte> text = FieldText.Value(run.Raw(row, part), ref _scratch);
            if (IsNull(text))
            {
                return default;
            }

            if (_joined.Length < length + 1 + text.Length)
            {
                Array.Resize(ref _joined, (length + 1 + text.Length) * 2);
            }

            if (length > 0)
            {
                _joined[length++] = (byte)' ';
            }

            text.CopyTo(_joined.AsSpan(length));
            length += text.Length;
        }

        return _joined.AsSpan(0, length);
    }
}
