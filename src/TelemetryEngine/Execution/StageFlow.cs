using Apache.Arrow;
using TelemetryEngine.Execution.Flows;

namespace TelemetryEngine.Execution;

// The result of a stage.
internal sealed class StageFlow(StageRun run) : RowFlow
{
    public override Schema Schema => run.ResultSchema;

    public override int? ScaleOf(int column) => run.ScaleOf(column);

    public override void MayStop() => run.MayStop();

    public override void Stop() => run.Stop();

    public override IEnumerable<RecordBatch> Read(CancellationToken cancellation) => run.Batches(cancellation);
}
