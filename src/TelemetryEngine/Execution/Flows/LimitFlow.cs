using Apache.Arrow;

namespace TelemetryEngine.Execution.Flows;

// Some rows from the front. What is behind them is not asked for.
internal sealed class LimitFlow(RowFlow rows, LimitStep step) : RowFlow
{
    public override Schema Schema => rows.Schema;

    public override int? ScaleOf(int column) => rows.ScaleOf(column);

    public override void Stop() => rows.Stop();

    public override IEnumerable<RecordBatch> Read(CancellationToken cancellation)
    {
        long skip = step.Offset;
        long left = step.Rows ?? long.MaxValue;
        if (left == 0)
        {
            rows.Stop();
        }

        foreach (RecordBatch batch in rows.Read(cancellation))
        {
            int first = (int)Math.Min(skip, batch.Length);
            int count = (int)Math.Min(batch.Length - first, left);
            skip -= first;
            left -= count;
            if (left == 0)
            {
                rows.Stop();
            }

            if (count == 0)
            {
                batch.Dispose();
            }
            else
            {
                // a slice shares the memory of the whole
                yield return count == batch.Length ? batch : batch.Slice(first, count);
            }
        }
    }
}
