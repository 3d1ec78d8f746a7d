using Apache.Arrow;

namespace TelemetryEngine;

/// <summary>
/// A result: record batches of one schema in the result's order, and what the run met. Its memory belongs to the garbage collector. Who runs queries one after the other may dispose each result
/// before the next query: that finds its memory ready then, which for millions of rows saves a large part of the time.
/// </summary>
public sealed class Table : IDisposable
{
    private readonly IReadOnlyList<RecordBatch> _batches;
    private bool _isDisposed;

    internal Table(Schema schema, IReadOnlyList<RecordBatch> batches, RunSummary summary)
    {
        Schema = schema;
        _batches = batches;
        RowCount = batches.Sum(static batch => (long)batch.Length);
        Summary = summary;
    }

    /// <summary>Names and types of the columns.</summary>
    public Schema Schema { get; }

    /// <summary>The rows.</summary>
    /// <exception cref="ObjectDisposedException">The table was disposed: its columns' memory may be another result's.</exception>
    public IReadOnlyList<RecordBatch> Batches
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _batches;
        }
    }

    /// <summary>The number of rows.</summary>
    public long RowCount { get; }

    /// <summary>What the run met.</summary>
    public RunSummary Summary { get; }

    /// <summary>
    /// Gives the memory of the batches to results to come; an input's memory is not among it. No column of them may be looked at afterwards, nor anything that shares their memory, such as a
    /// query over the batches; <see cref="Batches"/> throws.
    /// </summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (RecordBatch batch in _batches)
        {
            batch.Dispose();
        }
    }
}
