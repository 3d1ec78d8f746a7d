using TelemetryEngine.Aggregates;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution.Planning;

// Finds the event time: the column the plan names, or the only timestamp column there is.
// joined: Ordinals of columns of other inputs, which are the event time only when they are named.
internal sealed class TimeChoice(ScanPlan plan, ColumnSchema source, NamedColumns columns, IReadOnlySet<int> joined)
{
    // The time column's ordinal, or −1 where the plan does without.
    // throws PlanException: The plan needs a time and there is none, or several.
    // user: What else needs it, with its verb; null = only the aggregation may.
    public int Choose(IReadOnlyList<AggregatePlan> calls, string? user = null)
    {
        string? inTime = InTime(calls);
        bool needed = user is not null || IsNeeded(plan, calls);
        if (plan.Time?.Column is { } name)
        {
            bool isLeftOut = !needed && !plan.IsAggregation && source.Find(name) >= 0 && PlaceOf(name) < 0;
            return isLeftOut ? -1 : Named(name);
        }

        if (!needed && !HasOrder(calls))
        {
            return -1;
        }

        int[] times = [.. columns.Shown.Where(i => columns[i].Type.Kind == ColumnKind.Timestamp && !joined.Contains(i))];
        return times.Length switch
        {
            1 => times[0],
            0 when !needed => -1,
            0 => throw new PlanException(
                $"no column is a time, and {user ?? (plan.Window is null && inTime is not null ? $"{inTime} needs" : "windows need")} one; name it with {Fix.Time}, and its layout with {Fix.TimeFormat.With("dd/MM/yyyy HH:mm:ss")} if it is not ISO-8601. Columns: {string.Join(", ", columns.Names)}"),
            _ when Likely(times) is >= 0 and int likely => likely,
            _ => throw new PlanException(
                $"several columns are times: {string.Join(", ", times.Select(i => columns[i].Name))}; name the one that counts with {Fix.Time}"),
        };
    }

    // True for a plan to which it matters, here or in a later stage, which column is the time.
    public static bool IsWanted(ScanPlan plan)
    {
        IReadOnlyList<AggregatePlan> calls = PlanBinder.Calls(plan.Ahead);
        return plan.Ahead?.Window is not null || plan.JoinsByTime || IsNeeded(plan, calls) || HasOrder(calls);
    }

    private static bool IsNeeded(ScanPlan plan, IReadOnlyList<AggregatePlan> calls) =>
        plan.Window is not null || plan.HasRange || InTime(calls) is not null;

    private static string? InTime(IReadOnlyList<AggregatePlan> calls) =>
        calls.FirstOrDefault(static call => AggregateCatalog.Find(call) is { Order: OrderClass.TimeOrder })?.Function;

    private static bool HasOrder(IReadOnlyList<AggregatePlan> calls) =>
        calls.Any(static call => AggregateCatalog.Find(call) is { GoesByTime: true } or { Order: not OrderClass.AnyOrder });

    // Of several times the one that the pass before was about, or −1.
    private int Likely(int[] times) =>
        plan.LikelyTimes.Select(columns.Find).FirstOrDefault(ordinal => Array.IndexOf(times, ordinal) >= 0, -1);

    // a column keeps its place when it gets another name
    private int PlaceOf(string name) => columns.Find(name) is >= 0 and int ordinal
        ? ordinal
        : columns.Shown.FirstOrDefault(i => i < source.Count && source[i].Name == name, -1);

    private int Named(string name)
    {
        int ordinal = PlaceOf(name);
        return ordinal < 0 ? throw UnknownColumn.Error(name, "time", columns.Names)
            : columns[ordinal].Type.Kind == ColumnKind.Timestamp ? ordinal
            : throw new PlanException(
                $"the time column '{name}' is {columns[ordinal].Type}, not a time; give its layout with {Fix.TimeFormat}, such as 'dd/MM/yyyy HH:mm:ss'");
    }
}
