using TelemetryEngine.Aggregates;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution.Planning;

// Finds the event time: the column the plan names, or the only timestamp column there is.
internal sealed class TimeChoice(Plan plan, IReadOnlyList<Column> columns)
{
    // The time column's ordinal, or −1 where the plan does without.
    // throws PlanException: The plan needs a time and there is none, or several.
    public int Choose(IReadOnlyList<AggregatePlan> calls)
    {
        if (plan.Time?.Column is { } name)
        {
            return Named(name);
        }

        string? inTime = InTime(calls);
        bool needed = IsNeeded(plan, calls);
        if (!needed && !HasOrder(calls))
        {
            return -1;
        }

        int[] times = [.. Enumerable.Range(0, columns.Count).Where(i => columns[i].Type.Kind == ColumnKind.Timestamp)];
        return times.Length switch
        {
            1 => times[0],
            0 when !needed => -1,
            0 => throw new PlanException(
                $"no column is a time, and {(plan.Window is null && inTime is not null ? $"{inTime} needs" : "windows need")} one; name it with {Fix.Time}, and its layout with {Fix.TimeFormat.With("dd/MM/yyyy HH:mm:ss")} if it is not ISO-8601. Columns: {Names(columns)}"),
            _ => throw new PlanException(
                $"several columns are times: {Names(times.Select(i => columns[i]))}; name the one that counts with {Fix.Time}"),
        };
    }

    // True for a plan to which it matters which column is the time.
    public static bool IsWanted(Plan plan)
    {
        IReadOnlyList<AggregatePlan> calls = PlanBinder.Calls(plan);
        return IsNeeded(plan, calls) || HasOrder(calls);
    }

    private static bool IsNeeded(Plan plan, IReadOnlyList<AggregatePlan> calls) =>
        plan.Window is not null || plan.From is not null || plan.To is not null || InTime(calls) is not null;

    private static string? InTime(IReadOnlyList<AggregatePlan> calls) =>
        calls.FirstOrDefault(c => OrderOf(c.Function) == OrderClass.TimeOrder)?.Function;

    private static bool HasOrder(IReadOnlyList<AggregatePlan> calls) =>
        calls.Any(c => c.Function is "first" or "last" || OrderOf(c.Function) != OrderClass.AnyOrder);

    private static OrderClass OrderOf(string function) =>
        AggregateCatalog.All.FirstOrDefault(d => d.Name == function)?.Order ?? OrderClass.AnyOrder;

    private static string Names(IEnumerable<Column> columns) => string.Join(", ", columns.Select(c => c.Name));

    private int Named(string name)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i].Name == name)
            {
                return columns[i].Type.Kind == ColumnKind.Timestamp
                    ? i
                    : throw new PlanException(
                        $"the time column '{name}' is {columns[i].Type}, not a time; give its layout with {Fix.TimeFormat}, such as 'dd/MM/yyyy HH:mm:ss'");
            }
        }

        throw UnknownColumn.Error(name, "time", columns);
    }
}
