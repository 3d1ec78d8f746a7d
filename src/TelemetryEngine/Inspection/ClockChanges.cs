using Apache.Arrow.Types;

namespace TelemetryEngine.Inspection;

// Signs that times without an offset are those of a local clock: the hour that such clocks leave out in spring has no reading between two
// neighbours, and the hour that they repeat in autumn has readings twice. A file in universal time shows neither.
internal sealed class ClockChanges(TimeUnit unit)
{
    // A zone for each of the usual rules. Which zone it is, the times can't say.
    private static readonly string[] Rules = ["Europe/Berlin", "Europe/London", "America/New_York", "Australia/Sydney"];

    private static readonly TimeSpan LongestStep = TimeSpan.FromHours(3);

    private readonly Sign[] _signs =
        [.. Rules.Where(static name => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _))
            .Select(static name => new Sign(TimeZoneInfo.FindSystemTimeZoneById(name)))];

    private long _repeats;

    // The zone whose rule fits what was seen, with an hour that is missing or repeated; null when nothing was. Times that come back all day
    // long are no sign of a clock.
    public ClockSigns? Found
    {
        get
        {
            bool repeatsCount = _signs.Any(sign => sign.Repeats > 0 && sign.Repeats * 2 >= _repeats);
            Sign? best = _signs.OrderByDescending(sign => sign.Gaps + (repeatsCount ? sign.Repeats : 0)).FirstOrDefault();
            return best is null || (best.Gaps == 0 && !repeatsCount)
                ? null
                : new ClockSigns(best.Zone.Id, best.Missing, repeatsCount ? best.Repeated : null);
        }
    }

    // Looks at a reading.
    // place: Where its time stands beside those above.
    // before: The time that went furthest before it.
    public void Look(TimePlace place, long before, long time)
    {
        if (place == TimePlace.On)
        {
            LookAtStep(Math.Min(before, time), Math.Max(before, time));
        }
        else if (place == TimePlace.Repeat)
        {
            LookAtRepeat(time);
        }
    }

    private void LookAtRepeat(long time)
    {
        _repeats++;
        if (Clock(time) is { } repeated && MayChange(repeated))
        {
            foreach (Sign sign in _signs)
            {
                if (sign.Zone.IsAmbiguousTime(repeated))
                {
                    sign.Repeated ??= repeated;
                    sign.Repeats++;
                }
            }
        }
    }

    private void LookAtStep(long from, long to)
    {
        long second = unit.TicksPerSecond();
        if (to - from < 3600 * second || to - from > (long)LongestStep.TotalSeconds * second || Clock(from) is not { } start
            || Clock(to) is not { } end)
        {
            return;
        }

        DateTime missing = end.Date.AddHours(end.Hour - 1);
        foreach (Sign sign in MayChange(end) ? _signs : [])
        {
            if (sign.Zone.IsInvalidTime(missing) && !sign.Zone.IsInvalidTime(start) && start < missing)
            {
                sign.Missing ??= missing;
                sign.Gaps++;
            }
        }
    }

    // all of these clocks are changed in the first hours of a Sunday
    private static bool MayChange(DateTime clock) => clock.DayOfWeek == DayOfWeek.Sunday && clock.Hour is >= 1 and <= 3;

    private DateTime? Clock(long time)
    {
        long second = Math.DivRem(time, unit.TicksPerSecond()).Quotient;
        return second is > -2_000_000_000 and < 8_000_000_000
            ? DateTime.SpecifyKind(DateTime.UnixEpoch.AddSeconds(second), DateTimeKind.Unspecified) : null;
    }

    private sealed class Sign(TimeZoneInfo zone)
    {
        public TimeZoneInfo Zone { get; } = zone;

        public DateTime? Missing { get; set; }

        public DateTime? Repeated { get; set; }

        public long Gaps { get; set; }

        public long Repeats { get; set; }
    }
}
