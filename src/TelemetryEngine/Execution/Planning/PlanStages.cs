namespace TelemetryEngine.Execution.Planning;

// A part of a plan: one pass over a source, fused over its batches, and steps that need all rows of its result, one after the other.
// Scan: What the pass does. The source of all passes but the first is the result of the stage before.
// Then: Steps on its result: dedup, sort, top, limit, union.
// First: The number of its first step in the plan, from 1 on.
internal sealed record PlanStage(ScanPlan Scan, IReadOnlyList<NumberedStep> Then, int First);

// A step and its number in the plan, from 1 on.
internal readonly record struct NumberedStep(PlanStep Step, int Number);

// Cuts the chain of steps into stages: each takes as many steps as it can.
internal static class PlanStages
{
    public static IReadOnlyList<PlanStage> Cut(Plan plan)
    {
        List<PlanStage> stages = [];
        List<NumberedStep> then = [];
        ScanPlan scan = new() { Source = plan.Source, Time = plan.Time, OnError = plan.OnError };
        int first = 1;
        for (int i = 0; i < plan.Steps.Count; i++)
        {
            PlanStep step = plan.Steps[i];
            bool isOnResult = step is DedupStep or SortStep or TopStep or LimitStep or UnionStep;
            bool isOver = scan.IsAggregation || scan.Limit is not null || then.Count > 0;
            if (!isOnResult && (isOver || (step is UnpivotStep && (scan.Rows.Count > 0 || scan.Source.Unpivot is not null))))
            {
                stages.Add(new PlanStage(scan, then, first));
                scan = Next(plan, scan, then);
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
                case LimitStep { Offset: 0, Rows: { } rows } when scan.Limit is null && then.Count == 0:
                    scan = scan with { Limit = rows };
                    break;
                case DedupStep or SortStep or TopStep or LimitStep or UnionStep:
                    then.Add(new NumberedStep(step, i + 1));
                    break;
                default:
                    scan = scan with { Rows = [.. scan.Rows, step] };
                    break;
            }
        }

        stages.Add(new PlanStage(scan, then, first));
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

        return plan with { Source = read.Source with { Unpivot = null }, Time = read.Time, Steps = steps };
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
