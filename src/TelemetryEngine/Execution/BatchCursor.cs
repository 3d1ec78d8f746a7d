using Apache.Arrow;

namespace TelemetryEngine.Execution;

// A run whose result is taken batch by batch, and which may end at any time.
internal sealed class BatchCursor : IDisposable
{
    private readonly Executor _executor;
    private readonly CancellationTokenSource _end;
    private IEnumerator<RecordBatch>? _batches;
    private bool _isDone;

    // executor: The run, which has not begun; disposed with this.
    public BatchCursor(Executor executor, CancellationToken cancellation)
    {
        _executor = executor;
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    // The result's columns.
    public Schema Schema => _executor.ResultSchema;

    // The next batch, which is the caller's to dispose; null behind the last. The first call begins the run.
    // cancellation: Ends the run, and not just this call.
    public RecordBatch? Next(CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_isDone, this);
        using CancellationTokenRegistration registration =
            cancellation.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _end);
        _end.Token.ThrowIfCancellationRequested();
        _batches ??= _executor.Batches(_end.Token).GetEnumerator();
        return _batches.MoveNext() ? _batches.Current : null;
    }

    // Ends the run. Batches that were not taken give their memory back.
    public void Dispose()
    {
        if (_isDone)
        {
            return;
        }

        _isDone = true;

        // an aggregation's batches are all there, and taking the rest is no work; rows would be read for it
        while (_batches is not null && _executor.IsResultThere && _batches.MoveNext())
        {
            _batches.Current.Dispose();
        }

        _batches?.Dispose();
        _executor.Dispose();
        _end.Dispose();
    }
}
