using Apache.Arrow;

namespace TelemetryEngine.Execution.Flows;

// Rows on their way from one step of a plan to the next, in their order. Read once, by one thread at a time.
internal abstract class RowFlow
{
    // The columns: the very object that all batches have.
    public abstract Schema Schema { get; }

    // The rows; each batch is the reader's to dispose.
    public abstract IEnumerable<RecordBatch> Read(CancellationToken cancellation);

    // The digits behind the point of a column of float64s that were decimals before: each stands for the decimal that it is written as.
    // Null for other columns, and where that is not known.
    public virtual int? ScaleOf(int column) => null;

    // What a reader of the result would want to know; to be asked in the end.
    public virtual MessageText? Note => null;

    // The bytes that were written to the disk for want of memory.
    public virtual long SpilledBytes => 0;

    // Says, before any is read, that Stop may be called: rows that were not asked for are not read then. Who reads all of them in any case
    // does not hand it on.
    public virtual void MayStop()
    {
    }

    // Says that no more rows are wanted: those who read come to the end, and what was read by then is counted and told.
    public abstract void Stop();
}
