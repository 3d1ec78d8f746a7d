using System.Globalization;

namespace TelemetryEngine.Tests.Execution.Planning;

/// <summary>Tariffs of a file against a definition that asks each period at each time.</summary>
public sealed class TariffReaderTests
{
    private const string Header = "tariff,days,from,to,from_date,to_date\n";

    private static readonly DateOnly[] Holidays = [new(2023, 12, 25), new(2024, 1, 1), new(2024, 3, 29), new(2024, 4, 1), new(2024, 5, 1), new(2024, 5, 9), new(2024, 10, 3), new(2024, 12, 25), new(2024, 12, 26)];

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/St_Johns")]
    public void The_tariff_is_that_of_the_local_clock(string zone)
    {
        const string Rows = """
            night,mon-fri,22:00,24:00
            night,mon-fri,0:00,06:00
            day,mon-fri,06:00,17:00
            peak,"mon-fri",17:00,21:30
            weekend,SAT SUN,01:30,24:00

            """;
        using TemporaryFile file = new("tariff,days,from,to\n" + Rows);
        TimeZoneInfo found = TimeZoneInfo.FindSystemTimeZoneById(zone);
        DateTime[] times = [.. Enumerable.Range(0, 366 * 48).Select(static i => new DateTime(2024, 1, 1).AddMinutes(30 * (i * 7919L % (366 * 48))))];
        IEnumerable<string> expected = times.Select(t => Slow(TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(t, DateTimeKind.Utc), found)));
        foreach (int threads in new[] { 1, 7 })
        {
            Assert.Equal(expected, Tariffs(times, $"tariff(t, '{file.Path}', null, null, '{zone}')", new RunOptions { Threads = threads }));
        }

