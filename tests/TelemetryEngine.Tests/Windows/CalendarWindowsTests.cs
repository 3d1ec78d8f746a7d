using System.Globalization;
using Apache.Arrow.Types;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Windows;

public sealed class CalendarWindowsTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2024-03-30T23:00Z", "2024-03-31T22:00Z")]
    [InlineData("Europe/Berlin", "2024-10-26T22:00Z", "2024-10-27T23:00Z")]
    [InlineData("America/New_York", "2024-03-10T05:00Z", "2024-03-11T04:00Z")]
    [InlineData("America/New_York", "2024-11-03T04:00Z", "2024-11-04T05:00Z")]
    [InlineData("Australia/Lord_Howe", "2024-04-06T13:00Z", "2024-04-07T13:30Z")]
    [InlineData("Australia/Lord_Howe", "2024-10-05T13:30Z", "2024-10-06T13:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-04T03:00Z", "2018-11-05T02:00Z")]
    [InlineData("America/Havana", "2024-11-03T04:00Z", "2024-11-04T05:00Z")]
    [InlineData("Antarctica/Troll", "2024-03-31T00:00Z", "2024-03-31T22:00Z")]
    [InlineData("Asia/Kathmandu", "2024-05-05T18:15Z", "2024-05-06T18:15Z")]
    public void A_local_day_is_as_long_as_its_clock_says(string zone, string start, string end)
    {
        AlignedWindows days = Bind("1d", zone);
        long ordinal = days.OrdinalOf(Seconds(start));
        Assert.Equal(Seconds(start), days.Start(ordinal));
        Assert.Equal(Seconds(end), days.End(ordinal));
        Assert.Equal(ordinal, days.OrdinalOf(Seconds(end) - 1));
        Assert.Equal(ordinal - 1, days.OrdinalOf(Seconds(start) - 1));
    }

    [Theory]
    [InlineData("1986-05-04", 23)]
    [InlineData("1991-09-15", 25)]
    public void Shanghai_had_summer_time(string date, int hours)
    {
        AlignedWindows days = Bind("1d", "Asia/Shanghai");
        long ordinal = days.OrdinalOf(Seconds(date + "T04:00Z"));
        Assert.Equal(hours * 3600, days.End(ordinal) - days.Start(ordinal));
    }

    [Fact]
    public void A_date_that_never_was_has_no_instant()
    {
        AlignedWindows days = Bind("1d", "Pacific/Apia");
        long before = days.OrdinalOf(Seconds("2011-12-30T09:59:59Z"));
        long after = days.OrdinalOf(Seconds("2011-12-30T10:00Z"));
        Assert.Equal(2, after - before);
        Assert.Equal(Seconds("2011-12-30T10:00Z"), days.Start(before + 1));
        Assert.Equal(days.Start(before + 1), days.End(before + 1));
    }

    [Theory]
    [InlineData("1mo", "UTC", "2024-02-15T00:00Z", "2024-02-01T00:00Z", "2024-03-01T00:00Z")]
    [InlineData("1q", "UTC", "2024-02-15T00:00Z", "2024-01-01T00:00Z", "2024-04-01T00:00Z")]
    [InlineData("1y", "Europe/Berlin", "2024-02-15T00:00Z", "2023-12-31T23:00Z", "2024-12-31T23:00Z")]
    [InlineData("1mo", "Europe/Berlin", "2024-03-31T21:59Z", "2024-02-29T23:00Z", "2024-03-31T22:00Z")]
    [InlineData("1w", "Europe/Berlin", "2024-03-31T21:59Z", "2024-03-24T23:00Z", "2024-03-31T22:00Z")]
    [InlineData("1mo", "UTC", "1969-12-31T23:59Z", "1969-12-01T00:00Z", "1970-01-01T00:00Z")]
    public void Months_quarters_years_and_local_weeks(string every, string zone, string instant, string start, string end)
    {
        AlignedWindows windows = Bind(every, zone);
        long ordinal = windows.OrdinalOf(Seconds(instant));
        Assert.Equal((Seconds(start), Seconds(end)), (windows.Start(ordinal), windows.End(ordinal)));
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Havana")]
    [InlineData("Pacific/Apia")]
    [InlineData("America/St_Johns")]
    [InlineData("Africa/Cairo")]
    public void Every_instant_is_in_exactly_one_day_and_its_local_date_is_that_days(string zone)
    {
        AlignedWindows days = Bind("1d", zone);
        TimeZoneInfo info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        Random random = new(5);
        for (int i = 0; i < 5_000; i++)
        {
            long instant = random.NextInt64(Seconds("2007-01-01"), Seconds("2040-01-01"));
            long ordinal = days.OrdinalOf(instant);
            Assert.InRange(instant, days.Start(ordinal), days.End(ordinal) - 1);
            DateTime local = TimeZoneInfo.ConvertTimeFromUtc(DateTimeOffset.FromUnixTimeSeconds(instant).UtcDateTime, info);
            long date = (long)(local.Date - DateTime.UnixEpoch).TotalDays;
            Assert.True(ordinal == date || zone == "America/St_Johns", $"{zone} {instant}: {ordinal} is not {date}");
        }
    }

    // a gas day is from 06:00 to 06:00 on the local clock
    [Theory]
    [InlineData("1d", "6h", "2024-03-30T12:00Z", "2024-03-30T05:00Z", "2024-03-31T04:00Z")]
    [InlineData("1d", "6h", "2024-10-27T04:59Z", "2024-10-26T04:00Z", "2024-10-27T05:00Z")]
    [InlineData("1d", "6h", "2024-03-31T03:59Z", "2024-03-30T05:00Z", "2024-03-31T04:00Z")]
    [InlineData("1mo", "6h", "2024-03-15T00:00Z", "2024-03-01T05:00Z", "2024-04-01T04:00Z")]
    [InlineData("1y", "6h", "2024-01-01T04:59Z", "2023-01-01T05:00Z", "2024-01-01T05:00Z")]
    [InlineData("1w", "6h", "2024-04-01T03:59Z", "2024-03-25T05:00Z", "2024-04-01T04:00Z")]
    [InlineData("1d", "-2h", "2024-01-01T21:00Z", "2024-01-01T21:00Z", "2024-01-02T21:00Z")]
    [InlineData("1d", "150m", "2024-10-27T12:00Z", "2024-10-27T00:30Z", "2024-10-28T01:30Z")]
    [InlineData("1d", "150m", "2024-03-31T12:00Z", "2024-03-31T01:00Z", "2024-04-01T00:30Z")]
    public void An_offset_shifts_the_local_clock(string every, string offset, string instant, string start, string end)
    {
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        AlignedWindows windows = WindowCatalog.Bind(new WindowPlan { Every = every, Offset = offset }, TimeUnit.Second, berlin).Panes();
        long ordinal = windows.OrdinalOf(Seconds(instant));
        Assert.Equal((Seconds(start), Seconds(end)), (windows.Start(ordinal), windows.End(ordinal)));
    }

    [Fact]
    public void Gas_days_are_those_of_the_shifted_local_date()
    {
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        AlignedWindows days = WindowCatalog.Bind(new WindowPlan { Every = "1d", Offset = "6h", Closed = "right" }, TimeUnit.Second, berlin).Panes();
        Random random = new(8);
        for (int i = 0; i < 5_000; i++)
        {
            long instant = random.NextInt64(Seconds("2007-01-01"), Seconds("2040-01-01")) / 1800 * 1800;
            DateTime local = TimeZoneInfo.ConvertTimeFromUtc(DateTimeOffset.FromUnixTimeSeconds(instant - 1).UtcDateTime, berlin).AddHours(-6);
            DateTime begin = TimeZoneInfo.ConvertTimeToUtc(local.Date.AddHours(6), berlin);
            Assert.Equal(new DateTimeOffset(begin).ToUnixTimeSeconds() + 1, days.Start(days.OrdinalOf(instant)));
        }
    }

    [Theory]
    [InlineData("sunday", "UTC", "2024-01-03T12:00Z", "2023-12-31T00:00Z")]
    [InlineData("sunday", "Europe/Berlin", "2024-01-03T12:00Z", "2023-12-30T23:00Z")]
    [InlineData("thursday", "UTC", "1970-01-01T00:00Z", "1970-01-01T00:00Z")]
    [InlineData("friday", "UTC", "1970-01-01T00:00Z", "1969-12-26T00:00Z")]
    public void Weeks_begin_with_the_day_that_is_asked_for(string day, string zone, string instant, string start)
    {
        WindowPlan plan = new() { Every = "1w", WeekStart = day };
        AlignedWindows weeks = WindowCatalog.Bind(plan, TimeUnit.Second, TimeZoneInfo.FindSystemTimeZoneById(zone)).Panes();
        Assert.Equal(Seconds(start), weeks.Start(weeks.OrdinalOf(Seconds(instant))));
    }

    [Fact]
    public void An_offset_of_months_or_parts_of_a_second_is_refused()
    {
        Assert.Equal("'1mo' has no fixed length; an offset is at most weeks", Refusal("1mo"));
        Assert.Equal("an offset of '500ms' is no whole number of seconds, as calendar windows need", Refusal("500ms"));

        static string Refusal(string offset) => Assert.Throws<PlanException>(() =>
            WindowCatalog.Bind(new WindowPlan { Every = "1mo", Offset = offset }, TimeUnit.Millisecond, TimeZoneInfo.Utc)).Message;
    }

    [Theory]
    [InlineData("300y", TimeUnit.Nanosecond)]
    [InlineData("10000y", TimeUnit.Nanosecond)]
    [InlineData("10000y", TimeUnit.Microsecond)]
    [InlineData("1y", TimeUnit.Nanosecond)]
    [InlineData("1mo", TimeUnit.Second)]
    public void Borders_beyond_the_unit_are_its_ends(string every, TimeUnit unit)
    {
        AlignedWindows windows = WindowCatalog.Bind(new WindowPlan { Every = every }, unit, TimeZoneInfo.Utc).Panes();
        long year = 366 * 86_400 * unit.TicksPerSecond();
        foreach (long instant in (long[])[-250 * year, -1, 0, 250 * year])
        {
            long ordinal = windows.OrdinalOf(instant);
            Assert.InRange(instant, windows.Start(ordinal), windows.End(ordinal) - 1);
        }
    }

    [Theory]
    [InlineData("10000000y")]
    [InlineData("9223372036854775807y")]
    [InlineData("120001mo")]
    [InlineData("40001q")]
    public void More_than_ten_thousand_years_are_refused(string every)
    {
        PlanException error = Assert.Throws<PlanException>(() => Bind(every, "Europe/Berlin"));
        Assert.Equal($"a window of '{every}' is longer than 10,000 years; leave the window out to take the whole input as one", error.Message);
    }

    [Theory]
    [InlineData("24h")]
    [InlineData("1440m")]
    [InlineData("90000s")]
    public void Hours_that_make_a_day_are_refused_where_days_differ(string every)
    {
        PlanException error = Assert.Throws<PlanException>(() => Bind(every, "Europe/Berlin"));
        Assert.Equal($"a window of '{every}' is a day or more in hours, and days in Europe/Berlin have more or fewer; write whole days, such as 1d, or leave the time zone out", error.Message);
        Assert.IsType<UniformWindows>(Bind(every, "UTC"));
        Assert.IsType<LocalWindows>(Bind("23h", "Europe/Berlin"));
    }

    private static AlignedWindows Bind(string every, string zone) =>
        WindowCatalog.Bind(new WindowPlan { Every = every }, TimeUnit.Second, TimeZoneInfo.FindSystemTimeZoneById(zone)).Panes();

    private static long Seconds(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds();
}
