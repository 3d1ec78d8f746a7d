using TelemetryEngine.Columns;

namespace TelemetryEngine.Sources;

// Where rows come from: one or several inputs with one schema. A scan cuts them into morsels; workers claim morsels in order and turn them
// into batches on their own threads. Nothing behind this contract knows of windows, groups or aggregates.
internal abstract class Source : IDisposable
{
    private static readonly Dictionary<int, MessageText> NoDoubts = [];
    private static readonly Dictionary<int, string> NoReasons = [];

    // All columns of the input.
    public abstract ColumnSchema Schema { get; }

    // What can be handed on as it came.
    public virtual ArrowFields ArrowFields => ArrowFields.None;

    // The names of the inputs, in order, as errors call them.
    public abstract IReadOnlyList<string> Files { get; }

    // The size of the input in bytes as it lies on the disk, or null for a pipe.
    public abstract long? LengthBytes { get; }

    // True when the input can be read only once.
    public abstract bool OnlyOnce { get; }

    // What the source found worth saying when it looked at the input.
    public virtual IReadOnlyList<MessageText> Notes => [];

    // By the place of a column: why a plan that computes with it can't be run before an option says how the column is read.
    public virtual IReadOnlyDictionary<int, MessageText> Doubts => NoDoubts;

    // By the place of a column of text that holds numbers: why it is text.
    public virtual IReadOnlyDictionary<int, string> Reasons => NoReasons;

    // The plan with what was found of the input, so that it means the same when it is run again.
    public virtual ScanPlan Resolve(ScanPlan plan) => plan;

    // Starts to read.
    public abstract Scan Open(ScanRequest request);

    // Fills in the physical line of rejects, which are not counted while all goes well, as they are asked for. Where there are no lines
    // they stay as they are.
    // rejects: Rejects in the order of the input.
    public virtual IEnumerable<Reject> ResolveLines(IEnumerable<Reject> rejects) => rejects;

    // Makes sure, when all is read, that what was read was one thing: that no input was another, or had other contents, than when it was
    // opened.
    // throws InputException: One had.
    public virtual void CheckUnchanged()
    {
    }

    public virtual void Dispose() => GC.SuppressFinalize(this);
}

// What a plan wants of a source.
// Columns: Ordinals of the columns to parse: those the plan uses or the user named. Each of them is validated on every row.
// Log: Where rows that can't be read go.
// BatchRows: The most rows in a batch.
// MorselBytes: The length of a morsel in bytes of input.
// RequiredTime: The ordinal of a column in which a null is a row error (a row without a time under a window), or −1.
// ExactBorders: Find the records' borders in one pass from the start, instead of guessing them from the next line end.
// Positions: Whether a stage asks a batch where its rows stand.
// InOrder: Whether each reader's batches come in the order of the input.
// Passed: Ordinals of columns whose arrays are handed on as they came; null = none. Not together with RequiredTime.
internal sealed record ScanRequest(
    int[] Columns,
    RejectLog Log,
    int BatchRows = 16 * 1024,
    int MorselBytes = 8 << 20,
    int RequiredTime = -1,
    bool ExactBorders = false,
    bool Positions = true,
    bool InOrder = false,
    int[]? Passed = null)
{
    // The columns that are looked at, of so many, in their order.
    public int[] UsedOf(int count)
    {
        bool[] isUsed = new bool[count];
        foreach (int column in Columns)
        {
            isUsed[column] = true;
        }

        foreach (int column in Passed ?? [])
        {
            isUsed[column] = true;
        }

        if (RequiredTime >= 0)
        {
            isUsed[RequiredTime] = true;
        }

        return [.. Enumerable.Range(0, count).Where(column => isUsed[column])];
    }
}

// One pass over a source. Its members may be called from several threads.
internal abstract class Scan : IDisposable
{
    // Makes a reader for one thread.
    public abstract BatchReader CreateReader();

    // What was met that a reader of the result would want to know; to be asked once all readers are at their end.
    public virtual IReadOnlyList<MessageText> Notes => [];

    // Bytes of input that are done with.
    public abstract long BytesRead { get; }

    // How much of the input is done with, from 0 to 1; null where only its bytes say so.
    public virtual double? ShareRead => null;

    // True when a guessed border proved wrong: everything that came out of this scan is to be thrown away, rejects included, and read again
    // with ScanRequest.ExactBorders. To be asked once all readers are at their end.
    public virtual bool MustRedo => false;

    // Gives back what is held of the input; what was counted can still be asked. It may be called again.
    public virtual void Dispose() => GC.SuppressFinalize(this);
}

// Batches for one worker.
internal abstract class BatchReader : IDisposable
{
    // The next batch, or null at the end. It is valid until the next call.
    // throws InputException: The input as a whole can't be read (a row that can't goes to the log).
    public abstract Batch? Read(CancellationToken cancellation);

    // Gives back what is held of the input, when no more batches will be read: others may wait for its memory.
    public virtual void Release()
    {
    }

    // Where what it reads begins; where that is not known, all that others read comes before. To be asked on its thread.
    public virtual (int File, long Position) Origin => (int.MaxValue, 0);

    // Rows met so far: accepted and rejected ones.
    public abstract long RowsRead { get; }

    // Bytes held by the texts that were met. They grow with every new one.
    public virtual long TextBytes => 0;

    // Forgets the texts that were met; to be called between batches. Later batches have other dictionaries.
    public virtual void ForgetTexts()
    {
    }

    // Fields made null by the policy ErrorPolicy.Null.
    public virtual long FieldsMadeNull => 0;

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
