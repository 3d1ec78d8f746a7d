namespace TelemetryEngine.Timings;

/// <summary>A job of <c>bench/peers/jobs.mjs</c>, as far as it says what a query in memory computes.</summary>
internal sealed record Job
{
    /// <summary>The length of the windows; null = one for all.</summary>
    public string? Every { get; init; }

    /// <summary>The column to group by; null = none.</summary>
    public string? Key { get; init; }

    /// <summary>The column that is aggregated.</summary>
    public required string Value { get; init; }

    /// <summary>The aggregates' names.</summary>
    public required IReadOnlyList<string> Aggregates { get; init; }

    /// <summary>How often the query runs.</summary>
    public required int Queries { get; init; }
}
