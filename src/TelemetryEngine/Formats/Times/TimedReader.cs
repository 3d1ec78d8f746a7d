using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Formats.Unpivot;
using TelemetryEngine.Memory;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Times;

// Batches in which columns of numbers or texts become times, on one thread. Rows whose time can't be read go to the log.
internal sealed class TimedReader : BatchReader
{
    private readonly TimedSource _source;
    private readonly BatchReader _rows;
    private readonly ScanRequest _request;
    private readonly Batch _batch = new();
    private readonly TimeText?[] _texts;
    private readonly ColumnVector?[] _times;
    private readonly ColumnVector?[] _kept;
    private readonly CellCopy _cells = new();
    private readonly RowCopier _copier = new();
    private readonly SortedDictionary<int, int> _bad = [];
    private byte[] _scratch = new byte[64];
    private int[] _places = [];
    private long _fieldsMadeNull;

    public TimedReader(TimedSource source, BatchReader rows, ScanRequest request)
    {
        _source = source;
        _rows = rows;
        _request = request;
        int columns = source.Schema.Count;
        _texts = new TimeText?[columns];
        _times = new ColumnVector?[columns];
        _kept = new ColumnVector?[columns];
        _batch.Columns.AddRange(new ColumnVector?[columns]);
        foreach (int column in request.Columns)
        {
            if (source.Layouts[column] is { } layout)
            {
                _texts[column] = new TimeText(source.Schema[column].Type, layout, source.Options);
                _times[column] = new ColumnVector(source.Schema[column].Type);
            }
        }
    }

    public override long RowsRead => _rows.RowsRead;

    public override long FieldsMadeNull => _rows.FieldsMadeNull + _fieldsMadeNull;

    public override long TextBytes => _rows.TextBytes;

    public override (int File, long Position) Origin => _rows.Origin;

    public override void ForgetTexts() => _rows.ForgetTexts();

    public override Batch? Read(CancellationToken cancellation)
    {
        while (_rows.Read(cancellation) is { } batch)
        {
            _bad.Clear();
            for (int i = 0; i < _texts.Length; i++)
            {
                _batch.Columns[i] = _texts[i] is { } text ? Convert(batch, i, text, _times[i]!) : batch.Columns[i];
            }

            _batch.File = batch.File;
            _batch.PositionBase = batch.PositionBase;
            _batch.HasPositionOffsets = batch.HasPositionOffsets;
            _batch.PositionOffsets = batch.PositionOffsets;
            _batch.Passed = batch.Passed;
            _batch.Rows = batch.Rows;
            if (_bad.Count > 0)
            {
                LeaveOutBad(batch);
            }

            if (_batch.Rows > 0)
            {
                return _batch;
            }
        }

        return null;
    }

    public override void Release() => _rows.Release();

    public override void Dispose()
    {
        foreach (ColumnVector? vector in _times.Concat(_kept))
        {
            vector?.Dispose();
        }

        _rows.Dispose();
        base.Dispose();
    }

    private ColumnVector Convert(Batch batch, int column, TimeText time, ColumnVector target)
    {
        ColumnVector source = batch.Columns[column]!;
        target.Reset(batch.Rows);
        for (int row = 0; row < batch.Rows; row++)
        {
            target.Int64s[row] = 0;
            if (source.IsNull(row))
            {
                target.SetNull(row, batch.Rows);
                continue;
            }

            ReadOnlySpan<byte> text = CellText.Of(source, row, ref _scratch).Trim((byte)' ');
            if (time.TryRead(text, out long value))
            {
                target.Int64s[row] = value;
            }
            else if (time.Status == LocalTimeStatus.Null && column != _request.RequiredTime)
            {
                target.SetNull(row, batch.Rows);
            }
            else if (_request.Log.Policy == ErrorPolicy.Null && column != _request.RequiredTime)
            {
                target.SetNull(row, batch.Rows);
                _fieldsMadeNull++;
            }
            else
            {
                _bad.TryAdd(row, column);
            }
        }

        return target;
    }

    // Tells the log of rows with a bad time, and copies the others.
    private void LeaveOutBad(Batch batch)
    {
        foreach ((int row, int column) in _bad)
        {
            if (_request.Log.AsksForRows)
            {
                string name = _source.Schema[column].Name;
                ReadOnlySpan<byte> text = CellText.Of(batch.Columns[column]!, row, ref _scratch);
                _request.Log.Add(
                    new Reject(batch.File, batch.Position(row), name, _texts[column]!.Explain(name, text.Trim((byte)' ')),
                        FieldText.Show(text)));
            }
            else
            {
                _request.Log.AddUnseen();
            }
        }

        int rows = batch.Rows - _bad.Count;
        RowSelection selection = new();
        _places = _places.Length < rows ? new int[rows] : _places;
        for (int row = 0, to = 0; row < batch.Rows; row++)
        {
            if (!_bad.ContainsKey(row))
            {
                selection.Add(row, 1);
                _places[to++] = (int)(batch.Position(row) - batch.PositionBase);
            }
        }

        _batch.PositionOffsets = _places;
        _batch.HasPositionOffsets = true;
        _batch.Rows = rows;
        _batch.Passed = [.. batch.Passed.Select(array => array is null ? null : _copier.Copy(array, selection))];
        for (int i = 0; i < _texts.Length; i++)
        {
            if (_batch.Columns[i] is { } source)
            {
                _batch.Columns[i] = Kept(source, selection, _kept[i] ??= new ColumnVector(source.Type));
            }
        }
    }

    private ColumnVector Kept(ColumnVector source, RowSelection selection, ColumnVector target)
    {
        target.Reset(selection.Length);
        target.Dictionary = source.Dictionary;
        int to = 0;
        foreach (RowRange range in selection.Ranges)
        {
            for (int row = range.Start; row < range.End; row++)
            {
                _cells.Copy(source, row, target, to++, selection.Length);
            }
        }

        return target;
    }
}
