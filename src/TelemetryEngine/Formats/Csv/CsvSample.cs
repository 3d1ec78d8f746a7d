using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Formats.Csv;

// Rows from several places of the inputs, and what they show of each column.
internal sealed class CsvSample
{
    private const int PieceBytes = 64 * 1024;
    private const int Pieces = 16;

    private readonly CsvDialect _dialect;
    private readonly RecordIndex _index;
    private readonly int[]? _joined;
    private byte[] _scratch = [];

    public CsvSample(CsvDialect dialect, ColumnEvidence[] columns, int[]? joined)
    {
        _dialect = dialect;
        _index = new RecordIndex(dialect);
        Columns = columns;
        _joined = joined;
    }

    // What was seen of each column; a joined time is the last one.
    public ColumnEvidence[] Columns { get; }

    // Looks at rows for what a flag of summer time means; null = it is not asked for.
    public DstEvidence? Dst { get; init; }

    // True when a quoted field held a line end: then a record's end can't be guessed from a line end.
    public bool SawQuotedLineEnd { get; private set; }

    private int Fields => Columns.Length - (_joined is null ? 0 : 1);

    private RecordForm _form = new(0, 0, []);

    // Looks at one of several inputs. With onlyHead at its first rows alone.
    public void Add(CsvInput input, int inputs, bool onlyHead)
    {
        _form = input.Form!;
        int pieces = onlyHead ? 1 : Math.Max(1, Pieces / inputs);
        long length = input.LengthBytes - input.DataStart;
        if (!input.IsSeekable || length <= (long)pieces * PieceBytes || pieces == 1)
        {
            AddHead(input, Math.Max(PieceBytes, pieces * PieceBytes));
            return;
        }

        AddHead(input, PieceBytes);
        if (SawQuotedLineEnd)
        {
            AddHead(input, pieces * PieceBytes, PieceBytes);
            return;
        }

        using InputStream file = new(input.File);
        byte[] piece = new byte[PieceBytes];
        for (int i = 1; i < pieces; i++)
        {
            long start = input.DataStart + (length - PieceBytes) * i / (pieces - 1);
            file.Position = start;
            int got = file.Read(piece);
            AddPiece(piece.AsSpan(0, got), start + got == input.LengthBytes);
        }
    }

    private void AddHead(CsvInput input, int length, int skip = 0)
    {
        int wanted = (int)input.DataStart + length;
        byte[] head = input.Peek(wanted);
        int at = (int)input.DataStart;
        while (at < head.Length)
        {
            int next = _index.Fill(head, at, head.Length < wanted);
            SawQuotedLineEnd |= HasQuotedLineEnd(head);
            if (at >= skip)
            {
                AddRecords(head);
            }

            if (next == at)
            {
                return;
            }

            at = next;
        }
    }

    // Looks at a piece from the middle. If a quoted line end shows, its first record may have begun inside of quotes, so it is worth
    // nothing.
    private void AddPiece(ReadOnlySpan<byte> piece, bool atEnd)
    {
        int at = LineEnds.NextLine(piece, 0, atEnd: false);
        while (at >= 0 && at < piece.Length)
        {
            int next = _index.Fill(piece, at, atEnd);
            if (HasQuotedLineEnd(piece))
            {
                SawQuotedLineEnd = true;
                return;
            }

            AddRecords(piece);
            if (next == at)
            {
                return;
            }

            at = next;
        }
    }

    private bool HasQuotedLineEnd(ReadOnlySpan<byte> text)
    {
        int before = 0;
        ReadOnlySpan<int> positions = _index.Positions;
        foreach (int end in _index.LineEnds)
        {
            ReadOnlySpan<byte> record = text[(positions[before] + 1)..positions[end]];
            if (record.TrimEnd(CsvDialect.CarriageReturn).ContainsAny(CsvDialect.LineFeed, CsvDialect.CarriageReturn))
            {
                return true;
            }

            before = end;
        }

        return false;
    }

    private void AddRecords(ReadOnlySpan<byte> text)
    {
        int before = 0;
        ReadOnlySpan<int> positions = _index.Positions;
        foreach (int end in _index.LineEnds)
        {
            ReadOnlySpan<int> ends = positions.Slice(before, end - before + 1);
            if (IsRow(text, ends))
            {
                AddRow(text, ends);
            }

            before = end;
        }
    }

    private bool IsRow(ReadOnlySpan<byte> text, ReadOnlySpan<int> ends)
    {
        int start = ends[0] + 1;
        if (!(_form.Fits(text, ends) || _form.CanPad(ends.Length - 1)) || text[Math.Min(start, text.Length - 1)] == _dialect.Comment)
        {
            return false;
        }

        ReadOnlySpan<byte> named = text[start..ends[Math.Min(_form.Fields, ends.Length - 1)]];
        return !_form.IsHeader(named) && !RecordForm.IsBlank(named, _form.Fields) && _dialect.IsKept(text[start..ends[1]]);
    }

    private void AddRow(ReadOnlySpan<byte> text, ReadOnlySpan<int> positions)
    {
        for (int field = 0; field < Fields; field++)
        {
            ReadOnlySpan<byte> value = Value(text, positions, field, ref _scratch);
            if (!value.IsEmpty)
            {
                Columns[field].Add(value);
                Columns[field].Formulas += FieldText.IsFormula(Raw(text, positions, field)) ? 1 : 0;
            }
        }

        if (_form.Places is null && positions.Length > _form.Fields)
        {
            Dst?.Add(new RowRun(text, positions, [1]));
        }

        if (_joined is not null && Joined(text, positions, _joined) is { } joined)
        {
            Columns[^1].Add(joined);
        }
    }

    // The parts of a time with a blank between; null where one of them is.
    private byte[]? Joined(ReadOnlySpan<byte> text, ReadOnlySpan<int> positions, int[] parts)
    {
        List<byte> joined = [];
        foreach (int part in parts)
        {
            ReadOnlySpan<byte> value = Value(text, positions, part, ref _scratch);
            if (value.IsEmpty)
            {
                return null;
            }

            joined.AddRange(joined.Count > 0 ? " "u8 : default);
            joined.AddRange(value);
        }

        return [.. joined];
    }

    private ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> text, ReadOnlySpan<int> positions, int column)
    {
        if (_form.PlaceOf(column) is not (var field, _) || field + 1 >= positions.Length)
        {
            return default;
        }

        ReadOnlySpan<byte> raw = text[(positions[field] + 1)..positions[field + 1]];
        return field + 2 == positions.Length || field == _form.Fields - 1 ? raw.TrimEnd(CsvDialect.CarriageReturn) : raw;
    }

    // A field's text without quotes and the blanks around it; empty where it is null in a column that is not text.
    private ReadOnlySpan<byte> Value(ReadOnlySpan<byte> text, ReadOnlySpan<int> positions, int column, ref byte[] scratch)
    {
        ReadOnlySpan<byte> value = FieldText.Value(Raw(text, positions, column), ref scratch);

        // what a logger that lost its power leaves says nothing of the column
        return _dialect.IsNull(value) || value.Contains((byte)0) ? default : value;
    }
}
