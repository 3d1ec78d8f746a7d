namespace TelemetryEngine.Timings;

/// <summary>A job of <c>bench/peers/jobs.mjs</c>, as far as it says what a query in memory computes.</summary>
internal sealed record Job
{
    /// <summary>What the query is: <c>asof</c>, or null for the aggregates of windows and keys.</summary>
    public string? Kind { get; init; }

    /// <summary>The length of the windows; null = one for all.</summary>
    public string? Every { get; init; }

    /// <summary>The columns to group by; null = none.</summary>
    public IReadOnlyList<string>? Keys { get; init; }

    /// <summary>The column that is aggregated.</summary>
    public required string Value { get; init; }

    /// <summary>The aggregates' names; null where the kind says them.</summary>
    public IReadOnlyList<string>? Aggregates { get; init; }

    /// <summary>The tables that are joined, by their names.</summary>
    public required IReadOnlyDictionary<string, JobTable> Tables { get; init; }

    /// <summary>How often the query runs.</summary>
    public required int Queries { get; init; }
}

/// <summary>A table to join with.</summary>
/// <param name="Arrow">The path of its Arrow file.</param>
internal sealed record JobTable(string Arrow);
