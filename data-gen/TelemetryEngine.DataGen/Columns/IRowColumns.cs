using Apache.Arrow;

namespace TelemetryEngine.DataGen.Columns;

// Makes batches of rows. Can be used by any number of threads at a time, each with its own memory.
internal interface IRowColumns
{
    Schema Schema { get; }

    // Makes the batch of some rows over the given memory, without those missing.
    // first: The position of the first row.
    // count: How many rows, at most ArrowBlocks.RowsPerBatch.
    // columns: Where the values are put.
    RecordBatch Fill(long first, int count, BatchColumns columns);
}