        static string Slow(DateTime local) => local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday
            ? local.TimeOfDay >= new TimeSpan(1, 30, 0) ? "weekend" : "∅"
            : local.Hour is >= 22 or < 6 ? "night"
            : local.Hour < 17 ? "day"
            : local.TimeOfDay < new TimeSpan(21, 30, 0) ? "peak" : "∅";
    }

    /// <summary>Random periods: the file is refused exactly when two of them hold at one time, and else each time has its only one.</summary>
    [Fact]
    public void Periods_hold_as_they_are_written()
    {
        Random random = new(11);
        using TemporaryFile holidays = new("date\n" + string.Concat(Holidays.Select(static day => $"{day:yyyy-MM-dd}\n")));
        DateTime[] times = [.. Enumerable.Range(0, 366 * 24).Select(static i => new DateTime(2024, 1, 1).AddMinutes((60 * i) + (i * 17 % 60)))];
        int good = 0;
        for (int round = 0; round < 150; round++)
        {
            Period[] periods = [.. Enumerable.Range(0, 2 + (round % 4)).Select(i => Period.Random(random, i)), new("last", Period.HolidayKind, 180, 200, null, null)];
            using TemporaryFile file = new(Header + string.Concat(periods.Select(static period => period.ToString())));
            string call = $"tariff(t, '{file.Path}', '{holidays.Path}')";
            if (Overlap(periods))
            {
                Assert.Contains("both hold at", Assert.Throws<InputException>(() => Tariffs(times, call)).Message, StringComparison.Ordinal);
                continue;
            }

            good++;
            Assert.Equal(times.Select(t => periods.FirstOrDefault(period => period.Holds(t))?.Tariff ?? "∅"), Tariffs(times, call));
        }

        Assert.InRange(good, 20, 130);
    }

    [Theory]
    [InlineData("a,mon-fri,06:00,22:00,,\nb,fri,21:00,23:00,,\n", "FILE line 3, byte 62: b of this row and a of line 2 both hold at 2024-01-05 21:00 (fri); change one of them")]
    [InlineData("a,mon-fri,22:00,06:00,,\nb,sat sun,00:00,24:00,,\n", "FILE line 3, byte 62: b of this row and a of line 2 both hold at 2024-01-06 00:00 (sat); a period over midnight goes on into the day after the one that it is of: cut it at 24:00 into two rows")]
    [InlineData("a,mon-sun,00:00,24:00,,2024-06-30\nb,mon-sun,00:00,24:00,2024-06-30,\n", "FILE line 3, byte 72: b of this row and a of line 2 both hold at 2024-06-30 00:00 (sun); change one of them")]
    [InlineData("a,mon-fry,00:00,24:00,,\n", "FILE line 2, byte 38, column 'days': 'mon-fry' is no day; write mon tue wed thu fri sat sun, holiday, or a span such as mon-fri")]
    [InlineData("a,,00:00,24:00,,\n", "FILE line 2, byte 38, column 'days': there are no days; write such as mon-fri, sat, sun, holiday or mon-sun")]
    [InlineData(",mon,00:00,24:00,,\n", "FILE line 2, byte 38, column 'tariff': the period has no tariff; write its name, such as peak")]
    [InlineData("a,mon,24:00,06:00,,\n", "FILE line 2, byte 38, column 'from': '24:00' is not a time from 00:00 to 23:59; write it as in 06:00")]
    [InlineData("a,mon,00:00,24:01,,\n", "FILE line 2, byte 38, column 'to': '24:01' is not a time from 00:00 to 24:00; write it as in 06:00")]
    [InlineData("a,mon,6,22,,\n", "FILE line 2, byte 38, column 'from': '6' is not a time from 00:00 to 23:59; write it as in 06:00")]
    [InlineData("a,mon,06:00,,,\n", "FILE line 2, byte 38, column 'to': there is no time; write one as in 06:00")]
    [InlineData("a,mon,06:00,06:00,,\n", "FILE line 2, byte 38, column 'to': the period ends as it begins; a whole day is from 00:00 to 24:00")]
    [InlineData("a,mon,06:00,07:00,2024-02-01,2024-01-31\n", "FILE line 2, byte 38, column 'to_date': the period ends before it begins; its dates are the first and the last day")]
    [InlineData("a,mon,06:00,07:00,1.2.2024,\n", "FILE line 2, byte 38, column 'from_date': '1.2.2024' is not a date; write it as in 2024-12-25")]
    [InlineData("a,mon holiday,06:00,07:00,,\n", "FILE line 2, byte 38, column 'days': which days are holidays is not known; name a file of them behind this one")]
    [InlineData("", "FILE has 0 periods; a tariff has 1 to 1000")]
    public void What_is_no_tariff_is_said(string rows, string message)
    {
        using TemporaryFile file = new(Header + rows);
        Exception error = Assert.ThrowsAny<Exception>(() => Tariffs([new DateTime(2024, 1, 1)], $"tariff(t, '{file.Path}')"));
        Assert.Equal(message.Replace("FILE", file.Path, StringComparison.Ordinal), error.Message);
    }

    [Fact]
    public void Holidays_and_periods_of_holidays_go_together()
    {
        using TemporaryFile file = new(Header + "a,mon-fri,06:00,22:00,,\n");
        using TemporaryFile holidays = new("date\n2024-05-01\n");
        Assert.Equal(
            $"{file.Path} has no period with the day 'holiday', so no tariff would hold on those of {holidays.Path}; add one, or leave the holidays out",
            Assert.Throws<PlanException>(() => Tariffs([], $"tariff(t, '{file.Path}', '{holidays.Path}')")).Message);
        Assert.StartsWith(
            "a region is one of a file of holidays, which stands before it",
            Assert.Throws<PlanException>(() => Tariffs([], $"tariff(t, '{file.Path}', null, 'DE-BY')")).Message, StringComparison.Ordinal);
        using TemporaryFile days = new(Header + "a,\"mon-fri,holiday\",06:00,22:00,,\n");
        string call = $"tariff(t, '{days.Path}', '{holidays.Path}')";
        Assert.Equal(["a", "∅"], Tariffs([new DateTime(2024, 1, 1, 6, 0, 0), new DateTime(2024, 1, 1, 22, 0, 0)], call));
        Assert.Contains("the holidays of 2025 are not known", Assert.Throws<InputException>(() => Tariffs([new DateTime(2025, 1, 1)], call)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_before_the_first_year_is_not_guessed()
    {
        using TemporaryFile holidays = new("date\n2024-05-01\n");
        using TemporaryFile file = new(Header + "a,mon-sun,22:00,06:00,,\nb,holiday,08:00,10:00,,\n");
        string call = $"tariff(t, '{file.Path}', '{holidays.Path}')";
        Assert.Contains("the holidays of 2023 are not known", Assert.Throws<InputException>(() => Tariffs([new DateTime(2024, 1, 1, 1, 0, 0)], call)).Message, StringComparison.Ordinal);
        Assert.Equal(["a"], Tariffs([new DateTime(2024, 1, 2, 1, 0, 0)], call));
    }

    private static IReadOnlyList<string> Tariffs(DateTime[] times, string call, RunOptions? options = null)
    {
        string csv = "t\n" + string.Concat(times.Select(static t => t.ToString("yyyy-MM-dd'T'HH:mm'Z'\n", CultureInfo.InvariantCulture)));
        Pipeline rows = Telemetry.ReadCsvText(csv).Schema(("t", "timestamp[s]")).Derive("tariff", call).Select("tariff");
        return TableText.Rows((options is null ? rows : rows.With(options)).ToTable());
    }

    private static bool Overlap(Period[] periods)
    {
        for (DateTime time = new(2023, 10, 1); time.Year < 2026; time = time.AddMinutes(30))
        {
            if (periods.Count(period => period.Holds(time)) > 1)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A row of a file; times are minutes.</summary>
    private sealed record Period(string Tariff, int Kinds, int From, int To, DateOnly? First, DateOnly? Last)
    {
        public const int HolidayKind = 128;

        private static readonly string[] Names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"];

        public static Period Random(Random random, int number)
        {
            int from = 30 * random.Next(48);
            int to = 30 * random.Next(1, 49);
            DateOnly first = new DateOnly(2024, 1, 1).AddDays(random.Next(300));
            return new Period(
                $"t{number % 3}", random.Next(1, 256), from, to == from ? 1440 : to, random.Next(3) > 0 ? first : null,
                random.Next(3) > 0 ? first.AddDays(random.Next(20)) : null);
        }

        public bool Holds(DateTime time)
        {
            DateOnly day = DateOnly.FromDateTime(time);
            int minute = (time.Hour * 60) + time.Minute;
            return To > From
                ? IsOf(day) && minute >= From && minute < To
                : (IsOf(day) && minute >= From) || (IsOf(day.AddDays(-1)) && minute < To);
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Tariff},{string.Join(' ', Names.Where((_, i) => (Kinds & (1 << i)) != 0))},{From / 60:00}:{From % 60:00},{To / 60:00}:{To % 60:00},{First:yyyy-MM-dd},{Last:yyyy-MM-dd}\n");

        private bool IsOf(DateOnly day) => !(day < First) && !(day > Last)
            && (Kinds & (1 << (Holidays.Contains(day) ? 7 : ((int)day.DayOfWeek + 6) % 7))) != 0;
    }
}
