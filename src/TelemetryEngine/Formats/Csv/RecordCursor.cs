using System.Diagnostics;
using TelemetryEngine.Kernels.Csv;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Csv;

// Goes over the records of a morsel, a stretch at a time, and keeps those that are rows of the right number of fields. Blank lines and
// comments are passed over, all others rejected.
internal sealed class RecordCursor(CsvScan scan, RowRejects rejects)
{
    private readonly CsvLayout _layout = scan.Layout;
    private readonly RecordIndex _index = new(scan.Layout.Dialect);
    private BlockReader _blocks = new ChunkBlocks();
    private int[] _firsts = new int[4096];
    private bool _looksAtEach;
    private int _rows;
    private int _taken;
    private int _at;
    private bool _isLast;
    private RecordForm _form = scan.FormOf(0);
    private PaddedRecord? _padded;

    // Rows met, rejected ones among them.
    public long RowsRead { get; private set; }

    // True when a row was rejected and nothing behind it matters.
    public bool IsBehindFailure { get; private set; }

    // Where the next row's record begins in the input.
    public long NextPosition => _blocks.Position + _index.Positions[FirstOf(_firsts[_taken]) - 1] + 1;

    public void Begin(Morsel morsel, int file)
    {
        _blocks = morsel.Blocks!;
        _form = scan.FormOf(file);
        _looksAtEach = scan.LooksAtEach || _form.Trailing > 0 || _form.Ragged != RaggedRows.Error || _layout.Dialect.KeepRecords.Length > 0;
        _isLast = morsel.IsLast;
        _at = 0;
        _rows = 0;
        _taken = 0;
        IsBehindFailure = false;
        rejects.Begin(file, _blocks);
    }

    // Makes sure that there is a row to take; false at the end of the morsel.
    public bool Next()
    {
        while (_taken == _rows)
        {
            if (IsBehindFailure || !Advance())
            {
                return false;
            }
        }

        return true;
    }

    // Takes up to limit rows, and fewer where one stands further than an int32 from positionBase.
    // offsets: Receives the rows' distances; empty where they are not asked for.
    public RowRun Take(int limit, long positionBase, Span<int> offsets)
    {
        ReadOnlySpan<int> firsts = _firsts.AsSpan(_taken, Math.Min(limit, _rows - _taken));
        ReadOnlySpan<int> positions = _index.Positions;
        long distance = _blocks.Position - positionBase;
        _padded?.End();
        if (_form.Ragged != RaggedRows.Error)
        {
            firsts = UpToPadded(firsts);
        }

        if (distance + positions[^1] > int.MaxValue)
        {
            return new RowRun(default, default, default);
        }

        if (!offsets.IsEmpty)
        {
            for (int row = 0; row < firsts.Length; row++)
            {
                offsets[row] = (int)distance + positions[FirstOf(firsts[row]) - 1] + 1;
            }
        }

        _taken += firsts.Length;
        return firsts[0] < 0 ? Pad(FirstOf(firsts[0])) : new RowRun(_blocks.Block, positions, firsts);
    }

    // Passes a row over that is the header once more; false for any other.
    public bool PassHeader(in RowRun run, int row)
    {
        bool isHeader = _form.IsHeader(run.Record(row, _form.Fields));
        if (isHeader)
        {
            RowsRead--;
            scan.Passed.AddHeader();
        }

        return isHeader;
    }

    // Passes a row over that holds nothing; false for any other.
    public bool PassBlank(in RowRun run, int row)
    {
        bool isBlank = RecordForm.IsBlank(run.Record(row, _form.Fields), _form.Fields);
        if (isBlank)
        {
            RowsRead--;
            scan.Passed.AddBlank();
        }

        return isBlank;
    }

    // Rejects a row for one of its fields.
    public void Reject(in RowRun run, int row, ColumnParser parser)
    {
        bool isAsked = rejects.AsksForRows;
        rejects.Add(_blocks.Position + (_padded?.Start ?? run.Start(row)), parser.Column.Name,
            isAsked ? parser.Explain(run, row) : MessageText.Empty, isAsked ? parser.Text(run, row) : default);
        IsBehindFailure |= rejects.Policy == ErrorPolicy.Fail;
    }

