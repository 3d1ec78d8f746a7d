using Apache.Arrow.Types;

namespace TelemetryEngine;

/// <summary>
/// What a whole input is like: its columns, its times, and the plan that reads it so. <see cref="Pipeline.Inspect"/> makes it.
/// </summary>
public sealed record InputProfile
{
    /// <summary>
    /// The pipeline's plan, with all that the input showed about the reading: the delimiter, types, the time column and its layout, the
    /// lines to pass over. <see cref="Telemetry.FromPlan"/> reads this input by it as it was read here, and later ones of its kind too.
    /// The types of columns with nulls are left to be inferred, as they were here.
    /// </summary>
    public required Plan Plan { get; init; }

    /// <summary>
    /// What the pass met; its <see cref="RunSummary.Notes"/> say what is doubtful, such as a column read as text because of one odd
    /// value, and which option decides it.
    /// </summary>
    public required RunSummary Summary { get; init; }

    /// <summary>The columns, in their order. A time that is joined of several columns is one of them, and comes last.</summary>
    public required IReadOnlyList<ColumnProfile> Columns { get; init; }

    /// <summary>
    /// The time: the column that the pipeline names, else the one that was found, else the first of times; null where no column is of
    /// times.
    /// </summary>
    public ColumnProfile? Time { get; init; }

    /// <summary>The unit of the lengths in <see cref="Series"/>; null where there is no time.</summary>
    public TimeUnit? TimeUnit { get; init; }

    /// <summary>The columns that tell series apart: those of <see cref="Pipeline.GroupBy"/> and <see cref="Pipeline.Series"/>.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>
    /// The times of each series, in the order in which they came, 10,000 series at most. Without <see cref="Keys"/> the input is one;
    /// without a time, or with nulls alone, there is none.
    /// </summary>
    public IReadOnlyList<SeriesProfile> Series { get; init; } = [];

    /// <summary>Rows of series beyond those.</summary>
    public long RowsOfFurtherSeries { get; init; }

    /// <summary>Signs that the times are a local clock's; null where there are none, or the pipeline names a zone.</summary>
    public ClockSigns? LocalClock { get; init; }

    /// <summary>
    /// The first column of texts that come back, each twice or more on average: where the input is of several series, it may name them.
    /// Null where there is none.
    /// </summary>
    public string? LikelyKey => Columns
        .FirstOrDefault(column => column.Distinct is > 1 and var different && different * 2L <= Summary.RowsRead)?.Name;
}
