using System.Diagnostics;
using Apache.Arrow;
using TelemetryEngine.Arrow;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Columns;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Sources;

// Turns slices of record batches into batches for one worker. Rows without a time, where one is needed, go to the log.
internal sealed class RecordBatchReader : BatchReader
{
    private readonly BatchScan _scan;
    private readonly ColumnSchema _schema;
    private readonly ScanRequest _request;
    private readonly ArrowVectors?[] _columns;
    private readonly Batch _batch = new();
    private readonly NaiveTimes? _times;
    private readonly NaiveColumn?[] _clocks;
    private readonly List<(int Row, MessageText Error)> _faults = [];
    private readonly List<(int Row, int Column, MessageText Error)> _rejected = [];
    private BatchMorsel? _held;
    private byte[] _keep = [];
    private long _rowsRead;

    public RecordBatchReader(BatchScan scan, ColumnSchema schema, ScanRequest request, NaiveTimes? times = null)
    {
        _scan = scan;
        _schema = schema;
        _request = request;
        _times = times;
        _clocks = new NaiveColumn?[schema.Count];
        _columns = new ArrowVectors?[schema.Count];
        foreach (int ordinal in request.Columns)
        {
            _columns[ordinal] ??= new ArrowVectors(schema[ordinal]);
        }

        foreach (ArrowVectors? column in _columns)
        {
            _batch.Columns.Add(column?.Vector);
        }

        Debug.Assert(request.Passed is null || request.RequiredTime < 0,
            "rows without a time are not taken out of arrays that are handed on");
        _batch.Passed = request.Passed is null ? [] : new IArrowArray?[schema.Count];
    }

    public override long RowsRead => _rowsRead;

    public override long TextBytes
    {
        get
        {
            long bytes = 0;
            foreach (ArrowVectors? column in _columns)
            {
                bytes += column?.TextBytes ?? 0;
            }

            return bytes;
        }
    }

    public override void ForgetTexts()
    {
        foreach (ArrowVectors? column in _columns)
        {
            column?.ForgetTexts();
        }
    }

