using TelemetryEngine.Expressions;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Execution.Planning;

// Makes a tariff of a file with the columns tariff, days, from and to and, where periods hold for a while only, from_date and to_date.
internal static class TariffReader
{
    private const string User = "a tariff";
    private const int MostRows = 1_000;

    // days from the start of a time in which nothing changes that show all neighbours of days, also where some are holidays
    private const int LookedAtDays = 60;

    // such a time is shown to begin not before 2024-03-01, where no earlier day is named
    private const long LatestStart = 19_783;

    // beyond all days that there are
    private const long Ever = 1L << 40;

    private static readonly string[] Weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    // holidays: Which days are holidays; null = none is.
    // throws PlanException: The file lacks a column, or it goes by holidays and there are none, or the other way round.
    // throws InputException: A row is no period, or two hold at one time.
    public static TariffPlan Read(SideFile file, HolidayCalendar? holidays)
    {
        int name = file.Need("tariff", User);
        (int Days, int From, int To) columns = (file.Need("days", User), file.Need("from", User), file.Need("to", User));
        (int first, int last) = (file.Find("from_date"), file.Find("to_date"));
        if (file.Rows.Count is 0 or > MostRows)
        {
            throw new PlanException($"{file.Path} has {file.Rows.Count} periods; a tariff has 1 to {MostRows}");
        }

        List<string> names = [];
        TariffPeriod[] periods = new TariffPeriod[file.Rows.Count];
        for (int i = 0; i < periods.Length; i++)
        {
            SideRow row = file.Rows[i];
            string tariff =
                row.Fields[name] ?? throw file.Error(row, "tariff", $"the period has no tariff; write its name, such as peak");
            int number = names.IndexOf(tariff);
            if (number < 0)
            {
                number = names.Count;
                names.Add(tariff);
            }

            int from = SecondOf(file, row, columns.From, "from");
            int to = SecondOf(file, row, columns.To, "to");
            if (from == to)
            {
                throw file.Error(row, "to", $"the period ends as it begins; a whole day is from 00:00 to 24:00");
            }

            periods[i] = new TariffPeriod(
                number, KindsOf(file, row, columns.Days), from, to, Day(file, row, first, "from_date") ?? -Ever,
                Day(file, row, last, "to_date") ?? Ever);
            if (periods[i].LastDay < periods[i].FirstDay)
            {
                throw file.Error(row, "to_date", $"the period ends before it begins; its dates are the first and the last day");
            }
        }

        CheckHolidays(file, periods, holidays);
        TariffPlan plan = new(file.Path, [.. names], periods, holidays);
        CheckOverlaps(file, plan);
        return plan;
    }

    private static long? Day(SideFile file, SideRow row, int place, string column) =>
        place < 0 || row.Fields[place] is null ? null : HolidayReader.DayOf(file, row, place, column);

    // HH:MM, up to 24:00 where a period ends.
    private static int SecondOf(SideFile file, SideRow row, int place, string column)
    {
        const int HourSeconds = 3_600;
        string? text = row.Fields[place];
        if (text is null)
        {
            throw file.Error(row, column, $"there is no time; write one as in 06:00");
        }

        string[] parts = text.Split(':');
        if (parts is [{ Length: 1 or 2 } hours, { Length: 2 } minutes] && Number(hours) is { } hour && Number(minutes) is { } minute
            && minute < 60 && (hour < 24 || (hour == 24 && minute == 0 && column == "to")))
        {
            return (hour * HourSeconds) + (minute * 60);
        }

        throw file.Error(
            row, column, $"'{text}' is not a time from 00:00 to {(column == "to" ? "24:00" : "23:59")}; write it as in 06:00");
    }

    private static int? Number(string digits) =>
        digits.AsSpan().ContainsAnyExceptInRange('0', '9') ? null : int.Parse(digits, null);

