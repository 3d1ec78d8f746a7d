using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace TelemetryEngine.Execution;

// A result as a stream of Apache.Arrow, made while it is read.
internal sealed class ResultStream(BatchCursor batches) : IArrowArrayStream
{
    public Schema Schema => batches.Schema;

    public ValueTask<RecordBatch?> ReadNextRecordBatchAsync(CancellationToken cancellationToken = default) =>
        new(Task.Run(() => batches.Next(cancellationToken), CancellationToken.None));

    public void Dispose() => batches.Dispose();
}
