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

// Rows that stay of one batch of the input, and where that batch stands.
internal readonly record struct RowPiece(int File, long Position, RecordBatch Rows)
{
    public (int File, long Position) Place => (File, Position);
}

// Reads rows that are not aggregated, on one thread: the columns that can be seen in the end. They own their memory. Those of one reader
// come in the order of the input.
internal sealed class RowReader : IDisposable
{
    private readonly BoundPlan _plan;
    private readonly Schema _schema;
    private readonly BatchReader _reader;
    private readonly RowStage _stage;
    private readonly RejectLog _log;
    private readonly ResultMemory _memory;
    private readonly VectorArrays _arrays = new();
    private readonly RowCopier _copier;
    private readonly ColumnVector[] _kept;

    // copier: Copies what comes out as it came, for all readers.
    // memory: Where rows go, until their batch is disposed.
    public RowReader(BoundPlan plan, Scan scan, RejectLog log, Schema schema, RowCopier copier, ResultMemory memory)
    {
        _plan = plan;
        _schema = schema;
        _kept = [.. plan.Columns.Shown.Select(i => new ColumnVector(plan.Columns[i].Type))];
        _log = log;
        _copier = copier;
        _memory = memory;
        _reader = scan.CreateReader();
        _stage = new RowStage(plan, log);
    }

    // Where what it reads begins.
    public (int File, long Position) Origin => _reader.Origin;

    // What was counted so far.
    public RunTotals Totals => _stage.Totals(_reader);

    // The rows of the next batch of the input, of which there may be none; null at the end, or at a row that stops the run.
    public RowPiece? Next(CancellationToken cancellation)
    {
        // a failure that is known may lie ahead, and an earlier one be found on the way to it
        if (_reader.Read(cancellation) is not { } batch || _log.IsBehindFailure(batch.File, batch.PositionBase))
        {
            return null;
        }

        _stage.Run(batch);
        return new RowPiece(batch.File, batch.PositionBase, Kept(batch));
    }

    // Gives back what is held of the input, at the end.
    public void Release() => _reader.Release();

    public void Dispose()
    {
        foreach (ColumnVector vector in _kept)
        {
            vector.Dispose();
        }

        _stage.Dispose();
        _reader.Dispose();
    }

    private RecordBatch Kept(Batch batch)
    {
        int sound = RowsBeforeFailure(batch);
        int kept = _stage.HasLeftOut ? Bitmaps.CountOnes(_stage.Keep, sound) : sound;
        RowSelection? selection = null;
        IArrowArray[] arrays = new IArrowArray[_kept.Length];
        long bytes = _kept.Sum(column => ArrayMemory.RoomFor(ColumnVector.BytesOf(column.Layout, kept)));
        ArrayMemory memory = _memory.Rent(bytes);
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

            arrays[i] = _arrays.ToArrow(column, type, kept, memory);
        }

        _memory.Learn(bytes, memory);
        return new PooledBatch(_schema, arrays, kept, memory);
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
