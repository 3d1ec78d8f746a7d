using System.Text;

namespace TelemetryEngine.Formats.Csv;

// Decides, for one column of times and one reader, what the local times mean that the clock showed twice. Files may have parts that were
// read by others, so the rows before are theirs; it costs nothing until such a time is met.
internal sealed class SeriesClock(CsvScan scan, int column, int place, FieldPlace[] series, MorselTurn turn)
{
    private readonly StringBuilder _name = new();
    private byte[] _scratch = [];
    private TimeTail _tail;

    // The last row of the morsel so far.
    public TimeTail Tail => _tail;

    // Begins with a morsel.
    public void Begin() => _tail = default;

    // The instant that a row means; false where a column should say it, and does not.
    public bool TryChoose(in LocalTwice time, in RowRun run, int row, int into, ColumnParser parser, out long utc)
    {
        if (scan.Layout.Dst is { } marks && scan.FormOf(turn.File).PlaceOf(marks.Column) is { } field)
        {
            return marks.TryChoose(FieldText.Unquote(run.Raw(row, field), ref _scratch), time, parser.Column.Type.Unit.TicksPerSecond(),
                out utc);
        }

        utc = Choose(time, run, row, into, parser);
        return true;
    }

    // The instant that a row means. The rows before it in the batch have been read.
    // row: The row in the run.
    // into: The run's first row in the batch.
    private long Choose(in LocalTwice time, in RowRun run, int row, int into, ColumnParser parser)
    {
        if (!turn.Take(out TimeTail[] tails))
        {
            return time.Earlier;
        }

        TimeTail before = LastOf(run, row, into, parser).After(place < tails.Length ? tails[place] : default);
        return scan.PassesOf(column, turn.File).Choose(time, NameOf(run, row), before);
    }

    // Remembers the last row of a run that was read.
    public void End(in RowRun run, int into, ColumnParser parser) => _tail = LastOf(run, run.Count, into, parser);

    // The last row with a time before a row; the morsel's last one before the run where the run has none.
    private TimeTail LastOf(in RowRun run, int row, int into, ColumnParser parser)
    {
        int last = Previous(row, into, parser);
        if (last < 0)
        {
            return _tail;
        }

        Span<long> values = parser.Vector.Int64s.Slice(into, run.Count);
        int second = Previous(last, into, parser);
        bool isFirst = second < 0 && !_tail.IsRow;
        long earlier = second >= 0 ? values[second] : _tail.Instant;
        return new TimeTail(true, values[last], !isFirst && earlier == values[last], isFirst, NameOf(run, last));
    }

    private static int Previous(int row, int into, ColumnParser parser)
    {
        do
        {
            row--;
        }
        while (row >= 0 && parser.IsVoid(into + row));
        return row;
    }

    private string NameOf(in RowRun run, int row)
    {
        if (series.Length == 0)
        {
            return "";
        }

        _name.Clear();
        foreach (FieldPlace field in series)
        {
            string text = Encoding.Latin1.GetString(FieldText.Unquote(run.Raw(row, field), ref _scratch));
            _name.Append(text.Length).Append(':').Append(text);
        }

        return _name.ToString();
    }
}

// A reader's place in the order of its input's morsels.
internal sealed class MorselTurn
{
    private MorselTurns? _turns;
    private TimeTail[]? _tails;
    private int _number;
    private bool _isTaken;
    private bool _isOff;

    // The input's number.
    public int File { get; private set; }

    // What ends a wait.
    public CancellationToken Cancellation { get; set; }

    // Begins with a morsel.
    public void Begin(MorselTurns turns, int file, int number)
    {
        _turns = turns;
        File = file;
        _number = number;
        _isTaken = false;
    }

    // Waits until all morsels before are done, once; false when the scan is given up.
    public bool Take(out TimeTail[] tails)
    {
        if (!_isTaken)
        {
            _isOff = !_turns!.WaitFor(_number, out _tails, Cancellation);
            _isTaken = true;
        }

        tails = _tails ?? [];
        return !_isOff;
    }

    // Says that the morsel is done, or that its reader is.
    public void End(TimeTail[] tails)
    {
        _turns?.End(_number, tails);
        _turns = null;
    }
}
