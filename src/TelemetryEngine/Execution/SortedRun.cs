using TelemetryEngine.Arrow;
using TelemetryEngine.Formats.Text;

namespace TelemetryEngine.Execution;

/// <summary>Rows of a result, finished and in order, as batches in a temporary file.</summary>
/// <param name="Batches">Where the batches lie.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Digits">For each column of instants the fraction digits that show all of them whole; 0 for other columns.</param>
internal sealed record SortedRun(IReadOnlyList<SpillSegment> Batches, long Rows, IReadOnlyList<int> Digits)
{
    /// <summary>The most rows in a batch: of all runs one batch is in memory.</summary>
    public const int BatchRows = 1 << 10;

    /// <summary>Writes a result.</summary>
    public static SortedRun Write(SpillFile file, Schema schema, IEnumerable<RecordBatch> batches)
    {
        List<SpillSegment> segments = [];
        long rows = 0;
        int[] digits = new int[schema.FieldsList.Count];
        foreach (RecordBatch batch in batches)
        {
            segments.Add(SpilledGroups.Write(file, batch));
            rows += batch.Length;
            for (int i = 0; i < digits.Length; i++)
            {
                digits[i] = batch.Column(i) is TimestampArray times ? Math.Max(digits[i], TimeCell.FewestDigits(times)) : 0;
            }
        }

        return new SortedRun(segments, rows, digits);
    }
}