    // mon-fri, sat, sun, holiday, and several of them with commas or blanks between.
    private static int KindsOf(SideFile file, SideRow row, int place)
    {
        int kinds = 0;
        foreach (string item in (row.Fields[place] ?? "").ToLowerInvariant().Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = item.Split('-');
            int first = System.Array.IndexOf(Weekdays, ends[0]);
            int last = System.Array.IndexOf(Weekdays, ends[^1]);
            if (item is "holiday")
            {
                kinds |= 1 << TariffPlan.Holiday;
            }
            else if (first >= 0 && last >= 0 && ends.Length <= 2)
            {
                for (int day = first; ; day = (day + 1) % Weekdays.Length)
                {
                    kinds |= 1 << day;
                    if (day == last)
                    {
                        break;
                    }
                }
            }
            else
            {
                throw file.Error(
                    row, "days", $"'{item}' is no day; write {string.Join(' ', Weekdays)}, holiday, or a span such as mon-fri");
            }
        }

        return kinds != 0 ? kinds : throw file.Error(row, "days", $"there are no days; write such as mon-fri, sat, sun, holiday or mon-sun");
    }

    private static void CheckHolidays(SideFile file, TariffPeriod[] periods, HolidayCalendar? holidays)
    {
        int with = System.Array.FindIndex(periods, static period => (period.Kinds & (1 << TariffPlan.Holiday)) != 0);
        if (with >= 0 && holidays is null)
        {
            throw file.Error(file.Rows[with], "days", $"which days are holidays is not known; name a file of them behind this one");
        }

        if (with < 0 && holidays is not null)
        {
            throw new PlanException(
                $"{file.Path} has no period with the day 'holiday', so no tariff would hold on those of {holidays.Name}; add one, or leave the holidays out");
        }
    }

    private static void CheckOverlaps(SideFile file, TariffPlan plan)
    {
        HashSet<int> seen = [];
        foreach (long day in LookedAt(plan))
        {
            if (!seen.Add(plan.ShapeOf(day)))
            {
                continue;
            }

            TariffPart[] parts = plan.PartsOf(day);
            for (int i = 1; i < parts.Length; i++)
            {
                if (parts[i].From < parts[i - 1].To)
                {
                    throw Overlap(file, plan, day, parts[i - 1], parts[i]);
                }
            }
        }
    }

    private static IEnumerable<long> LookedAt(TariffPlan plan)
    {
        // what holds since ever is looked at before the first day that is named, if any is
        long firstNamed = Math.Min(LatestStart, plan.Borders.First(static border => border > -Ever + 1));
        foreach (long border in plan.Borders)
        {
            long start = border <= -Ever + 1 ? firstNamed - LookedAtDays : border;
            for (long day = start; day < start + LookedAtDays; day++)
            {
                yield return day;
            }
        }

        foreach (long holiday in plan.Holidays?.Days ?? [])
        {
            yield return holiday;
            yield return holiday + 1;
        }
    }

    private static InputException Overlap(SideFile file, TariffPlan plan, long day, TariffPart a, TariffPart b)
    {
        (int first, int second) = (Math.Min(a.Period, b.Period), Math.Max(a.Period, b.Period));
        DateTime at = DateTime.UnixEpoch.AddDays(day).AddSeconds(b.From);
        string kind = plan.KindOf(day) == TariffPlan.Holiday ? "a holiday" : Weekdays[plan.KindOf(day)];
        Message night = plan.Periods[first].IsOverMidnight || plan.Periods[second].IsOverMidnight
            ? $"; a period over midnight goes on into the day after the one that it is of: cut it at 24:00 into two rows"
            : (Message)$"; change one of them";
        return file.Error(
            file.Rows[second], null,
            $"{plan.Names[plan.Periods[second].Tariff]} of this row and {plan.Names[plan.Periods[first].Tariff]} of {file.Called(file.Rows[first])} both hold at {at:yyyy-MM-dd HH:mm} ({kind}){night.ToText()}");
    }
}
