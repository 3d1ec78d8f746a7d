namespace TelemetryEngine.Windows;

/// <summary>
/// Windows that begin with their period and are one step longer each, up to the whole period: the totals so far, as in "of the day, every
/// hour". A period has a window for each step from the first with a reading on to the period's end.
/// </summary>
public static class Cumulative
{
    /// <summary>Windows that grow by a fixed length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A length is not positive, or the period is shorter than the step.</exception>
    public static WindowPlan Step(TimeSpan step, TimeSpan period, TimeSpan offset = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, step);
        return Step(Duration.From(step).ToString(), Duration.From(period).ToString(),
            offset == default ? null : Duration.From(offset).ToString());
    }

    /// <summary>Windows that grow by a length as text, such as <c>Cumulative.Step("2m", period: "10m")</c>.</summary>
    public static WindowPlan Step(string step, string period, string? offset = null) =>
        new() { Kind = "cumulative", Step = step, Period = period, Offset = offset };

    internal static BoundWindows Bind(WindowBinder binder)
    {
        Duration step = binder.Length(binder.Plan.Step!, "a step");
        Duration period = binder.Length(binder.Plan.Period!, "a period");
        binder.CheckWeekStart(period, step);
        binder.CheckHours(period);
        if (!Fits(binder, step, period, out string fix))
        {
            throw new PlanException($"a period of '{period}' is no whole number of steps of '{step}' in {binder.Zone.Id}; {fix}");
        }

        // steps begin where their period does: in weeks, with its day
        bool weeks = period.Unit == DurationUnit.Week;
        AlignedWindows Panes() => !binder.IsCalendar(step) ? binder.Clocked(step.ToTicks(binder.TicksPerSecond), weeks)
            : step.IsMonths ? binder.Months(step.Months)
            : binder.Days(step.Days, weeks);
        AlignedWindows Periods() => binder.Aligned(period);
        _ = (Panes(), Periods());
        return new BoundWindows(Panes)
        {
            Overlap = () => new CumulativeWindows(Panes(), Periods()),
            FirstBehindBorder = binder.Shift,
            Note = binder.Say(period)
        };
    }

    // Whether steps fit into the period, and if so also how many at most, before any is counted.
    // throws PlanException: They are too many.
    private static bool Fits(WindowBinder binder, Duration step, Duration period, out string fix)
    {
        fix = "use a step that fits, such as 10m in 1h";
        long perSecond = binder.TicksPerSecond;
        if (!binder.IsCalendar(step))
        {
            long length = step.ToTicks(perSecond);
            if (!binder.IsCalendar(period))
            {
                long whole = period.ToTicks(perSecond);
                WindowBinder.CheckCount(whole / length, step, period);
                return whole % length == 0;
            }

            fix = "use steps of whole days, such as 1d, or leave the time zone out";
            long day = 86_400 * perSecond;
            if (!Zones.IsUtc(binder.Zone) || day % length != 0)
            {
                return false;
            }

            WindowBinder.CheckCount(LongestDays(period) * (Int128)(day / length), step, period);
            return true;
        }

        fix = "use a step that fits, such as 1d in 1w or 1mo, and 1mo in 1y";
        (long steps, bool fits) = step.IsMonths ? (period.Months / step.Months, period.IsMonths && period.Months % step.Months == 0)
            : period.IsMonths ? (LongestDays(period), step.Days == 1)
            : (period.Days / step.Days, period.Days > 0 && period.Days % step.Days == 0);
        if (fits)
        {
            WindowBinder.CheckCount(steps, step, period);
        }

        return fits;
    }

    private static long LongestDays(Duration months) => months.Months * 31;

    // A window's number is that of its last pane.
    private sealed class CumulativeWindows(AlignedWindows panes, AlignedWindows periods) : OverlappingWindows
    {
        public override bool CrossesBlocks => false;

        public override (long First, long Last)? WindowsOf(long pane)
        {
            long block = BlockOf(pane);
            long end = periods.End(block);
            return end == long.MaxValue && periods.ExactStart((Int128)block + 1) != end ? null : (pane, panes.OrdinalOf(end - 1));
        }

        public override (long First, long Last) PanesOf(long window) => (panes.OrdinalOf(Start(window)), window);

        public override long BlockOf(long pane) => periods.OrdinalOf(panes.Start(pane));

        public override long Start(long window) => periods.Start(BlockOf(window));

        public override long End(long window) => panes.End(window);

        public override Int128? ExactStart(long window) => periods.ExactStart(BlockOf(window));

        public override Int128? ExactEnd(long window) => panes.ExactStart((Int128)window + 1);
    }
}
