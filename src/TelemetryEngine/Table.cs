using TelemetryEngine.Arrow;

namespace TelemetryEngine;

/// <summary>A result: record batches of one schema in the result's order, and what the run met. The memory belongs to the garbage collector; nothing is to be disposed.</summary>
public sealed class Table
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
}
