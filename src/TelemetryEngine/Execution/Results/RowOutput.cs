using Apache.Arrow;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution.Results;

// Hands out rows that are not aggregated, in the order of the input, as several threads read them. When a row ends the run, all before it
// have come out.
internal sealed class RowOutput : IDisposable
{
    private readonly Scan _scan;
    private readonly RowReader[] _readers;
    private readonly RowMerge? _merge;
    private readonly RejectLog _log;
    private readonly ProgressMeter _progress;
    private long _left;

    // threads: How many threads read; with one, nothing is read before it is asked for.
    public RowOutput(BoundPlan plan, Source source, ScanRequest request, Schema schema, int threads, ProgressMeter progress)
    {
        _log = request.Log;
        _progress = progress;
        _left = plan.Plan.Limit ?? long.MaxValue;
        _scan = source.Open(request);
        RowCopier copier = new();
        ResultMemory memory = new(expectedBytes: 0);
        _readers = [.. Enumerable.Range(0, threads).Select(_ => new RowReader(plan, _scan, request.Log, schema, copier, memory))];
        _merge = threads > 1 ? new RowMerge(_readers) : null;
    }

    // What was counted so far; of several threads to be asked at the end.
    public RunTotals Totals =>
        _readers.Aggregate(new RunTotals(0, 0, 0, 0, 0, _scan.BytesRead), static (sum, reader) => sum + reader.Totals);

    // What the scan met that a reader of the result would want to know.
    public IReadOnlyList<MessageText> Notes => _scan.Notes;

    // True when a limit is reached: nothing behind it matters.
    public bool IsFull => _left == 0;

    // Says that no more rows are wanted, as if the plan had this limit.
    public void Stop() => _left = 0;

    // The next rows, or null at the end or at a row that stops the run.
    public RecordBatch? Next(CancellationToken cancellation)
    {
        while (_left > 0 && NextPiece(cancellation) is { } piece && !_log.IsBehindFailure(piece.File, piece.Position))
        {
            if (_progress.IsDue)
            {
                _progress.Report(_scan.BytesRead, Totals.RowsRead);
            }

            RecordBatch rows = piece.Rows.Length > _left ? piece.Rows.Slice(0, (int)_left) : piece.Rows;
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
        CloseInput();
        foreach (RowReader reader in _readers)
        {
            reader.Dispose();
        }
    }

    // Gives back what is held of the input, so that it may be opened again. No more rows come; what was counted can still be asked.
    public void CloseInput()
    {
        _merge?.Dispose();
        foreach (RowReader reader in _readers)
        {
            reader.Release();
        }

        _scan.Dispose();
    }

    private RowPiece? NextPiece(CancellationToken cancellation) =>
        _merge is null ? _readers[0].Next(cancellation) : _merge.Next(cancellation);
}