    // Indexes more records, after reading more text where the block holds no whole one.
    private bool Advance()
    {
        if (_blocks is ChunkBlocks { LongRecord: not LongRecord.None } chunk)
        {
            return RejectLong(chunk.LongRecord == LongRecord.Unclosed);
        }

        ReadOnlySpan<byte> block = _blocks.Block;
        int next = _index.Fill(block, _at, _blocks.IsFinal);
        if (_index.Records > 0)
        {
            scan.AddBytesRead(_blocks is FileBlocks ? next - _at : 0);
            _at = next;
            Select(block);
            return true;
        }

        _rows = 0;
        _taken = 0;
        if (_blocks.IsFinal)
        {
            EndMorsel(block);
            return false;
        }

        if (block.Length - _at >= scan.Limits.MaxRecordBytes)
        {
            return PassLong();
        }

        _blocks.Next(_at);
        _at = 0;
        return true;
    }

    // Behind the last record of a morsel there is nothing, or a quote that stays open.
    private void EndMorsel(ReadOnlySpan<byte> block)
    {
        if (!_index.EndedInQuote)
        {
            return;
        }

        if (!_isLast)
        {
            scan.Redo();
            return;
        }

        RowsRead++;
        RejectRecord(_at, FieldErrors.UnclosedQuote, block[_at..]);
    }

    // Passes over a record that is longer than any may be, with no more of it in memory than a block.
    private bool PassLong()
    {
        RecordBorders borders = new(_layout.Dialect.Delimiter, _layout.Dialect.Comment);
        long start = _blocks.Position + _at;
        string shown = FieldText.Cut(_blocks.Block[_at..]);
        int border = borders.Find(_blocks.Block[_at..]);
        Debug.Assert(border < 0, "the index has found no whole record");
        while (border < 0 && !_blocks.IsFinal)
        {
            // The last byte stays, so that the pipe has something to put the next ones behind.
            int known = _blocks.Block.Length - 1;
            _blocks.Next(known);
            _at = 1;
            border = borders.Find(_blocks.Block[1..]);
        }

        _at = border < 0 ? _blocks.Block.Length : _at + border;
        _rows = 0;
        _taken = 0;
        if (border < 0 && borders.InQuote && !_isLast)
        {
            scan.Redo();
            return false;
        }

        RowsRead++;
        MessageText error = border < 0 && borders.InQuote ? FieldErrors.UnclosedQuote : FieldErrors.LongRecord(scan.Limits);
        rejects.Add(start, "", error, System.Text.Encoding.UTF8.GetBytes(shown));
        IsBehindFailure |= rejects.Policy == ErrorPolicy.Fail;
        return true;
    }

    private bool RejectLong(bool isUnclosed)
    {
        _rows = 0;
        _taken = 0;
        if (_at > 0)
        {
            return false;
        }

        _at = _blocks.Block.Length;
        RowsRead++;
        RejectRecord(0, isUnclosed ? FieldErrors.UnclosedQuote : FieldErrors.LongRecord(scan.Limits), _blocks.Block);
        return true;
    }

    // Chooses the records that are rows.
    private void Select(ReadOnlySpan<byte> block)
    {
        _rows = 0;
        _taken = 0;
        ReadOnlySpan<int> lineEnds = _index.LineEnds;
        if (_firsts.Length < lineEnds.Length)
        {
            _firsts = new int[lineEnds.Length * 2];
        }

        bool isPlain = !_looksAtEach && _layout.Dialect.Comment < 0 && _index.TextBehindQuotes.Count == 0;
        int before = 0;
        for (int record = 0; record < lineEnds.Length; record++)
        {
            if (isPlain)
            {
                int even = EvenRecords.Find(lineEnds[record..], before, _form.Fields, _firsts.AsSpan(_rows));
                _rows += even;
                record += even;
                if (record == lineEnds.Length)
                {
                    break;
                }

                before = even > 0 ? lineEnds[record - 1] : before;
            }

            int end = lineEnds[record];
            if (IsRow(block, before, end, out bool isPadded))
            {
                _firsts[_rows++] = isPadded ? ~(before + 1) : before + 1;
            }
            else if (!IsPassedOver(block, before, end, isCounted: true) && !RejectShape(block, before, end))
            {
                break;
            }

            before = end;
        }

        RowsRead += _rows;
    }

