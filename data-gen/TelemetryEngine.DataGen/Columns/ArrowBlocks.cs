using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.DataGen.Columns;

// Writes rows as an Arrow file: threads fill batches, the calling thread writes them in order.
internal static class ArrowBlocks
{
    // Part of the format's bytes, so not for tests to choose.
    public const int RowsPerBatch = 65_536;

    // Writes the file and returns the number of rows in it. A batch of which every row is missing is left out.
    public static long Write(GeneratorOptions options, Stream output, IProgress<long>? progress, CancellationToken cancellation)
    {
        IRowColumns rows = options.Profile == Profile.Meters ? new MeterColumns(options) : new StationColumns(options);
        using ArrowFileWriter writer = new(output, rows.Schema, leaveOpen: true);
        long written = 0;
        OrderedBlocks<BatchColumns> ordered = new(
            (options.Rows + RowsPerBatch - 1) / RowsPerBatch,
            () => new BatchColumns(options.Energy),
            (block, slot) =>
            {
                long first = block * RowsPerBatch;
                slot.Batch = rows.Fill(first, (int)Math.Min(RowsPerBatch, options.Rows - first), slot);
            },
            (block, slot) =>
            {
                if (slot.Batch!.Length > 0)
                {
                    writer.WriteRecordBatch(slot.Batch);
                    written += slot.Batch.Length;
                }

                progress?.Report(Math.Min((block + 1) * RowsPerBatch, options.Rows));
            });
        ordered.Run(options.Threads == 0 ? Environment.ProcessorCount : options.Threads, cancellation);
        writer.WriteEnd();
        return written;
    }
}
