namespace TelemetryEngine.Windows;

/// <summary>
/// Windows for each combination of keys: readings that follow each other by less than a gap. A window is [first reading, last reading +
/// gap); a reading exactly the gap behind the last one begins a new session.
/// </summary>
public static class Session
{
    /// <summary>Sessions that end after a fixed time without a reading.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The gap is not positive.</exception>
    public static WindowPlan Gap(TimeSpan gap)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(gap, TimeSpan.Zero);
        return Gap(Duration.From(gap).ToString());
    }

    /// <summary>Sessions that end after a time without a reading, as text such as <c>30m</c>.</summary>
    public static WindowPlan Gap(string gap) => new() { Kind = "session", Gap = gap };

    internal static BoundWindows Bind(WindowBinder binder)
    {
        Duration gap = binder.Length(binder.Plan.Gap!, "a gap");
        if (binder.IsCalendar(gap))
        {
            throw new PlanException($"a gap of '{gap}' in {binder.Zone.Id} has no fixed length; write it in hours, such as 24h");
        }

        WindowPlan plan = binder.Plan;
        foreach ((string name,
            string? value) in new[] { ("offset", plan.Offset), ("week start", plan.WeekStart), ("closed side", plan.Closed),
                ("label", plan.Label) })
        {
            if (value is not null)
            {
                throw new PlanException($"sessions begin and end with their readings and take no {name}; leave '{value}' out");
            }
        }

        // two readings in one pane are less than the gap apart, so they belong together
        long ticks = gap.ToTicks(binder.TicksPerSecond);
        return new BoundWindows(() => new UniformWindows(ticks, 0)) { Gap = ticks };
    }
}
