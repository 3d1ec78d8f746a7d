using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Scanning;

namespace TelemetryEngine.Execution.Series;

// Between the scan and the result, for aggregates that go from reading to reading: the workers' states by series and window, which hold
// readings, become states by the result's keys and windows, which hold what the steps add up to. Each thread takes some series at a time
// and has a state of its own; those merge in any order, as workers' do.
internal static class SeriesFold
{
    // Series that a thread takes at a time, at most.
    private const int MostSeries = 64;

    // Times that each thread takes some, where there are enough.
    private const int TurnsPerThread = 8;

    // The states that the result is made of; those of the scan, which stay as they are, where there is nothing to fold.
    // parts: What the workers know, by BoundPlan.Scan.
    // leftOut: For each component of the plan what its rules left out of the series; null where it has none. Empty where there is nothing
    // to fold.
    // throws RunException: The windows of a gap do not fit the memory allowed, or the readings of a series are of several devices.
    public static IReadOnlyList<PartialState> Run(
        BoundPlan plan, IReadOnlyList<PartialState> parts, RunOptions options, MemoryBudget budget, out StepsLeftOut?[] leftOut)
    {
        leftOut = [];
        if (ReferenceEquals(plan.Scan, plan))
        {
            return parts;
        }

        SeriesOrder order = new(parts);
        int threads = Math.Clamp(order.Count, 1, options.ThreadCount);
        int turn = Math.Clamp(order.Count / (threads * TurnsPerThread), 1, MostSeries);
        PartialState[] folded = new PartialState[threads];
        int next = 0;
        SeriesFindings findings = new();
        Crew.Run(threads, thread =>
        {
            folded[thread] = new PartialState(plan);
            SeriesWalk walk = new(plan, parts, order, folded[thread], budget, findings);
            for (int first = Interlocked.Add(ref next, turn) - turn; first < order.Count; first = Interlocked.Add(ref next, turn) - turn)
            {
                walk.Walk(first, Math.Min(first + turn, order.Count));
            }
        });
        leftOut = LeftOut(folded);
        findings.Check(plan, leftOut);
        return folded;
    }

    private static StepsLeftOut?[] LeftOut(PartialState[] folded)
    {
        StepsLeftOut?[] leftOut = new StepsLeftOut?[folded[0].Components.Length];
        foreach (PartialState part in folded)
        {
            for (int i = 0; i < leftOut.Length; i++)
            {
                if (part.Components[i] is StepColumn steps)
                {
                    (leftOut[i] ??= new StepsLeftOut()).Add(steps.LeftOut);
                }
            }
        }

        return leftOut;
    }
}
