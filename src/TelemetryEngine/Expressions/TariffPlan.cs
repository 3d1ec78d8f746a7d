namespace TelemetryEngine.Expressions;

// A period of a tariff: the same seconds of each day of some kinds.
// Tariff: The tariff's place among the names.
// Kinds: The kinds of days on which it begins, a bit each: TariffPlan.KindOf.
// From: The second of the day on which it begins.
// To: The second at which it ends; on the day after where it is not behind the start.
// FirstDay: The first day on which it begins, in days since 1970-01-01.
// LastDay: The last one.
internal readonly record struct TariffPeriod(int Tariff, int Kinds, int From, int To, long FirstDay, long LastDay)
{
    public bool IsOverMidnight => To <= From;

    public bool BeginsOn(long day, int kind) => day >= FirstDay && day <= LastDay && (Kinds & (1 << kind)) != 0;
}

// A part of a day, and the period that it belongs to.
internal readonly record struct TariffPart(int From, int To, int Period);

// When which tariff holds, by the local clock.
// name: What errors call it.
// names: The tariffs.
// holidays: Which days are holidays, where periods go by that.
internal sealed class TariffPlan(string name, string[] names, TariffPeriod[] periods, HolidayCalendar? holidays)
{
    public const int DaySeconds = 86_400;

    // The kind of holidays, which are no weekdays; those are 0 (Monday) to 6.
    public const int Holiday = 7;

    // Parts of days are the same from one of these days up to the next.
    private readonly long[] _borders =
    [
        .. periods.SelectMany(static period => (long[])[period.FirstDay, period.FirstDay + 1, period.LastDay + 1, period.LastDay + 2])
            .Distinct().Order(),
    ];

    public string Name => name;

    public IReadOnlyList<string> Names => names;

    public IReadOnlyList<TariffPeriod> Periods => periods;

    public HolidayCalendar? Holidays => holidays;

    // The days from which on other periods may hold.
    public IReadOnlyList<long> Borders => _borders;

    // 1970-01-01 was a Thursday.
    public int KindOf(long day) => holidays?.IsHoliday(day) == true ? Holiday : (int)FloorDivision.Remainder(day + 3, 7);

    // A number that days with the same parts have in common.
    public int ShapeOf(long day)
    {
        int border = Array.BinarySearch(_borders, day);
        return ((((border < 0 ? ~border : border + 1) * 8) + KindOf(day)) * 8) + KindOf(day - 1);
    }

    // The parts of a day in their order; what no period holds is in none.
    public TariffPart[] PartsOf(long day)
    {
        List<TariffPart> parts = [];
        for (int i = 0; i < periods.Length; i++)
        {
            TariffPeriod period = periods[i];
            if (period.BeginsOn(day, KindOf(day)))
            {
                parts.Add(new TariffPart(period.From, period.IsOverMidnight ? DaySeconds : period.To, i));
            }

            if (period.IsOverMidnight && period.To > 0 && period.BeginsOn(day - 1, KindOf(day - 1)))
            {
                parts.Add(new TariffPart(0, period.To, i));
            }
        }

        return [.. parts.OrderBy(static part => part.From)];
    }

    // What is wrong with a day of which it is not known whether it is a holiday, or whether the one before is and goes on into it; null =
    // nothing.
    public string? Unknown(long day, Call call)
    {
        if (holidays is null || (holidays.Knows(day) && (holidays.Knows(day - 1) || !GoesOnByKind(day - 1))))
        {
            return null;
        }

        return holidays.Unknown(holidays.Knows(day) ? day - 1 : day, call);
    }

    private bool GoesOnByKind(long day) => Array.Exists(periods, period => period.IsOverMidnight && period.To > 0
        && period.BeginsOn(day, KindOf(day)) != period.BeginsOn(day, Holiday));
}
