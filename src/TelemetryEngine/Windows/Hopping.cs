
namespace TelemetryEngine.Windows;

/// <summary>
/// Windows of one length (the period) that begin every so often, so that they overlap. They begin where tumbling windows of the length
/// <c>every</c> do. Both lengths are fixed, or both count days or weeks of the calendar, or both months, quarters or years.
/// </summary>
public static class Hopping
{
    /// <summary>Windows of a fixed length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A length is not positive, or the period is shorter than
    /// <paramref name="every"/>.</exception>
    public static WindowPlan Every(TimeSpan every, TimeSpan period, TimeSpan offset = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(every, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, every);
        return Every(Duration.From(every).ToString(), Duration.From(period).ToString(),
            offset == default ? null : Duration.From(offset).ToString());
    }

    /// <summary>Windows of a length as text, such as <c>Hopping.Every("5m", period: "1h")</c>.</summary>
    public static WindowPlan Every(string every, string period, string? offset = null) =>
        new() { Kind = "hopping", Every = every, Period = period, Offset = offset };

    internal static BoundWindows Bind(WindowBinder binder)
    {
        Duration every = binder.Length(binder.Plan.Every!, "a hop");
        Duration period = binder.Length(binder.Plan.Period!, "a period");
        binder.CheckWeekStart(every);
        binder.CheckHours(every);
        bool weeks = every.Unit == DurationUnit.Week;
        if (!binder.IsCalendar(every) && !binder.IsCalendar(period))
        {
            long hop = every.ToTicks(binder.TicksPerSecond);
            long length = period.ToTicks(binder.TicksPerSecond);
            long pane = CommonDivisor(hop, length, every, period);
            bool isUniform = binder.IsUniform(hop);
            long offset = isUniform ? binder.UniformOffset(weeks) : binder.OffsetTicks - binder.Shift;
            long phase = (FloorDivision.Remainder(offset, hop) - FloorDivision.Remainder(offset, pane)) / pane;
            return Bound(binder, () => isUniform ? binder.Uniform(pane, weeks) : binder.Local(pane, repeats: false),
                new Hops(hop / pane, length / pane, phase)) with
            { Note = binder.Say(every) };
        }

        if (every.IsMonths && period.IsMonths)
        {
            long months = CommonDivisor(every.Months, period.Months, every, period);
            return Bound(binder, () => binder.Months(months), new Hops(every.Months / months, period.Months / months, 0));
        }

        if (every.Days > 0 && period.Days > 0)
        {
            long days = CommonDivisor(every.Days, period.Days, every, period);
            return Bound(binder, () => binder.Days(days, weeks), new Hops(every.Days / days, period.Days / days, 0));
        }

        string fix =
            every.IsCalendar
                ? "write both in days or weeks, or both in months, quarters or years"
                : "write the period in hours, as in 24h, or make the hops whole days";
        throw new PlanException($"a period of '{period}' in {binder.Zone.Id} is no whole number of '{every}'; {fix}");
    }

    private static BoundWindows Bound(WindowBinder binder, Func<AlignedWindows> panes, Hops hops)
    {
        _ = panes();
        return new BoundWindows(panes) { Overlap = () => new HoppingWindows(panes(), hops), FirstBehindBorder = binder.Shift };
    }

    private static long CommonDivisor(long hop, long length, Duration every, Duration period)
    {
        if (length < hop)
        {
            throw new PlanException(
                $"a period of '{period}' is shorter than '{every}', which would leave readings out; use a period of '{every}' or more");
        }

        WindowBinder.CheckCount((length + hop - 1) / hop, every, period);
        (long divisor, long rest) = (hop, length % hop);
        while (rest > 0)
        {
            (divisor, rest) = (rest, divisor % rest);
        }

        return divisor;
    }

    // Lengths in panes.
    // Hop: From one window's first pane to the next one's.
    // Phase: The first pane of window 0.
    private sealed record Hops(long Hop, long Length, long Phase);

    // Window w has the panes from phase + w·hop on.
    private sealed class HoppingWindows(AlignedWindows panes, Hops hops) : OverlappingWindows
    {
        public override bool CrossesBlocks => true;

        public override (long First, long Last)? WindowsOf(long pane)
        {
            if (!IsNear(pane))
            {
                return FarWindowsOf(pane);
            }

            long behind = pane - hops.Phase;
            return (FloorDivision.Quotient(behind - hops.Length + hops.Hop, hops.Hop), FloorDivision.Quotient(behind, hops.Hop));
        }

        public override (long First, long Last) PanesOf(long window)
        {
            if (!IsNear(window))
            {
                return FarPanesOf(window);
            }

            long first = (window * hops.Hop) + hops.Phase;
            return (first, first + hops.Length - 1);
        }

        public override long BlockOf(long pane) => FloorDivision.Quotient(pane, hops.Length);

        public override long Start(long window) => panes.Start(PanesOf(window).First);

        public override long End(long window) => panes.End(PanesOf(window).Last);

        public override Int128? ExactStart(long window) => panes.ExactStart(((Int128)window * hops.Hop) + hops.Phase);

        public override Int128? ExactEnd(long window) => panes.ExactStart(((Int128)window * hops.Hop) + hops.Phase + hops.Length);

        // so near that no product leaves int64: nearly always, but for panes of less than a second on an axis of nanoseconds
        private bool IsNear(long ordinal) => (ulong)(ordinal + int.MaxValue) <= 2UL * int.MaxValue
            && hops.Hop <= int.MaxValue && hops.Length <= int.MaxValue && (ulong)(hops.Phase + int.MaxValue) <= 2UL * int.MaxValue;

        private (long First, long Last)? FarWindowsOf(long pane)
        {
            Int128 behind = (Int128)pane - hops.Phase;
            Int128 first = FloorDivision.Quotient(behind - hops.Length + hops.Hop, hops.Hop);
            Int128 last = FloorDivision.Quotient(behind, hops.Hop);
            return first < long.MinValue || last > long.MaxValue ? null : ((long)first, (long)last);
        }

        private (long First, long Last) FarPanesOf(long window)
        {
            Int128 first = ((Int128)window * hops.Hop) + hops.Phase;
            return (Clamped(first), Clamped(first + hops.Length - 1));
        }

        private static long Clamped(Int128 pane) => (long)Int128.Clamp(pane, long.MinValue, long.MaxValue - 1);
    }
}
