using Apache.Arrow;

namespace TelemetryEngine.Sources;

/// <summary>What a program hands over to be read as record batches: for any number of runs, or for one.</summary>
internal abstract class BatchInput
{
    private int _isTaken;

    /// <summary>What errors call it.</summary>
    public abstract string Name { get; }

    /// <summary>Why only one run can read it, as a part of a message; null where any number can.</summary>
    public virtual string? OnlyOnce => null;

    /// <summary>Looks at the columns, for one run.</summary>
    /// <exception cref="InvalidOperationException">The run that could read it was before.</exception>
    /// <exception cref="PlanException">It has no columns, or one that can't be read.</exception>
    /// <exception cref="InputException">The head of the rows can't be read.</exception>
    public BatchTable Look()
    {
        if (Volatile.Read(ref _isTaken) != 0)
        {
            throw new InvalidOperationException(OnlyOnce);
        }

        BatchTable table = LookAt();
        return OnlyOnce is null ? table : table with { Open = request => Take(table, request) };
    }

    protected abstract BatchTable LookAt();

    private BatchFeed Take(BatchTable table, ScanRequest request) =>
        Interlocked.Exchange(ref _isTaken, 1) == 0 ? table.Open(request) : throw new InvalidOperationException(OnlyOnce);
}

/// <summary>The columns of a <see cref="BatchInput"/>, as one run sees them, and the way to its rows.</summary>
/// <param name="Schema">The columns.</param>
/// <param name="Schemas">Those of all batches that are known, the first of them <paramref name="Schema"/>.</param>
/// <param name="Open">Begins to read.</param>
internal sealed record BatchTable(Schema Schema, IReadOnlyList<Schema> Schemas, Func<ScanRequest, BatchFeed> Open);
