using Apache.Arrow;

namespace TelemetryEngine.Arrow;

/// <summary>A batch over memory that serves again when the batch is disposed.</summary>
/// <param name="schema">The columns' names and types.</param>
/// <param name="arrays">The columns.</param>
/// <param name="rows">The number of rows.</param>
/// <param name="owner">The memory; disposed with the batch, once; null = the collector frees it.</param>
internal sealed class PooledBatch(Schema schema, IReadOnlyList<IArrowArray> arrays, int rows, IDisposable? owner) : RecordBatch(schema, arrays, rows)
{
    private IDisposable? _owner = owner;

    protected override void Dispose(bool disposing)
    {
        // not the arrays: they own nothing, and dictionaries are those of other batches too
        Interlocked.Exchange(ref _owner, null)?.Dispose();
    }
}