    public override Batch? Read(CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            SharedBatch? own = _held?.Owner;
            long least = _request.InOrder && _held is { } before ? before.Place : -1;
            Return();
            _held = _scan.Claim(own, cancellation, least);
            if (_held is not { } morsel || _request.Log.IsBehindFailure(morsel.File, morsel.Position))
            {
                Return();
                return null;
            }

            if (TryFill(morsel, cancellation) && _batch.Rows != 0)
            {
                return _batch;
            }
        }
    }

    public override void Release() => Return();

    public override void Dispose()
    {
        Return();
        _batch.Dispose();
    }

    private void Return()
    {
        if (_held is { } morsel)
        {
            _held = null;
            _scan.Return(morsel);
        }
    }

    // A failure is kept by the scan, which throws it when nothing in front of it is left. A batch that does not fit the memory beside
    // others does once some of these are given back.
    private bool TryFill(in BatchMorsel morsel, CancellationToken cancellation)
    {
        while (true)
        {
            int seen = _scan.Returns;
            try
            {
                Fill(morsel);
                return true;
            }
            catch (InputException e)
            {
                _scan.Fail(morsel, e);
                return false;
            }
            catch (ArrowMemoryException)
            {
                _scan.WaitForReturn(seen, cancellation);
                if (_scan.IsBehindFailure(morsel))
                {
                    return false;
                }
            }
        }
    }

    private void Fill(in BatchMorsel morsel)
    {
        RecordBatch source = morsel.Owner.Batch;
        int missing = _request.RequiredTime < 0 ? 0 : SliceOf(source, _request.RequiredTime, morsel).NullCount;
        Show(morsel, copy: missing != 0);
        if (_rejected.Count > 0 && missing == 0)
        {
            CopyOthers(morsel);
        }

        foreach (int ordinal in _request.Passed ?? [])
        {
            _batch.Passed[ordinal] = SliceOf(source, ordinal, morsel);
        }

        _batch.File = morsel.File;
        _batch.PositionBase = morsel.Position;
        _batch.Rows = morsel.Length;
        _batch.HasPositionOffsets = false;
        _rowsRead += morsel.Length;
        if (missing != 0 || _rejected.Count > 0)
        {
            RejectRows(morsel);
        }
    }

    // Makes vectors of the columns, and instants of their local times.
    private void Show(in BatchMorsel morsel, bool copy)
    {
        _rejected.Clear();
        for (int i = 0; i < _columns.Length; i++)
        {
            if (_columns[i] is not { } column)
            {
                continue;
            }

            IArrowArray array = SliceOf(morsel.Owner.Batch, i, morsel);
            bool isLocal = _times is not null && ArrowTypes.IsLocal(array.Data.DataType);
            NaiveColumn? clock = isLocal ? _clocks[i] ??= _times!.Read(_schema[i]) : null;
            column.Show(array, copy || clock is not null);
            if (clock is not null)
            {
                ReadLocal(clock, column.Vector, i, morsel.Length);
            }
        }
    }

    // Rows are taken out of copies.
    private void CopyOthers(in BatchMorsel morsel)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            if (_clocks[i] is null)
            {
                _columns[i]?.Show(SliceOf(morsel.Owner.Batch, i, morsel), copy: true);
            }
        }
    }

    private void ReadLocal(NaiveColumn clock, ColumnVector vector, int column, int rows)
    {
        _faults.Clear();
        clock.ToUtc(vector, rows, _faults);
        bool isRequired = column == _request.RequiredTime;
        foreach ((int row, MessageText error) in _faults)
        {
            if (_request.Log.Policy == ErrorPolicy.Null && !isRequired)
            {
                vector.SetNull(row, rows);
            }
            else
            {
                _rejected.Add((row, column, error));
            }
        }

        for (int row = 0; isRequired && vector.HasNulls && row < rows; row++)
        {
            if (vector.IsNull(row))
            {
                _rejected.Add((row, column, Reject.MissingTime));
            }
        }

        if (_rejected.Count > 0 && _request.Passed is not null)
        {
            throw new InputException($"column '{_schema[column].Name}': {_rejected[0].Error}", column: _schema[column].Name);
        }
    }

    private IArrowArray SliceOf(RecordBatch batch, int column, in BatchMorsel morsel)
    {
        IArrowArray array = batch.Column(_scan.PlaceOf(column));
        return morsel.Length == array.Length ? array : array.Slice(morsel.Offset, morsel.Length);
    }

    private void RejectRows(in BatchMorsel morsel)
    {
        int rows = morsel.Length;
        if (_batch.PositionOffsets.Length < rows)
        {
            _keep = new byte[(rows + 63) / 64 * 8];
            _batch.PositionOffsets = new int[rows];
        }

        bool[] isRejected = Rejected(morsel);
        int kept = 0;
        _keep.AsSpan().Clear();
        for (int row = 0; row < rows; row++)
        {
            if (!isRejected[row])
            {
                Bitmap.Set(_keep, row, true);
                _batch.PositionOffsets[kept++] = row;
            }
        }

        foreach (ArrowVectors? column in _columns)
        {
            column?.Vector.Keep(_keep, rows);
        }

        _batch.HasPositionOffsets = true;
        _batch.Rows = kept;
    }

    // Logs the rows that are rejected, once each.
    private bool[] Rejected(in BatchMorsel morsel)
    {
        bool[] isRejected = new bool[morsel.Length];
        foreach ((int row, int column, MessageText error) in _rejected)
        {
            Add(morsel, row, column, error);
        }

        IArrowArray? time = _request.RequiredTime < 0 ? null : SliceOf(morsel.Owner.Batch, _request.RequiredTime, morsel);
        for (int row = 0; time is { NullCount: > 0 } && row < isRejected.Length; row++)
        {
            if (time.IsNull(row))
            {
                Add(morsel, row, _request.RequiredTime, Reject.MissingTime);
            }
        }

        return isRejected;

        void Add(in BatchMorsel morsel, int row, int column, MessageText error)
        {
            if (!isRejected[row])
            {
                isRejected[row] = true;
                _request.Log.Add(new Reject(morsel.File, morsel.Position + row, _schema[column].Name, error, ""));
            }
        }
    }
}
