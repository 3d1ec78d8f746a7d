using Apache.Arrow;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Formats;

namespace TelemetryEngine.Execution.Results;

/// <summary>The result of an aggregation, to be handed out or written: the same to the byte, whether its states are in memory or were spilled.</summary>
internal abstract class AggregationResult : IDisposable
{
    /// <summary>How many rows it has.</summary>
    public abstract long Rows { get; }

    /// <summary>Bytes written to the disk; null where nothing was spilled, and all batches are made at once.</summary>
    public virtual long? SpilledBytes => null;

    /// <summary>For each component what the rules of its steps left out; empty where there are no series.</summary>
    public IReadOnlyList<StepsLeftOut?> LeftOut { get; protected set; } = [];

    /// <summary>All rows, in batches whose size depends on nothing but their number.</summary>
    /// <exception cref="RunException">A result does not fit its type, or the disk fails.</exception>
    public abstract IEnumerable<RecordBatch> ToBatches(CancellationToken cancellation);

    /// <summary>Writes all rows. Where the format allows it several threads format them, in pieces that this one only writes.</summary>
    /// <exception cref="OutputException">The output failed.</exception>
    /// <exception cref="RunException">A result does not fit its type, or the disk fails.</exception>
    public abstract void Write(Format format, Stream output, WriterOptions options, CancellationToken cancellation);

    /// <summary>Lets the states go. Batches that were handed out stay.</summary>
    public abstract void Dispose();
}
