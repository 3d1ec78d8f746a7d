using Apache.Arrow;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Formats.Text;

namespace TelemetryEngine.Execution.Spilling;

// Rows of a result, finished and in order, as batches in a temporary file.
// Rows: How many rows there are.
// Digits: For each column of instants the fraction digits that show all of them whole; 0 for other columns.
internal sealed record SortedRun(IReadOnlyList<SpillSegment> Batches, long Rows, IReadOnlyList<int> Digits)
{
    // The most rows in a batch: of all runs one batch is in memory.
    private const int MostBatchRows = 1 << 10;

    private const int BatchBytes = 1 << 16;

    // The bytes of all batches.
    public long Bytes => Batches.Sum(static b => (long)b.Length);

    // How many rows of so many bytes are a batch.
    public static int BatchRows(long rowBytes) => (int)Math.Clamp(BatchBytes / Math.Max(rowBytes, 1), 1, MostBatchRows);

    // Writes a result.
    // batches: The rows; each batch is disposed.
    public static SortedRun Write(SpillFile file, Schema schema, IEnumerable<RecordBatch> batches)
    {
        List<SpillSegment> segments = [];
        long rows = 0;
        int[] digits = new int[schema.FieldsList.Count];
        foreach (RecordBatch batch in batches)
        {
            using (batch)
            {
                segments.Add(SpilledGroups.Write(file, batch));
                rows += batch.Length;
                for (int i = 0; i < digits.Length; i++)
                {
                    digits[i] = batch.Column(i) is TimestampArray times ? Math.Max(digits[i], TimeCell.FewestDigits(times)) : 0;
                }
            }
        }

        return new SortedRun(segments, rows, digits);
    }
}
