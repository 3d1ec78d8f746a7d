using Microsoft.Extensions.Logging;

namespace TelemetryEngine;

/// <summary>How a plan is run. None of it changes the values of a result; <see cref="MaxRejects"/> decides whether there is one.</summary>
public sealed record RunOptions
{
    /// <summary>Worker threads; 0 = one for each processor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Threads));
            field = value;
        }
    }

    /// <summary>
    /// The most bytes that a run may hold; 0 = 70 % of the machine's or container's memory. Groups and their values are spilled to disk
    /// before, and what can't be is a <see cref="RunException"/>.
    /// </summary>
    public long MemoryBytes { get; init; }

    /// <summary>
    /// The folder for the temporary file of a run whose group states don't fit the memory, as the system means its name; null = the
    /// system's.
    /// </summary>
    public string? TempPath { get; init; }

    /// <summary>Told about the run's progress from one of its threads, about ten times a second and once at the end.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>
    /// Told, before the first row is read and one after the other, what the look at the input found worth saying, such as a column
    /// read as text because of one odd value. <see cref="RunSummary.Notes"/> has it too, with what only the run finds; of a plan that
    /// fails, <see cref="PlanException.Notes"/> does.
    /// </summary>
    public IProgress<MessageText>? Notes { get; init; }

    /// <summary>
    /// Where a run is logged: its plan at the level Debug, its notes as warnings, what it met as information. Traces and meters need no
    /// option: they have the name <see cref="Telemetry.SourceName"/>.
    /// </summary>
    public ILogger? Logger { get; init; }

    /// <summary>Where rejected rows are written as CSV; null = they are only counted.</summary>
    public string? RejectsPath { get; init; }

    /// <summary>
    /// How many rows may be rejected; null = any number but all. A run that rejects more ends in an <see cref="InputException"/>; the
    /// reject file is written nevertheless. Without effect under <see cref="Sources.ErrorPolicy.Fail"/>, which ends with the first.
    /// </summary>
    public RejectLimit? MaxRejects { get; init; }

    /// <summary>Standard input for the path <c>-</c>; null = the process's own, which must not be closed.</summary>
    public Stream? StandardInput { get; init; }

    /// <summary>
    /// How the reject file words what helps, as <see cref="MessageText.ToString(Func{Fix, string})"/> takes it; null = as the library
    /// does.
    /// </summary>
    public Func<Fix, string>? Words { get; init; }

    // The run's files, for who has looked at them already; null = to be opened.
    internal Formats.Inputs.InputFiles? Inputs { get; init; }

    // True where the rows that are read matter and not whether there are any, as for who only looks at an input.
    internal bool AllowsAnyRejects { get; init; }

    // True for who wants to know the time of an input, also where the plan can do without one.
    internal bool ShowsTime { get; init; }

    // The most rows in a batch.
    internal int BatchRows { get; init; } = 16 * 1024;

    // The bytes of input in a morsel.
    internal int MorselBytes { get; init; } = 8 << 20;

    // The most rows in a batch of a result.
    internal int ResultBatchRows { get; init; } = 1 << 14;

    // The most rows of a result that one thread formats at a time, so that all it needs for them stays in its cache and among the small
    // objects.
    internal int TextPieceRows { get; init; } = 1 << 12;

    // Threads with the choice made.
    internal int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;
}

/// <summary>How far a run is.</summary>
/// <param name="BytesRead">Bytes of input that are done with.</param>
/// <param name="BytesTotal">The size of the input, or null for a pipe.</param>
/// <param name="RowsRead">Rows met.</param>
/// <param name="Elapsed">Time since the run began.</param>
public readonly record struct RunProgress(long BytesRead, long? BytesTotal, long RowsRead, TimeSpan Elapsed);

/// <summary>What a run met. Every row is in one of accepted, rejected and filtered.</summary>
public sealed record RunSummary
{
    /// <summary>Rows met in the input.</summary>
    public long RowsRead { get; init; }

    /// <summary>Rows that reached the aggregates, or the output.</summary>
    public long RowsAccepted { get; init; }

    /// <summary>Rows that could not be read.</summary>
    public long RowsRejected { get; init; }

    /// <summary>Rows that the filter or the time range left out.</summary>
    public long RowsFiltered { get; init; }

    /// <summary>Fields that could not be read and became null (only under the policy that asks for it).</summary>
    public long FieldsMadeNull { get; init; }

    /// <summary>Null values met in the columns that the plan uses.</summary>
    public long NullValues { get; init; }

    /// <summary>Rows of the result.</summary>
    public long ResultRows { get; init; }

    /// <summary>The size of the input, or the bytes read from a pipe.</summary>
    public long BytesRead { get; init; }

    /// <summary>Bytes written to a temporary file, because the group states did not fit the memory.</summary>
    public long SpilledBytes { get; init; }

    /// <summary>The time the run took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What the reader wants to say, such as a column read as text because of one odd value.</summary>
    public IReadOnlyList<MessageText> Notes { get; init; } = [];
}
