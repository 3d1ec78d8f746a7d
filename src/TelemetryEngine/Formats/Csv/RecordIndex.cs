using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Formats.Csv;

// Where the fields of a block's whole records stand. The ends of all fields lie one behind the other in Positions; a field begins one byte
// behind the end before it, also where that one belongs to another record. Quotes are part of the field.
internal sealed class RecordIndex(CsvDialect dialect)
{
    // A record end may be written one past the last byte, and the vector scanners write 64 positions at a time.
    private const int Slack = 66;

    private int[] _positions = new int[16 * 1024];
    private readonly int[] _lineEnds = new int[4 * 1024];
    private int _positionCount;
    private RecordState _state;

    // The ends of fields; the first entry is the byte before the first record.
    public ReadOnlySpan<int> Positions => _positions.AsSpan(0, _positionCount);

    // For each record, blank and comment lines among them: the index of its last field's end in Positions.
    public ReadOnlySpan<int> LineEnds => _lineEnds.AsSpan(0, Records);

    // The number of whole records, blank and comment lines among them.
    public int Records { get; private set; }

    // Where text follows a closing quote.
    public List<int> TextBehindQuotes { get; } = [];

    // True when the block ended inside of a quote.
    public bool EndedInQuote { get; private set; }

    // Finds the records from start, which is the start of a record, until the block ends or the index is full. Returns where the first
    // record begins that is not in the index. When final, the end of the block ends a record.
    public int Fill(ReadOnlySpan<byte> block, int start, bool final)
    {
        _positions[0] = start - 1;
        _positionCount = 1;
        Records = 0;
        TextBehindQuotes.Clear();
        EndedInQuote = false;
        _state = RecordState.RecordStart;
        int at = start;
        while (at < block.Length && MakeRoom())
        {
            if (_state != RecordState.QuoteSeen && !(_state == RecordState.Quoted && dialect.Comment >= 0))
            {
                at = Skim(block, at);
                if (!MakeRoom())
                {
                    // the scanner stops where there is no room for its next 64 bytes, which may be all delimiters or line ends
                    break;
                }
            }

            int stop = Math.Min(block.Length, at + 64);
            while (at < stop)
            {
                int next = Step(block, at, final);
                if (next < 0)
                {
                    return Consumed(block.Length, start);
                }

                at = next;
            }
        }

        EndedInQuote = at >= block.Length && _state == RecordState.Quoted;
        if (final && at >= block.Length && !EndedInQuote && RecordStart < block.Length)
        {
            EndRecord(block.Length);
        }

        return Consumed(block.Length, start);
    }

    private int RecordStart => _positions[Records == 0 ? 0 : _lineEnds[Records - 1]] + 1;

    private int Consumed(int length, int start) => Records == 0 ? start : Math.Min(RecordStart, length);

    // False when the index is full and holds a record; a record with more fields than there is room for makes it grow.
    private bool MakeRoom()
    {
        if (_positionCount + Slack <= _positions.Length && Records + Slack <= _lineEnds.Length)
        {
            return true;
        }

        if (Records > 0)
        {
            return false;
        }

        Array.Resize(ref _positions, _positions.Length * 2);
        return true;
    }

    // Passes whole blocks by the vector scanner, then says what state that leaves.
    private int Skim(ReadOnlySpan<byte> block, int at)
    {
        int records = Records;
        bool inQuote = _state == RecordState.Quoted;
        int end = WithoutQuotes(block, at);
        int next =
            dialect.Scanner(block[..end], at, dialect.Delimiter, ref inQuote, _positions, ref _positionCount, _lineEnds, ref records);
        Records = records;
        if (next > at)
        {
            _state = inQuote ? RecordState.Quoted : StateBehind(block, next);
        }

        return next;
    }

    // In a comment a quote means nothing, so where there are comments the scanner must not see any quote.
    private int WithoutQuotes(ReadOnlySpan<byte> block, int at)
    {
        int quote = dialect.Comment < 0 ? -1 : block[at..].IndexOf(CsvDialect.Quote);
        return quote < 0 ? block.Length : at + quote;
    }

    // The state behind a byte that the scanner has passed, outside of quotes. A quote that it has passed was in its place, so it closed
    // one.
    private RecordState StateBehind(ReadOnlySpan<byte> block, int at)
    {
        int recordStart = RecordStart;
        if (recordStart == at)
        {
            return RecordState.RecordStart;
        }

        if (dialect.Comment >= 0 && block[recordStart] == dialect.Comment)
        {
            return RecordState.Comment;
        }

        byte before = block[at - 1];
        return before == dialect.Delimiter
            ? RecordState.FieldStart
            : before == CsvDialect.Quote ? RecordState.QuoteSeen : RecordState.Unquoted;
    }

    // Takes one byte, or all up to a quote that is looked for. Returns where the next one stands, or −1 where a \r ends the block and a \n
    // may follow.
    private int Step(ReadOnlySpan<byte> block, int at, bool final)
    {
        if (_state == RecordState.Quoted)
        {
            int length = block[at..].IndexOf(CsvDialect.Quote);
            if (length < 0)
            {
                return block.Length;
            }

            at += length;
        }

        RecordState next = _state.Behind(block[at], dialect.Delimiter, dialect.Comment);
        bool isLast = at + 1 == block.Length;
        if (next == RecordState.ReturnSeen && isLast && !final)
        {
            return -1;
        }

        if (next == RecordState.RecordStart || (next == RecordState.ReturnSeen && (isLast || block[at + 1] != CsvDialect.LineFeed)))
        {
            EndRecord(at);
            return at + 1;
        }

        if (next == RecordState.FieldStart)
        {
            _positions[_positionCount++] = at;
        }
        else if (next == RecordState.Unquoted && _state == RecordState.QuoteSeen)
        {
            TextBehindQuotes.Add(at);
        }

        _state = next;
        return at + 1;
    }

    private void EndRecord(int at)
    {
        _positions[_positionCount] = at;
        _lineEnds[Records++] = _positionCount++;
        _state = RecordState.RecordStart;
    }
}
