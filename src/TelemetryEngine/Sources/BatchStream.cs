using System.Collections;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace TelemetryEngine.Sources;

// Batches that come one after the other and are gone when they were read. The first one that is needed for the columns is kept for the run.
internal sealed class BatchStream : BatchInput
{
    private readonly Lock _gate = new();
    private readonly Func<WaitingBatches> _open;
    private readonly Func<Schema>? _schema;
    private readonly bool _isOwned;
    private WaitingBatches? _batches;

    private BatchStream(Func<WaitingBatches> open, Func<Schema>? schema, bool isOwned)
    {
        _open = open;
        _schema = schema;
        _isOwned = isOwned;
    }

    public override string Name => ForeignBatches.Name;

    public override string OnlyOnce => "the batches come from a stream, which can be read only once; collect them in a list to run again";

    // The batches of an asynchronous sequence, which stay whose they are.
    public static BatchStream Of(IAsyncEnumerable<RecordBatch> batches) => new(
        () =>
        {
            CancellationTokenSource stop = new();
            IAsyncEnumerator<RecordBatch> each = batches.GetAsyncEnumerator(stop.Token);
            return new WaitingBatches(async () => await each.MoveNextAsync().ConfigureAwait(false) ? each.Current : null, stop,
                () => Task.Run(async () => await each.DisposeAsync().ConfigureAwait(false)).GetAwaiter().GetResult());
        },
        schema: null,
        isOwned: false);

    // The batches of a stream, which is disposed with them when they were read.
    public static BatchStream Of(IArrowArrayStream stream) => new(
        () =>
        {
            CancellationTokenSource stop = new();
            return new WaitingBatches(async () => await stream.ReadNextRecordBatchAsync(stop.Token).ConfigureAwait(false), stop,
                stream.Dispose);
        },
        () => stream.Schema,
        isOwned: true);

    // The batches of a sequence that is no collection, which stay whose they are.
    public static BatchStream Of(IEnumerable<RecordBatch> batches) => new(
        () =>
        {
            IEnumerator<RecordBatch> each = batches.GetEnumerator();
            return new WaitingBatches(() => Task.FromResult(each.MoveNext() ? each.Current : null), new CancellationTokenSource(),
                each.Dispose);
        },
        schema: null,
        isOwned: false);

    protected override BatchTable LookAt()
    {
        lock (_gate)
        {
            _batches ??= _open();
            Schema schema = _schema?.Invoke() ?? _batches.Peek()?.Schema
                ?? throw new PlanException(
                    "the stream has no batch, so the columns are not known; it should have at least one, which may be empty");
            WaitingBatches batches = _batches;
            return new BatchTable(schema, [schema], request => new ForeignBatches(schema, batches, request, rows: null, _isOwned));
        }
    }

    // Waits for each batch, on the thread that asks.
    private sealed class WaitingBatches(Func<Task<RecordBatch?>> next, CancellationTokenSource stop, Action dispose) : IWaitingBatches
    {
        private RecordBatch? _peeked;
        private RecordBatch? _current;
        private bool _isDisposed;

        public CancellationToken Cancellation { get; set; }

        public RecordBatch Current => _current!;

        object IEnumerator.Current => Current;

        // The next batch, which stays the next; null at the end.
        public RecordBatch? Peek() => _peeked ??= Wait();

        public bool MoveNext()
        {
            _current = Peek();
            _peeked = null;
            return _current is not null;
        }

        public void Reset() => throw new NotSupportedException();

        public void Dispose()
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                dispose();
                stop.Dispose();
            }
        }

        // on a thread of the pool: what is waited for may want to go on on the thread that waits, as in programs with windows
        private RecordBatch? Wait()
        {
            CancellationToken cancellation = Cancellation;
            using CancellationTokenRegistration registration =
                cancellation.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), stop);
            try
            {
                return Task.Run(next, CancellationToken.None).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellation);
            }
        }
    }
}
