using Apache.Arrow;

namespace TelemetryEngine.DataGen.Columns;

/// <summary>Makes batches of rows. Can be used by any number of threads at a time, each with its own memory.</summary>
internal interface IRowColumns
{
    Schema Schema { get; }

    /// <summary>Makes the batch of some rows over the given memory, without those missing.</summary>
    /// <param name="first">The position of the first row.</param>
    /// <param name="count">How many rows, at most <see cref="ArrowBlocks.RowsPerBatch"/>.</param>
    /// <param name="columns">Where the values are put.</param>
    RecordBatch Fill(long first, int count, BatchColumns columns);
}
