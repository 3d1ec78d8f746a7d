using TelemetryEngine.Columns;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Csv;

// Morsels to batches, on one thread: the index of a stretch of records is made, then each column is parsed over all of its rows, and so on
// until the batch is full or the morsel at its end. Rows that can't be read are taken out of the batch at last.
internal sealed class CsvBatchReader : BatchReader
{
    private readonly CsvScan _scan;
    private readonly ReaderBuffers _buffers = new();
    private readonly ColumnParser[] _parsers;
    private readonly RecordCursor _records;
    private readonly BatchFaults _faults;
    private readonly Batch _batch = new() { HasPositionOffsets = true };
    private readonly int _batchRows;
    private TimeParser[] _times = [];
    private readonly MorselTurn _turn = new();
    private RecordForm _form;
    private int _file = -1;
    private bool _inMorsel;
    private long _start;

    public CsvBatchReader(CsvScan scan)
    {
        _scan = scan;
        _batchRows = Math.Max(1, Math.Min(scan.Request.BatchRows, scan.Limits.MaxBatchBytes / (8 * Math.Max(1, scan.Columns.Length))));
        _batch.PositionOffsets = scan.Request.Positions ? new int[_batchRows] : [];
        _batch.Columns.AddRange(new ColumnVector?[scan.Layout.Schema.Count]);
        _parsers = new ColumnParser[scan.Columns.Length];
        _form = scan.FormOf(0);
        MakeParsers();

        RowRejects rejects = new(scan.Request.Log);
        _records = new RecordCursor(scan, rejects);
        _faults = new BatchFaults(_parsers, rejects, _batchRows);
    }

    public override (int File, long Position) Origin => (_file, _start);

    public override long RowsRead => _records.RowsRead;

    public override long FieldsMadeNull => _faults.FieldsMadeNull;

    public override long TextBytes
    {
        get
        {
            long bytes = 0;
            foreach (ColumnParser parser in _parsers)
            {
                bytes += parser.TextBytes;
            }

            return bytes;
        }
    }

    public override void ForgetTexts()
    {
        foreach (ColumnParser parser in _parsers)
        {
            parser.ForgetTexts();
        }
    }

    public override Batch? Read(CancellationToken cancellation)
    {
        while (!_scan.MustRedo)
        {
            cancellation.ThrowIfCancellationRequested();
            _turn.Cancellation = cancellation;
            if (!_inMorsel && !Claim(cancellation))
            {
                _scan.AddWords(_parsers);
                return null;
            }

            FillBatch();
            if (_batch.Rows > 0)
            {
                return _batch;
            }
        }

        return null;
    }

    public override void Release() => EndTurn();

    public override void Dispose()
    {
        EndTurn();
        _batch.Dispose();
        _buffers.Dispose();
        base.Dispose();
    }

    // Makes the parsers for inputs of a form. Those of another one stay with their vectors until then.
    private void MakeParsers()
    {
        for (int i = 0; i < _parsers.Length; i++)
        {
            int ordinal = _scan.Columns[i];
            _parsers[i]?.Dispose();
            _parsers[i] = _scan.Layout.CreateParser(ordinal, ordinal == _scan.Request.RequiredTime, _form);
            _batch.Columns[ordinal] = _parsers[i].Vector;
        }

        _times = [.. _parsers.OfType<TimeParser>().Where(static parser => parser.HasTwice)];
        for (int i = 0; i < _times.Length; i++)
        {
            _times[i].Clock = new SeriesClock(_scan, _times[i].Ordinal, i, _scan.SeriesFields(_form), _turn);
        }
    }

    private bool Claim(CancellationToken cancellation)
    {
        (Morsel morsel, int file) = _scan.Claim(_buffers, cancellation);
        if (morsel.Blocks is null)
        {
            return false;
        }

        _start = morsel.Start;
        if (file != _file)
        {
            _file = file;
            if (_scan.FormOf(file).Places != _form.Places)
            {
                _form = _scan.FormOf(file);
                MakeParsers();
            }
        }

        if (_times.Length > 0)
        {
            BeginTurn(file, morsel.Number);
        }

        _records.Begin(morsel, file);
        _inMorsel = true;
        return true;
    }

    private void BeginTurn(int file, int number)
    {
        _turn.Begin(_scan.TurnsOf(file), file, number);
        foreach (TimeParser time in _times)
        {
            time.Clock!.Begin();
        }
    }

    private void EndTurn()
    {
        if (_times.Length > 0)
        {
            _turn.End([.. _times.Select(static time => time.Clock!.Tail)]);
        }
    }

    private void FillBatch()
    {
        foreach (ColumnParser parser in _parsers)
        {
            parser.Begin(_batchRows);
        }

        _faults.Begin();
        _batch.File = _file;
        int rows = 0;
        while (rows < _batchRows)
        {
            if (!_records.Next())
            {
                _inMorsel = false;
                EndTurn();
                break;
            }

            int taken = Parse(rows);
            rows += taken;
            if (taken == 0)
            {
                break;
            }
        }

        _batch.Rows = _faults.Remove(_batch, rows);
    }

    // Parses rows of the cursor's stretch into the batch from row into; none when they stand too far from the batch's first row.
    private int Parse(int into)
    {
        if (into == 0)
        {
            _batch.PositionBase = _records.NextPosition;
        }

        Span<int> offsets = _batch.PositionOffsets;
        RowRun run = _records.Take(_batchRows - into, _batch.PositionBase, offsets.IsEmpty ? offsets : offsets[into..]);
        if (run.Count == 0)
        {
            return 0;
        }

        foreach (ColumnParser parser in _parsers)
        {
            parser.Parse(run, into);
        }

        _faults.Handle(run, into, _records);
        return run.Count;
    }
}
