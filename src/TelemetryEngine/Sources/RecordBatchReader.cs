using System.Diagnostics;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Bits;

namespace TelemetryEngine.Sources;

/// <summary>Turns slices of record batches into batches for one worker. Rows without a time, where one is needed, go to the log.</summary>
internal sealed class RecordBatchReader : BatchReader
{
    private readonly BatchScan _scan;
    private readonly ColumnSchema _schema;
    private readonly ScanRequest _request;
    private readonly ArrowVectors?[] _columns;
    private readonly Batch _batch = new();
    private BatchMorsel? _held;
    private byte[] _keep = [];
    private long _rowsRead;

    public RecordBatchReader(BatchScan scan, ColumnSchema schema, ScanRequest request)
    {
        _scan = scan;
        _schema = schema;
        _request = request;
        _columns = new ArrowVectors?[schema.Count];
        foreach (int ordinal in request.Columns)
        {
            _columns[ordinal] ??= new ArrowVectors(schema[ordinal]);
        }

        foreach (ArrowVectors? column in _columns)
        {
            _batch.Columns.Add(column?.Vector);
        }

        Debug.Assert(request.Passed is null || request.RequiredTime < 0, "rows without a time are not taken out of arrays that are handed on");
        _batch.Passed = request.Passed is null ? [] : new ArrowArray?[schema.Count];
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
            Return();
            _held = _scan.Claim(own, cancellation);
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

    // A failure is kept by the scan, which throws it when nothing in front of it is left. A batch that does not fit the memory beside others does once some of these are given back.
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
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i]?.Show(SliceOf(source, i, morsel), copy: missing != 0);
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
        if (missing != 0)
        {
            RejectRowsWithoutTime(SliceOf(source, _request.RequiredTime, morsel), morsel);
        }
    }

    private ArrowArray SliceOf(RecordBatch batch, int column, in BatchMorsel morsel)
    {
        ArrowArray array = batch.Column(_scan.PlaceOf(column));
        return morsel.Length == array.Length ? array : array.Slice(morsel.Offset, morsel.Length);
    }

    private void RejectRowsWithoutTime(ArrowArray time, in BatchMorsel morsel)
    {
        int rows = morsel.Length;
        if (_batch.PositionOffsets.Length < rows)
        {
            _keep = new byte[(rows + 63) / 64 * 8];
            _batch.PositionOffsets = new int[rows];
        }

        int kept = 0;
        _keep.AsSpan().Clear();
        for (int row = 0; row < rows; row++)
        {
            if (time.IsNull(row))
            {
                _request.Log.Add(new Reject(morsel.File, morsel.Position + row, _schema[_request.RequiredTime].Name, Reject.MissingTime, ""));
                continue;
            }

            Bitmap.Set(_keep, row, true);
            _batch.PositionOffsets[kept++] = row;
        }

        foreach (ArrowVectors? column in _columns)
        {
            if (column is not null)
            {
                Compress(column.Vector, rows, kept);
            }
        }

        _batch.HasPositionOffsets = true;
        _batch.Rows = kept;
    }

    private void Compress(Vector vector, int rows, int kept)
    {
        _ = vector.Layout switch
        {
            VectorLayout.Bits => Compact.Bits(vector.Bits, _keep, rows),
            VectorLayout.Codes => Compact.Int32(vector.Codes, _keep, rows),
            _ => Compact.Int64(vector.Int64s, _keep, rows),
        };
        for (int i = vector.Wide.Count - 1; i >= 0; i--)
        {
            WideValue wide = vector.Wide[i];
            if (Bitmap.Get(_keep, wide.Row))
            {
                vector.Wide[i] = wide with { Row = Bitmap.CountSet(_keep, 0, wide.Row) };
            }
            else
            {
                vector.Wide.RemoveAt(i);
            }
        }

        if (vector.HasNulls)
        {
            Compact.Bits(vector.Validity, _keep, rows);
            vector.SetNullCount(kept - Bitmaps.CountOnes(vector.Validity, kept));
        }
    }
}
