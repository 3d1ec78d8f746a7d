namespace TelemetryEngine.Execution.Planning;

// A part of a plan: one pass over a source, fused over its batches, and steps that need all rows of its result, one after the other.
// Scan: What the pass does. The source of all passes but the first is the result of the stage before.
// Then: Steps on its result: dedup, sort, top, limit, union, over, pivot, and joins that make several rows of one.
// First: The number of its first step in the plan, from 1 on.
internal sealed record PlanStage(ScanPlan Scan, IReadOnlyList<NumberedStep> Then, int First);

// A step and its number in the plan, from 1 on.
internal readonly record struct NumberedStep(PlanStep Step, int Number);

// Cuts the chain of steps into stages: each takes as many steps as it can.
internal static class PlanStages
{
    // More than so many stages and steps on their results are refused: each asks the one before it. So are steps that choose or name the
    // columns, as each holds all of them.
    private const int Most = 200;

    // plan: The plan, its joins with their other inputs open.
    // outer: What a plan does that this one is an input of; null = it is none.
    // throws PlanException: Steps do not go together.
    public static IReadOnlyList<PlanStage> Cut(Plan plan, ScanPlan? outer = null)
    {
        List<PlanStage> stages = CutSteps(plan);
        int count = stages.Sum(static stage => 1 + stage.Then.Count);
        if (count > Most)
        {
            throw new PlanException($"the plan goes through its rows {count} times; at most {Most} are allowed");
        }

        int namings = plan.Steps.Count(static step => step is SelectStep or RenameStep or DropStep or RoundStep);
        if (namings > Most)
        {
            throw new PlanException($"the plan says {namings} times which columns there are; at most {Most} are allowed");
        }

        AggregateStep? ahead = outer?.Ahead;
        for (int i = stages.Count - 1; i >= 0; i--)
        {
            ahead = stages[i].Scan.Aggregation ?? ahead;
            stages[i] = stages[i] with { Scan = stages[i].Scan with { Ahead = ahead } };
        }

        stages[0] = stages[0] with { Scan = stages[0].Scan with { Keys = [.. KeysOf(plan.Steps, outer?.Keys ?? []).Distinct()] } };
        return stages;
    }

    // The names that keys have in the input.
    // outer: The keys of a plan that this one is an input of, as the last step's columns are called.
    private static IEnumerable<string> KeysOf(IReadOnlyList<PlanStep> steps, IReadOnlyList<string> outer)
    {
        Dictionary<string, string> origins = new(StringComparer.Ordinal);
        foreach (PlanStep step in steps)
        {
            switch (step)
            {
                case RenameStep rename:
                    origins[rename.To] = Origin(rename.Column);
                    break;
                case SelectStep select:
                    foreach (SelectColumn column in select.Columns.Where(static column => column.As is not null))
                    {
                        origins[column.As!] = Origin(column.Expression);
                    }

                    break;
            }

            IEnumerable<string> keys = step switch
            {
                AggregateStep aggregation => aggregation.GroupBy.Concat(aggregation.Series),
                DedupStep dedup => dedup.Columns,
                TopStep top => top.Per,
                OverStep over => over.Per,
                PivotStep pivot => [.. pivot.Per, pivot.Names],
                OpenJoin join => join.Step.On.Select(static key => key.Column),
                _ => [],
            };
            foreach (string key in keys)
            {
                yield return Origin(key);
            }
        }

        foreach (string key in outer)
        {
            yield return Origin(key);
        }

        string Origin(string name) => origins.GetValueOrDefault(name, name);
    }

    // Whether a step needs rows beside the one that it is at, or makes several of one.
    public static bool IsOnResult(PlanStep step) =>
        step is DedupStep or SortStep or TopStep or LimitStep or UnionStep or OverStep or PivotStep or OpenJoin { IsOnRows: false };

    private static List<PlanStage> CutSteps(Plan plan)
    {
        List<PlanStage> stages = [];
        List<PlanStep> rows = [];
        List<NumberedStep> then = [];
        ScanPlan scan = new() { Source = plan.Source, Time = plan.Time, OnError = plan.OnError };
        int first = 1;
        for (int i = 0; i < plan.Steps.Count; i++)
        {
            PlanStep step = plan.Steps[i];
            bool isOnResult = IsOnResult(step);
            bool isOver = scan.IsAggregation || scan.Limit is not null || then.Count > 0;
            if (!isOnResult && (isOver || (step is UnpivotStep && (rows.Count > 0 || scan.Source.Unpivot is not null))))
            {
                stages.Add(new PlanStage(scan with { Rows = rows }, then, first));
                scan = Next(plan, scan, then);
                rows = [];
                then = [];
                first = i + 1;
            }

            switch (step)
            {
                case UnpivotStep unpivot:
                    scan = scan with { Source = scan.Source with { Unpivot = unpivot } };
                    break;
                case AggregateStep { Aggregates.Count: 0 } when plan.Steps.Count(static other => other is AggregateStep) > 1:
                    throw new PlanException(
                        $"step {i + 1} groups rows and has no aggregates, and another step aggregates too; write what groups right before its aggregates, or name aggregates here too");
                case AggregateStep aggregation:
                    scan = scan with { Aggregation = aggregation };
                    break;
                case LimitStep { Offset: 0, Rows: { } most } when scan.Limit is null && then.Count == 0:
                    scan = scan with { Limit = most };
                    break;
                default:
                    if (isOnResult)
                    {
                        then.Add(new NumberedStep(step, i + 1));
                    }
                    else
                    {
                        rows.Add(step);
                    }

                    break;
            }
        }

        stages.Add(new PlanStage(scan with { Rows = rows }, then, first));
        return stages;
    }

    // The whole plan of stages in which everything is chosen.
    public static Plan Join(Plan plan, IReadOnlyList<PlanStage> stages)
    {
        ScanPlan read = stages[0].Scan;
        List<PlanStep> steps = [];
        foreach (PlanStage stage in stages)
        {
            if (stage.Scan.Source.Unpivot is { } unpivot)
            {
                steps.Add(unpivot);
            }

            steps.AddRange(stage.Scan.Rows);
            if (stage.Scan.Aggregation is { } aggregation)
            {
                steps.Add(aggregation);
            }

            if (stage.Scan.Limit is { } limit)
            {
                steps.Add(new LimitStep(limit));
            }

            steps.AddRange(stage.Then.Select(static then => then.Step));
        }

        return plan with
        {
            Source = read.Source with { Unpivot = null },
            Time = read.Time,
            Steps = [.. steps.Select(static step => step is OpenJoin join ? join.Step : step)],
        };
    }

    // A pass over the result of another, whose times are instants whatever the input had.
    private static ScanPlan Next(Plan plan, ScanPlan before, List<NumberedStep> then)
    {
        bool hasWindows = before.Window is not null && !then.Exists(static then => then.Step is UnionStep);
        return new ScanPlan
        {
            Source = new SourcePlan { Format = "memory" },
            Time = plan.Time?.Zone is { } zone ? new TimePlan { Zone = zone, InputZone = "UTC" } : null,
            LikelyTimes = hasWindows ? ["window_start", "window_end"]
                : plan.Time?.Column is { } column ? [column]
                : before.LikelyTimes,
            OnError = plan.OnError,
        };
    }
}
