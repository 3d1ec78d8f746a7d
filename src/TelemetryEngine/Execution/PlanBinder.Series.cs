using TelemetryEngine.Aggregates;

namespace TelemetryEngine.Execution;

/// <content>Series: what aggregates that go by the order of time need of the rows.</content>
internal sealed partial class PlanBinder
{
    private BoundPlan WithSeries(BoundPlan plan, int[] series)
    {
        if (plan.Components.All(c => c.Readings is null))
        {
            return series.Length == 0
                ? plan
                : throw new PlanException($"series are named ({string.Join(", ", _plan.Series)}), and no aggregate goes by them; they are for {string.Join(", ", InOrderOfTime())}");
        }

        // what lies between two readings belongs to one window here, and a pane knows nothing of the windows that it becomes part of
        if (plan.Window is { IsTumbling: false })
        {
            throw new PlanException($"aggregates that go from reading to reading ({string.Join(", ", InOrderOfTime())}) need windows that do not overlap and no sessions, such as --every 1h");
        }

        List<ComponentPart> scanned = [];
        int[] places = [.. plan.Components.Select(c => Share(c.Readings ?? c, scanned))];
        BoundPlan scan = plan with { Keys = [.. plan.Keys, .. series.Except(plan.Keys)], Aggregates = [], Components = scanned };
        return plan with { Scan = scan, ScanComponents = places };
    }

    private static IEnumerable<string> InOrderOfTime() => AggregateCatalog.All.Where(d => d.Order == OrderClass.TimeOrder).Select(d => d.Name);
}
