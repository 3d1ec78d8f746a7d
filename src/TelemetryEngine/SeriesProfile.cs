namespace TelemetryEngine;

/// <summary>
/// What the times of one series are like, in the order of the input: which way they go, which come back, and where some are missing.
/// Lengths are counts of <see cref="InputProfile.TimeUnit"/>.
/// </summary>
/// <remarks>A step goes from a reading to the next that lies further in the direction of the first one. A gap is a step of half as much
/// again as the common one, or more.</remarks>
public sealed record SeriesProfile
{
    /// <summary>
    /// The values of the columns that tell series apart, joined by commas; empty where the input is looked at as one series.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Its readings with a time.</summary>
    public long Rows { get; init; }

    /// <summary>Steps in all.</summary>
    public long Steps { get; init; }

    /// <summary>The length of the commonest step; 0 where there is no step.</summary>
    public long CommonStep { get; init; }

    /// <summary>Steps that have this length.</summary>
    public long CommonSteps { get; init; }

    /// <summary>
    /// True when gaps can be told: at least half of the steps are the common one, and most readings go the way of the first ones. Where
    /// it is false, <see cref="Gaps"/> and what else counts from the common step are no more than hints.
    /// </summary>
    public bool HasUsualStep { get; init; }

    /// <summary>Steps that are gaps.</summary>
    public long Gaps { get; init; }

    /// <summary>Readings that would stand in the gaps.</summary>
    public long MissingReadings { get; init; }

    /// <summary>The longest gap, the first of equals; null where there is none.</summary>
    public TimeGap? LongestGap { get; init; }

    /// <summary>True when most times fall, as in a file with the newest reading first.</summary>
    public bool IsNewestFirst { get; init; }

    /// <summary>Readings that go the other way than most.</summary>
    public long OutOfOrder { get; init; }

    /// <summary>Readings whose time an earlier one has; at least so many where <see cref="RepeatsAreExact"/> is false.</summary>
    public long Repeats { get; init; }

    /// <summary>False when there were too many different times, out of order, to remember them all.</summary>
    public bool RepeatsAreExact { get; init; } = true;
}

/// <summary>A time without readings.</summary>
/// <param name="From">The last reading's time before it: ISO-8601 in UTC, as <see cref="ColumnProfile.Minimum"/> is.</param>
/// <param name="To">The first reading's time behind it.</param>
/// <param name="Length">From one to the other, as a count of <see cref="InputProfile.TimeUnit"/>.</param>
public sealed record TimeGap(string From, string To, long Length);
