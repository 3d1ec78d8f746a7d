using Apache.Arrow;

namespace TelemetryEngine.Sources;

// What a program hands over to be read as record batches: for any number of runs, or for one.
internal abstract class BatchInput
{
    private int _isTaken;

    // What errors call it.
    public abstract string Name { get; }

    // Why only one run can read it, as a part of a message; null where any number can.
    public virtual string? OnlyOnce => null;

    // Looks at the columns, for one run.
    // throws InvalidOperationException: The run that could read it was before.
    // throws PlanException: It has no columns, or one that can't be read.
    // throws InputException: The head of the rows can't be read.
    public BatchTable Look()
    {
        if (Volatile.Read(ref _isTaken) != 0)
        {
            throw new InvalidOperationException(OnlyOnce);
        }

        BatchTable table = LookAt();
        return OnlyOnce is null ? table : table with { Open = request => FeedOf(table, request) };
    }

    protected abstract BatchTable LookAt();

    private BatchFeed FeedOf(BatchTable table, ScanRequest request) =>
        Interlocked.Exchange(ref _isTaken, 1) == 0 ? table.Open(request) : throw new InvalidOperationException(OnlyOnce);
}

// The columns of a BatchInput, as one run sees them, and the way to its rows.
// Schemas: Those of all batches that are known, the first of them Schema.
internal sealed record BatchTable(Schema Schema, IReadOnlyList<Schema> Schemas, Func<ScanRequest, BatchFeed> Open)
{
    // By the place of a column of float64s that stand for decimals: their digits behind the point.
    public IReadOnlyDictionary<int, int> Scales { get; init; } = new Dictionary<int, int>();
}
