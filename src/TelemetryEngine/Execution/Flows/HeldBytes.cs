using Apache.Arrow;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Execution.Flows;

// What rows take that a step holds.
internal static class HeldBytes
{
    // What helps where they are too many.
    public static readonly MessageText FewerRows = Message.Of($"filter with {Fix.Where}");

    // The bytes of a batch: what several share, as dictionaries are, counts for each.
    public static long Of(RecordBatch batch)
    {
        long bytes = 0;
        for (int column = 0; column < batch.ColumnCount; column++)
        {
            bytes += Of(batch.Column(column).Data);
        }

        return bytes;
    }

    // The bytes of an array.
    public static long Of(ArrayData data)
    {
        long bytes = 0;
        foreach (ArrowBuffer buffer in data.Buffers)
        {
            bytes += buffer.Length;
        }

        foreach (ArrayData? child in data.Children ?? [])
        {
            bytes += child is null ? 0 : Of(child);
        }

        return bytes;
    }
}