    // True for a record with the fields that it should have, made up or not.
    private bool IsRow(ReadOnlySpan<byte> block, int before, int end, out bool isPadded)
    {
        isPadded = _form.CanPad(end - before);
        return (isPadded || _form.Fits(block, _index.Positions.Slice(before, end - before + 1)))
            && !IsPassedOver(block, before, end, isCounted: false) && !HasTextBehindQuote(before, end);
    }

    // True for blank lines, comments, and what else is no row.
    private bool IsPassedOver(ReadOnlySpan<byte> block, int before, int end, bool isCounted)
    {
        ReadOnlySpan<byte> record = Record(block, before, end);
        if (record.IsEmpty)
        {
            return _form.Fields > 1;
        }

        if (record[0] == _layout.Dialect.Comment)
        {
            return true;
        }

        if (!_layout.Dialect.IsKept(block[(_index.Positions[before] + 1).._index.Positions[before + 1]]))
        {
            if (isCounted)
            {
                scan.Passed.AddOtherKind();
            }

            return true;
        }

        int named = Math.Min(end, before + _form.Fields);
        if (_form.IsHeader(Record(block, before, named)))
        {
            if (isCounted)
            {
                scan.Passed.AddHeader();
            }

            return true;
        }

        bool isBlank = RecordForm.IsBlank(record, end - before);
        if (isBlank && isCounted)
        {
            scan.Passed.AddBlank();
        }

        return isBlank;
    }

    private ReadOnlySpan<byte> Record(ReadOnlySpan<byte> block, int before, int end)
    {
        ReadOnlySpan<byte> record = block[(_index.Positions[before] + 1).._index.Positions[end]];
        return !record.IsEmpty && record[^1] == CsvDialect.CarriageReturn ? record[..^1] : record;
    }

    // Rows with fields that are missing stand by themselves, as their text is made up.
    private static ReadOnlySpan<int> UpToPadded(ReadOnlySpan<int> firsts)
    {
        int padded = firsts.IndexOfAnyInRange(int.MinValue, -1);
        return padded < 0 ? firsts : firsts[..Math.Max(1, padded)];
    }

    private static int FirstOf(int first) => first < 0 ? ~first : first;

    private RowRun Pad(int first)
    {
        ReadOnlySpan<int> ends = _index.LineEnds;
        int record = ends.BinarySearch(first);
        int end = ends[record < 0 ? ~record : record];
        _padded ??= new PaddedRecord();
        return _padded.Of(_blocks.Block, _index.Positions.Slice(first - 1, end - first + 2), _form.Fields, _layout.Dialect.Delimiter);
    }

    private bool HasTextBehindQuote(int before, int end)
    {
        foreach (int at in _index.TextBehindQuotes)
        {
            if (at > _index.Positions[before] && at < _index.Positions[end])
            {
                return true;
            }
        }

        return false;
    }

    // Rejects a record for its shape; false when nothing behind it matters.
    private bool RejectShape(ReadOnlySpan<byte> block, int before, int end)
    {
        RowsRead++;
        MessageText error =
            !rejects.AsksForRows
                ? MessageText.Empty
                : HasTextBehindQuote(before, end)
                    ? FieldErrors.TextBehindQuote
                    : FieldErrors.FieldCount(end - before, _form.Fields, _layout.Dialect.HasHeader);
        RejectRecord(_index.Positions[before] + 1, error, Record(block, before, end));
        return !IsBehindFailure;
    }

    private void RejectRecord(int at, MessageText error, ReadOnlySpan<byte> record)
    {
        rejects.Add(_blocks.Position + at, "", error, record);
        IsBehindFailure |= rejects.Policy == ErrorPolicy.Fail;
    }
}
