using TelemetryEngine.Arrow;

namespace TelemetryEngine.Windows;

/// <summary>A kind of window.</summary>
/// <param name="Name">Its name in plans.</param>
/// <param name="Description">What it does, for help and docs.</param>
/// <param name="Bind">Makes the windows for a time column.</param>
internal sealed record WindowDefinition(string Name, string Description, Func<WindowPlan, TimeUnit, TimeZoneInfo, AlignedWindows> Bind);

/// <summary>All kinds of window, a line each.</summary>
internal static class WindowCatalog
{
    private const long LongestMonths = 10_000 * 12;

    public static IReadOnlyList<WindowDefinition> All { get; } =
    [
        new("tumbling", "windows of one length, one after the other; a day and more follow the calendar of the time zone", BindTumbling),
    ];

    /// <summary>Makes the windows that a plan asks for.</summary>
    /// <exception cref="PlanException">The kind is unknown, or its lengths do not fit.</exception>
    public static AlignedWindows Bind(WindowPlan plan, TimeUnit unit, TimeZoneInfo zone)
    {
        WindowDefinition? definition = All.FirstOrDefault(d => d.Name == plan.Kind);
        return definition is null
            ? throw new PlanException($"unknown kind of window '{plan.Kind}'; there is {string.Join(", ", All.Select(d => d.Name))}")
            : definition.Bind(plan, unit, zone);
    }

    private static AlignedWindows BindTumbling(WindowPlan plan, TimeUnit unit, TimeZoneInfo zone)
    {
        Duration every = Duration.Parse(plan.Every);
        Duration offset = plan.Offset is null ? Duration.Zero : Duration.Parse(plan.Offset);
        if (every.Count <= 0)
        {
            throw new PlanException($"a window of '{every}' has no length; use a positive duration such as 1h");
        }

        if (every.IsMonths && (every.Count > LongestMonths || every.Months > LongestMonths))
        {
            throw new PlanException($"a window of '{every}' is longer than 10,000 years; leave the window out to take the whole input as one");
        }

        long ticksPerSecond = unit.TicksPerSecond();
        bool local = every.IsCalendar && !Zones.IsUtc(zone);
        if (!every.IsCalendar && !Zones.IsUtc(zone) && every.ToTicks(ticksPerSecond) >= 86_400 * ticksPerSecond)
        {
            throw new PlanException($"a window of '{every}' is a day or more in hours, and days in {zone.Id} have more or fewer; write whole days, such as 1d, or leave the time zone out");
        }

        if (!local && !every.IsMonths)
        {
            long length = every.ToTicks(ticksPerSecond);
            long monday = every.Unit == DurationUnit.Week ? -3 * 86_400 * ticksPerSecond : 0;
            return new UniformWindows(length, checked(Shift(offset, ticksPerSecond) + monday));
        }

        return offset.Count == 0
            ? new CalendarWindows(every, zone, ticksPerSecond)
            : throw new PlanException($"calendar windows ('{every}' in {zone.Id}) take no offset");
    }

    private static long Shift(Duration offset, long ticksPerSecond) => offset.IsMonths
        ? throw new PlanException($"'{offset}' has no fixed length; an offset is at most weeks")
        : offset.ToTicks(ticksPerSecond);
}
