using Apache.Arrow;

namespace TelemetryEngine.Execution.Flows;

// Some rows from the front. What is behind them is not asked for.
internal sealed class LimitFlow : RowFlow
{
    private readonly RowFlow _rows;
    private readonly LimitStep _step;

    public LimitFlow(RowFlow rows, LimitStep step)
    {
        _rows = rows;
        _step = step;
        rows.MayStop();
    }

    public override Schema Schema => _rows.Schema;

    public override int? ScaleOf(int column) => _rows.ScaleOf(column);

    public override void MayStop() => _rows.MayStop();

    public override void Stop() => _rows.Stop();

    public override IEnumerable<RecordBatch> Read(CancellationToken cancellation)
    {
        long skip = _step.Offset;
        long left = _step.Rows ?? long.MaxValue;
        if (left == 0)
        {
            _rows.Stop();
        }

        foreach (RecordBatch batch in _rows.Read(cancellation))
        {
            int first = (int)Math.Min(skip, batch.Length);
            int count = (int)Math.Min(batch.Length - first, left);
            skip -= first;
            left -= count;
            if (left == 0)
            {
                _rows.Stop();
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
