using Apache.Arrow;

namespace TelemetryEngine.Arrow;

// A batch over memory that serves again when the batch is disposed.
// schema: The columns' names and types.
// owner: The memory; disposed with the batch, once; null = the collector frees it.
internal sealed class PooledBatch(Schema schema, IReadOnlyList<IArrowArray> arrays, int rows, IDisposable? owner)
    : RecordBatch(schema, arrays, rows)
{
    private IDisposable? _owner = owner;

    protected override void Dispose(bool disposing)
    {
        // not the arrays: they own nothing, and dictionaries are those of other batches too
        Interlocked.Exchange(ref _owner, null)?.Dispose();
    }
}
