using TelemetryEngine.Expressions;
using TelemetryEngine.Sources;

namespace TelemetryEngine;

// What one pass over a source does: the part of a plan that is fused over its batches. Where the plan goes on, the next pass has the result
// of this one as its source.
internal sealed record ScanPlan
{
    // What is read.
    public SourcePlan Source { get; init; } = new();

    // The event time; null where no window, range or order needs one.
    public TimePlan? Time { get; init; }

    // Of several times the one that counts, where none is named: the first of these that is there.
    public IReadOnlyList<string> LikelyTimes { get; init; } = [];

    // What happens to rows that can't be read.
    public ErrorPolicy OnError { get; init; }

    // What happens to single rows, in order: derive, where, between, select, rename, drop, round.
    public IReadOnlyList<PlanStep> Rows { get; init; } = [];

    // The aggregation; null = the rows pass.
    public AggregateStep? Aggregation { get; init; }

    // The most rows of the result; null = all.
    public long? Limit { get; init; }

    public bool IsAggregation => Aggregation is not null;

    public WindowPlan? Window => Aggregation?.Window;

    public IReadOnlyList<string> GroupBy => Aggregation?.GroupBy ?? [];

    public IReadOnlyList<string> Series => Aggregation?.Series ?? [];

    public IReadOnlyList<AggregatePlan> Aggregates => Aggregation?.Aggregates ?? [];

    public IReadOnlyList<FillPlan> Fill => Aggregation?.Fill ?? [];

    // The columns that a computed one is computed of; null where there is no such computed column.
    public IReadOnlyList<string>? UsedBy(string name)
    {
        foreach (PlanStep step in Rows)
        {
            switch (step)
            {
                case DeriveStep derive when derive.Name == name: return Expression.Columns(Expression.Parse(derive.Expression));
                case SpanStep span when span.Name == name: return span.Columns;
            }
        }

        return null;
    }

    // Names of the input's columns that are keys somewhere in the plan: of groups, of series, of what is alike. They compare as written.
    public IReadOnlyList<string> Keys { get => field ?? [.. GroupBy, .. Series]; init; }

    // The aggregation that the rows come to, here or in a later stage; null = none. How the input is read goes by it.
    public AggregateStep? Ahead { get => field ?? Aggregation; init; }

    // Whether all columns are texts, as they are written.
    public bool AsTexts { get; init; }

    // True where a join goes by the event time.
    public bool JoinsByTime => Rows.Any(static step => step is Execution.Planning.OpenJoin
    {
        Step: AsofJoinStep { Time: null } or ValidJoinStep { Time: null },
    });

    // True where rows outside a range of time are left out.
    public bool HasRange => Rows.Any(static step => step is BetweenStep { From: not null } or BetweenStep { To: not null });
}
