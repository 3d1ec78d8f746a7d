using Apache.Arrow.Types;

namespace TelemetryEngine.Windows;

// A kind of window.
// Lengths: The lengths it has, by the names of the plan's members; it needs all of them and takes no other.
// Example: How it is asked for.
// Description: What it does, for help and docs.
// Bind: Ties it to a time column.
internal sealed record WindowDefinition(
    string Name, IReadOnlyList<string> Lengths, Fix Example, string Description, Func<WindowBinder, BoundWindows> Bind);

// All kinds of window, a line each.
internal static class WindowCatalog
{
    public static IReadOnlyList<WindowDefinition> All { get; } =
    [
        new("tumbling", ["every"], Fix.Every.With("1h"),
            "windows of one length, one after the other; a day and more follow the calendar of the time zone", Tumbling.Bind),
        new("hopping", ["every", "period"], Fix.Every.With("5m", "1h"),
            "windows of the length period, one from every so often; they overlap, and a reading is in each that holds it", Hopping.Bind),
        new("cumulative", ["step", "period"], Fix.Cumulate.With("2m", "10m"),
            "each period as a row of windows that begin with it, each a step longer than the one before", Cumulative.Bind),
        new("session", ["gap"], Fix.Session.With("30m"),
            "for each key, readings less than the gap apart; from the first of them to the last plus the gap", Session.Bind),
    ];

    // Makes the windows that a plan asks for.
    // throws PlanException: The kind is unknown, or its lengths do not fit.
    public static BoundWindows Bind(WindowPlan plan, TimeUnit unit, TimeZoneInfo zone)
    {
        WindowDefinition definition = All.FirstOrDefault(d => d.Name == plan.Kind)
            ?? throw new PlanException($"unknown kind of window '{plan.Kind}'; there is {string.Join(", ", All.Select(d => d.Name))}");
        foreach ((string name,
            string? length) in new[] { ("every", plan.Every), ("period", plan.Period), ("step", plan.Step), ("gap", plan.Gap) })
        {
            bool isWanted = definition.Lengths.Contains(name);
            if (isWanted != length is not null)
            {
                throw isWanted
                    ? new PlanException($"{definition.Name} windows need '{name}', such as {definition.Example}")
                    : new PlanException($"{definition.Name} windows take no '{name}'; they are asked for as {definition.Example}");
            }
        }

        WindowBinder binder = new(plan, unit, zone);
        BoundWindows bound = definition.Bind(binder).Show(plan);
        return bound with { TicksPerSecond = binder.TicksPerSecond, Range = bound.Panes().Range, Zone = zone.Id };
    }
}
