using TelemetryEngine.Aggregates;
using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Execution.Planning;

// <content>Series: what aggregates that go by the order of time need of the rows.</content>
internal sealed partial class PlanBinder
{
    private BoundPlan WithSeries(BoundPlan plan, int[] series)
    {
        if (plan.Components.All(c => c.Readings is null))
        {
            return series.Length == 0
                ? plan
                : throw new PlanException(
                    $"series are named ({string.Join(", ", _plan.Series)}), and no aggregate goes by them; they are for {string.Join(", ", InOrderOfTime())}");
        }

        CheckSteps(_plan.Window, [.. plan.Components.Where(c => c.Readings is not null).Select(c => (StepColumn)c.Create())]);
        SharedComponents scanned = new();
        int[] places = [.. plan.Components.Select(c => scanned.Share(c.Readings ?? c))];
        BoundPlan scan = plan with { Keys = [.. plan.Keys, .. series.Except(plan.Keys)], Aggregates = [], Components = scanned.Parts };
        return plan with { Scan = scan, ScanComponents = places };
    }

    // Windows that are made of panes have the steps of their panes: a step over a pane's border must be in one of them.
    // throws PlanException: Steps would be left out, or panes without readings be in the way of sessions.
    internal static void CheckSteps(WindowPlan? window, IReadOnlyList<StepColumn> steps)
    {
        if (window is null or { Kind: "tumbling" })
        {
            return;
        }

        if (steps.Any(s => !s.Carries))
        {
            throw new PlanException(
                $"bounds => 'inside' is for windows one after the other, and '{window.Kind}' windows are put together from parts, whose borders steps would not cross; leave bounds out, or use tumbling windows");
        }

        if (window.Kind == "session" && steps.Any(s => s.CutsSteps))
        {
            throw new PlanException(
                "integral and time_weighted_avg cut steps at the borders of windows, and sessions have none before all readings are known; use tumbling windows");
        }
    }

    private static IEnumerable<string> InOrderOfTime() =>
        AggregateCatalog.All.Where(d => d.Order == OrderClass.TimeOrder).Select(d => d.Name);
}
