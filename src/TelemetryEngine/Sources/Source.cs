using TelemetryEngine.Columns;

namespace TelemetryEngine.Sources;

/// <summary>
/// Where rows come from: one or several inputs with one schema. A scan cuts them into morsels; workers claim morsels in order and
/// turn them into batches on their own threads. Nothing behind this contract knows of windows, groups or aggregates.
/// </summary>
internal abstract class Source : IDisposable
{
    private static readonly Dictionary<int, MessageText> NoDoubts = [];
    private static readonly Dictionary<int, string> NoReasons = [];

    /// <summary>All columns of the input.</summary>
    public abstract ColumnSchema Schema { get; }

    /// <summary>What can be handed on as it came.</summary>
    public virtual ArrowFields ArrowFields => ArrowFields.None;

    /// <summary>The names of the inputs, in order, as errors call them.</summary>
    public abstract IReadOnlyList<string> Files { get; }

    /// <summary>The size of the input in bytes as it lies on the disk, or null for a pipe.</summary>
    public abstract long? LengthBytes { get; }

    /// <summary>True when the input can be read only once.</summary>
    public abstract bool OnlyOnce { get; }

    /// <summary>What the source found worth saying when it looked at the input.</summary>
    public virtual IReadOnlyList<MessageText> Notes => [];

    /// <summary>By the place of a column: why a plan that computes with it can't be run before an option says how the column is read.</summary>
    public virtual IReadOnlyDictionary<int, MessageText> Doubts => NoDoubts;

    /// <summary>By the place of a column of text that holds numbers: why it is text.</summary>
    public virtual IReadOnlyDictionary<int, string> Reasons => NoReasons;

    /// <summary>The plan with what was found of the input, so that it means the same when it is run again.</summary>
    public virtual Plan Resolve(Plan plan) => plan;

    /// <summary>Starts to read.</summary>
    public abstract Scan Open(ScanRequest request);

    /// <summary>
    /// Fills in the physical line of rejects, which nobody counts while all goes well, as they are asked for. Where there are no lines they stay as they are.
    /// </summary>
    /// <param name="rejects">Rejects in the order of the input.</param>
    public virtual IEnumerable<Reject> ResolveLines(IEnumerable<Reject> rejects) => rejects;

    /// <summary>Makes sure, when all is read, that what was read was one thing: that no input was another, or had other contents, than when it was opened.</summary>
    /// <exception cref="InputException">One had.</exception>
    public virtual void CheckUnchanged()
    {
    }

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>What a plan wants of a source.</summary>
/// <param name="Columns">Ordinals of the columns to parse: those the plan uses or the user named. Each of them is validated on every row.</param>
/// <param name="Log">Where rows that can't be read go.</param>
/// <param name="BatchRows">The most rows in a batch.</param>
/// <param name="MorselBytes">The length of a morsel in bytes of input.</param>
/// <param name="RequiredTime">The ordinal of a column in which a null is a row error (a row without a time under a window), or −1.</param>
/// <param name="ExactBorders">Find the records' borders in one pass from the start, instead of guessing them from the next line end.</param>
/// <param name="Positions">Whether anybody asks a batch where its rows stand.</param>
/// <param name="Passed">Ordinals of columns whose arrays are handed on as they came; null = none. Not together with <paramref name="RequiredTime"/>.</param>
internal sealed record ScanRequest(
    int[] Columns,
    RejectLog Log,
    int BatchRows = 16 * 1024,
    int MorselBytes = 8 << 20,
    int RequiredTime = -1,
    bool ExactBorders = false,
    bool Positions = true,
    int[]? Passed = null)
{
    /// <summary>The columns that are looked at, of so many, in their order.</summary>
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

        return Ordinals.Where(count, column => isUsed[column]);
    }
}

/// <summary>One pass over a source. Its members may be called from several threads.</summary>
internal abstract class Scan : IDisposable
{
    /// <summary>Makes a reader for one thread.</summary>
    public abstract BatchReader CreateReader();

    /// <summary>What was met that a reader of the result would want to know; to be asked once all readers are at their end.</summary>
    public virtual IReadOnlyList<MessageText> Notes => [];

    /// <summary>Bytes of input that are done with.</summary>
    public abstract long BytesRead { get; }

    /// <summary>How much of the input is done with, from 0 to 1; null where only its bytes say so.</summary>
    public virtual double? ShareRead => null;

    /// <summary>
    /// True when a guessed border proved wrong: everything that came out of this scan is to be thrown away, rejects included, and read again with
    /// <see cref="ScanRequest.ExactBorders"/>. To be asked once all readers are at their end.
    /// </summary>
    public virtual bool MustRedo => false;

    /// <summary>Gives back what is held of the input; what was counted can still be asked. It may be called again.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>Batches for one worker.</summary>
internal abstract class BatchReader : IDisposable
{
    /// <summary>The next batch, or null at the end. It is valid until the next call.</summary>
    /// <exception cref="InputException">The input as a whole can't be read (a row that can't goes to the log).</exception>
    public abstract Batch? Read(CancellationToken cancellation);

    /// <summary>Gives back what is held of the input, when no more batches will be read: others may wait for its memory.</summary>
    public virtual void Release()
    {
    }

    /// <summary>Rows met so far: accepted and rejected ones.</summary>
    public abstract long RowsRead { get; }

    /// <summary>Bytes held by the texts that were met. They grow with every new one.</summary>
    public virtual long TextBytes => 0;

    /// <summary>Forgets the texts that were met; to be called between batches. Later batches have other dictionaries.</summary>
    public virtual void ForgetTexts()
    {
    }

    /// <summary>Fields made null by the policy <see cref="ErrorPolicy.Null"/>.</summary>
    public virtual long FieldsMadeNull => 0;

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
