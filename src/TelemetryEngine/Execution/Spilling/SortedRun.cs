using Apache.Arrow;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Formats.Text;

namespace TelemetryEngine.Execution.Spilling;

/// <summary>Rows of a result, finished and in order, as batches in a temporary file.</summary>
/// <param name="Batches">Where the batches lie.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Digits">For each column of instants the fraction digits that show all of them whole; 0 for other columns.</param>
internal sealed record SortedRun(IReadOnlyList<SpillSegment> Batches, long Rows, IReadOnlyList<int> Digits)
{
    /// <summary>The most rows in a batch: of all runs one batch is in memory.</summary>
    private const int MostBatchRows = 1 << 10;

    private const int BatchBytes = 1 << 16;

    /// <summary>The bytes of all batches.</summary>
    public long Bytes => Batches.Sum(static b => (long)b.Length);

    /// <summary>How many rows of so many bytes are a batch.</summary>
    public static int BatchRows(long rowBytes) => (int)Math.Clamp(BatchBytes / Math.Max(rowBytes, 1), 1, MostBatchRows);

    /// <summary>Writes a result.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="schema">The result's columns.</param>
    /// <param name="batches">The rows; each batch is disposed.</param>
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
