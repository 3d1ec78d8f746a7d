using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Kernels.Bits;
using TelemetryEngine.Memory;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution.Results;

// Hands out rows that are not aggregated, in the order of the input: the columns that can be seen in the end. They own their memory.
// When a row ends the run, all before it have come out.
internal sealed class RowOutput : IDisposable
{
    private readonly BoundPlan _plan;
    private readonly Schema _schema;
    private readonly Scan _scan;
    private readonly BatchReader _reader;
    private readonly RowStage _stage;
    private readonly RejectLog _log;
    private readonly ProgressMeter _progress;
    private readonly VectorArrays _arrays = new();
    private readonly RowCopier _copier = new();
    private readonly ColumnVector[] _kept;
    private long _left;

    public RowOutput(BoundPlan plan, Source source, ScanRequest request, Schema schema, ProgressMeter progress)
    {
        _plan = plan;
        _schema = schema;
        _kept = [.. plan.Columns.Shown.Select(i => new ColumnVector(plan.Columns[i].Type))];
        _log = request.Log;
        _progress = progress;
        _left = plan.Plan.Limit ?? long.MaxValue;
        _scan = source.Open(request);
        _reader = _scan.CreateReader();
        _stage = new RowStage(plan, request.Log);
    }

    // What was counted so far.
    public RunTotals Totals => _stage.Totals(_reader) with { BytesRead = _scan.BytesRead };

    // What the scan met that a reader of the result would want to know.
    public IReadOnlyList<MessageText> Notes => _scan.Notes;

    // True when a limit is reached: nothing behind it matters.
    public bool IsFull => _left == 0;

    // Says that no more rows are wanted, as if the plan had this limit.
    public void Stop() => _left = 0;

    // The next rows, or null at the end or at a row that stops the run.
    public RecordBatch? Next(CancellationToken cancellation)
    {
        // a failure that is known may lie ahead, and an earlier one be found on the way to it
        while (_left > 0 && _reader.Read(cancellation) is { } batch && !_log.IsBehindFailure(batch.File, batch.PositionBase))
        {
            _stage.Run(batch);
            RecordBatch rows = Kept(batch);
            if (_progress.IsDue)
            {
                _progress.Report(_scan.BytesRead, _reader.RowsRead);
            }

            if (rows.Length > 0)
            {
                _left -= rows.Length;
                return rows;
            }
        }

        return null;
    }

    public void Dispose()
    {
        foreach (ColumnVector vector in _kept)
        {
            vector.Dispose();
        }

        _stage.Dispose();
        CloseInput();
        _reader.Dispose();
    }

    // Gives back what is held of the input, so that it may be opened again. No more rows come; what was counted can still be asked.
    public void CloseInput()
    {
        _reader.Release();
        _scan.Dispose();
    }

    private RecordBatch Kept(Batch batch)
    {
        int sound = RowsBeforeFailure(batch);
        int kept = _stage.HasLeftOut ? Bitmaps.CountOnes(_stage.Keep, sound) : sound;
        RowSelection? selection = null;
        IArrowArray[] arrays = new IArrowArray[_kept.Length];
        for (int i = 0; i < arrays.Length; i++)
        {
            IArrowType type = _schema.FieldsList[i].DataType;
            int ordinal = _plan.Columns.Shown[i];
            if (batch.PassedAt(ordinal) is { } array)
            {
                selection ??= _stage.HasLeftOut ? RowSelection.Where(_stage.Keep, sound) : RowSelection.All(sound);
                arrays[i] = Typed(_copier.Copy(array, selection), type);
                continue;
            }

            ColumnVector column = batch.Columns[ordinal]!;
            if (_stage.HasLeftOut)
            {
                _kept[i].Keep(_stage.Keep, sound, column);
                column = _kept[i];
            }

            arrays[i] = _arrays.ToArrow(column, type, kept);
        }

        RecordBatch rows = new(_schema, arrays, kept);
        return kept > _left ? rows.Slice(0, (int)_left) : rows;
    }

    // what stands behind a row that ends the run need not be values
    private int RowsBeforeFailure(Batch batch)
    {
        int rows = batch.Rows;
        if (_log.First is { } first && first.File == batch.File)
        {
            while (rows > 0 && batch.Position(rows - 1) >= first.Position)
            {
                rows--;
            }
        }

        return rows;
    }

    private static IArrowArray Typed(IArrowArray array, IArrowType type) =>
        array is TimestampArray times && !ArrowNames.AreSame(type, times.Data.DataType)
            ? new TimestampArray(new ArrayData(type, times.Length, times.NullCount, times.Offset, times.Data.Buffers))
            : array;
}
