using TelemetryEngine.Sources;

namespace TelemetryEngine.Testing;

/// <summary>A plan with at most one step of each kind, in the usual order: derive, where, a range of time, an aggregation, a limit.</summary>
internal sealed record FlatPlan
{
    public SourcePlan Source { get; init; } = new();

    public TimePlan? Time { get; init; }

    public ErrorPolicy OnError { get; init; }

    public IReadOnlyList<DeriveStep> Derive { get; init; } = [];

    public string? Where { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public WindowPlan? Window { get; init; }

    public IReadOnlyList<string> GroupBy { get; init; } = [];

    public IReadOnlyList<string> Series { get; init; } = [];

    public IReadOnlyList<AggregatePlan> Aggregates { get; init; } = [];

    public IReadOnlyList<FillPlan> Fill { get; init; } = [];

    public long? Limit { get; init; }

    public bool IsAggregation => Aggregates.Count > 0 || GroupBy.Count > 0 || Window is not null;

    private IReadOnlyList<PlanStep> Rows =>
    [
        .. Derive, .. Where is null ? [] : (PlanStep[])[new WhereStep(Where)],
        .. From is null && To is null ? [] : (PlanStep[])[new BetweenStep { From = From, To = To }],
    ];

    private AggregateStep? Aggregation =>
        IsAggregation ? new AggregateStep { Window = Window, GroupBy = GroupBy, Series = Series, Aggregates = Aggregates, Fill = Fill } : null;

    public static implicit operator Plan(FlatPlan flat) => flat.ToPlan();

    public static implicit operator ScanPlan(FlatPlan flat) => new()
    {
        Source = flat.Source,
        Time = flat.Time,
        OnError = flat.OnError,
        Rows = flat.Rows,
        Aggregation = flat.Aggregation,
        Limit = flat.Limit,
    };

    public string ToJson() => ToPlan().ToJson();

    public Plan ToPlan() => new()
    {
        Source = Source,
        Time = Time,
        OnError = OnError,
        Steps = [.. Rows, .. Aggregation is { } step ? (PlanStep[])[step] : [], .. Limit is { } rows ? (PlanStep[])[new LimitStep(rows)] : []],
    };
}
