namespace TelemetryEngine.Windows;

/// <summary>
/// Windows [start, end) one after the other, aligned to 1970-01-01T00:00 on the clock of the plan's time zone (weeks to Monday) plus an
/// offset; shorter than a day also to UTC (<see cref="WindowPlan.Align"/>). A day and longer they follow the calendar of the zone.
/// </summary>
public static class Tumbling
{
    /// <summary>
    /// Windows of a length; whole days are days of the calendar, which in a time zone may have more or fewer hours than 24.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive.</exception>
    public static WindowPlan Every(TimeSpan length, TimeSpan offset = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        return new WindowPlan
        {
            Every = Duration.InDays(length).ToString(),
            Offset = offset == default ? null : Duration.From(offset).ToString()
        };
    }

    /// <summary>Windows of a length as text, such as <c>15m</c>, <c>1d</c> or <c>1mo</c>.</summary>
    public static WindowPlan Every(string length, string? offset = null) => new() { Every = length, Offset = offset };

    internal static BoundWindows Bind(WindowBinder binder)
    {
        Duration every = binder.Length(binder.Plan.Every!, "a window");
        binder.CheckWeekStart(every);
        binder.CheckHours(every);
        _ = binder.Aligned(every);
        return new BoundWindows(() => binder.Aligned(every)) { FirstBehindBorder = binder.Shift, Note = binder.Say(every) };
    }
}
