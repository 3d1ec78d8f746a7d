using TelemetryEngine.Arrow;

namespace TelemetryEngine;

/// <summary>
/// A result: record batches of one schema in the result's order, and what the run met. Its memory belongs to the garbage collector. Who runs queries one after the other may dispose each result
/// before the next query: that finds its memory ready then, which for millions of rows saves a large part of the time.
/// </summary>
public sealed class Table : IDisposable
{
    internal Table(Schema schema, IReadOnlyList<RecordBatch> batches, RunSummary summary)
    {
        Schema = schema;
        Batches = batches;
        Summary = summary;
    }

    /// <summary>Names and types of the columns.</summary>
    public Schema Schema { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<RecordBatch> Batches { get; }

    /// <summary>The number of rows.</summary>
    public long RowCount => Batches.Sum(b => (long)b.Length);

    /// <summary>What the run met.</summary>
    public RunSummary Summary { get; }

    /// <summary>
    /// Gives the memory of the batches to results to come; an input's memory is not among it. No column of them may be looked at afterwards, nor anything that shares their memory, such as a
    /// query over the batches.
    /// </summary>
    public void Dispose()
    {
        foreach (RecordBatch batch in Batches)
        {
            batch.Dispose();
        }
    }
}
