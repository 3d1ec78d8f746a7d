using Apache.Arrow;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Formats;

namespace TelemetryEngine.Execution.Results;

// The result of an aggregation, to be handed out or written: the same to the byte, whether its states are in memory or were spilled.
internal abstract class AggregationResult : IDisposable
{
    // How many rows it has.
    public abstract long Rows { get; }

    // Bytes written to the disk; null where nothing was spilled, and all batches are made at once.
    public virtual long? SpilledBytes => null;

    // For each component what the rules of its steps left out; empty where there are no series.
    public IReadOnlyList<StepsLeftOut?> LeftOut { get; protected set; } = [];

    // All rows, in batches whose size depends on nothing but their number.
    // throws RunException: A result does not fit its type, or the disk fails.
    public abstract IEnumerable<RecordBatch> ToBatches(CancellationToken cancellation);

    // Writes all rows. Where the format allows it several threads format them, in pieces that this one only writes.
    // throws OutputException: The output failed.
    // throws RunException: A result does not fit its type, or the disk fails.
    public abstract void Write(Format format, Stream output, WriterOptions options, CancellationToken cancellation);

    // Lets the states go. Batches that were handed out stay.
    public abstract void Dispose();
}
