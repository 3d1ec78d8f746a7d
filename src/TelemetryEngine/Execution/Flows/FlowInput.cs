using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution.Flows;

// Rows that one stage hands to the next.
// name: What errors call them.
// cancellation: Ends the run.
internal sealed class FlowInput(RowFlow rows, string name, Func<CancellationToken> cancellation) : BatchInput
{
    public override string Name => name;

    public override string OnlyOnce => "a stage's result is read once";

    protected override BatchTable LookAt() => new(
        rows.Schema,
        [rows.Schema],
        request => new ForeignBatches(rows.Schema, rows.Read(cancellation()).GetEnumerator(), request, rows: null, isOwned: true));
}
