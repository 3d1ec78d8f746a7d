using Apache.Arrow;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution.Flows;

// Rows that one stage hands to the next.
// name: What errors call them.
// cancellation: Ends the run.
internal sealed class FlowInput(RowFlow rows, string name, Func<CancellationToken> cancellation) : BatchInput
{
    private IEnumerator<RecordBatch>? _batches;

    public override string Name => name;

    public override string OnlyOnce => "a stage's result is read once";

    // Says that Finish may be called.
    public void MayStop() => rows.MayStop();

    // No more rows are wanted: lets the stages before come to their end.
    public void Finish()
    {
        rows.Stop();
        while (_batches?.MoveNext() == true)
        {
            _batches.Current.Dispose();
        }
    }

    protected override BatchTable LookAt() => new(rows.Schema, [rows.Schema], Open)
    {
        Scales = Enumerable.Range(0, rows.Schema.FieldsList.Count)
            .Where(column => rows.ScaleOf(column) is not null)
            .ToDictionary(static column => column, column => rows.ScaleOf(column)!.Value),
    };

    private ForeignBatches Open(ScanRequest request)
    {
        _batches = rows.Read(cancellation()).GetEnumerator();
        return new ForeignBatches(rows.Schema, _batches, request, rows: null, isOwned: true);
    }
}
