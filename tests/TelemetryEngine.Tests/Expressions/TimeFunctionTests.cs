using System.Globalization;
using TelemetryEngine.Expressions;
using TelemetryEngine.Windows;
using static TelemetryEngine.Tests.Expressions.ExpressionRun;

namespace TelemetryEngine.Tests.Expressions;

/// <summary>Parts of times against .NET's own calendar and zones, instant by instant; windows against those that the engine aggregates by.</summary>
public sealed class TimeFunctionTests
{
    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "+05:30"];

    private static readonly Dictionary<string, Func<DateTime, object>> Parts = new()
    {
        ["year"] = static t => (long)t.Year,
        ["quarter"] = static t => (t.Month - 1L) / 3 + 1,
        ["month"] = static t => (long)t.Month,
        ["day"] = static t => (long)t.Day,
        ["day_of_year"] = static t => (long)t.DayOfYear,
        ["weekday"] = static t => t.DayOfWeek == DayOfWeek.Sunday ? 7L : (long)t.DayOfWeek,
        ["iso_week"] = static t => (long)ISOWeek.GetWeekOfYear(t),
        ["iso_year"] = static t => (long)ISOWeek.GetYear(t),
        ["hour"] = static t => (long)t.Hour,
        ["minute"] = static t => (long)t.Minute,
        ["second"] = static t => (long)t.Second,
        ["date"] = static t => t.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["time_of_day"] = static t => t.ToString(t.Ticks % 10_000_000 == 0 ? "HH:mm:ss" : t.Ticks % 10_000 == 0 ? "HH:mm:ss.fff" : "HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        ["is_weekend"] = static t => t.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday,
    };

    [Fact]
    public void Parts_are_those_of_the_calendar()
    {
        foreach (string zone in Zones)
        {
            TimeZoneInfo found = TelemetryEngine.Zones.Find(zone);
            foreach ((string unit, long step) in new[] { ("s", 10_000_000L), ("ms", 10_000L), ("us", 10L) })
            {
                DateTime[] instants = [.. Instants(step)];
                BatchBuilder data = new BatchBuilder().Add("t", $"timestamp[{unit}]", [.. instants.Select(t => (object)((t - DateTime.UnixEpoch).Ticks / step))]);
                foreach ((string name, Func<DateTime, object> part) in Parts)
                {
                    IEnumerable<object> expected = instants.Select(t => part(TimeZoneInfo.ConvertTimeFromUtc(t, found)));
                    Assert.Equal(expected, Run($"{name}(t, '{zone}')", data));
                }
            }
        }
    }

    [Theory]
    [InlineData("hour(t)", 1L)]
    [InlineData("hour(local)", 3L)]
    [InlineData("hour(local, 'UTC')", 1L)]
    [InlineData("hour(t, 'Asia/Kolkata') * 100 + minute(t, 'Asia/Kolkata')", 700L)]
    [InlineData("date(timestamp '2024-12-30')", "2024-12-30")]
    [InlineData("iso_year(timestamp '2024-12-30')", 2025L)]
    [InlineData("iso_week(timestamp '2024-12-30')", 1L)]
    [InlineData("iso_week(timestamp '2021-01-03')", 53L)]
    [InlineData("weekday(t)", 7L)]
    [InlineData("is_weekend(t)", true)]
    [InlineData("is_weekend(t + interval '1d')", false)]
    [InlineData("time_of_day(t + interval '250ms')", "01:30:00.250")]
    [InlineData("year(early)", -290308L)]
    [InlineData("date(early)", "-290308-12-21")]
    [InlineData("hour(null)", null)]
    [InlineData("date(null)", null)]
    [InlineData("time_bucket('15m', null) is null", true)]
    [InlineData("time_bucket('1d', t, 'Europe/Berlin') = timestamp '2024-03-30T23:00Z'", true)]
    [InlineData("time_bucket('1d', t + interval '1d', 'Europe/Berlin') - time_bucket('1d', t, 'Europe/Berlin')", 82800.0)]
    [InlineData("date_trunc('week', t) = timestamp '2024-03-25'", true)]
    [InlineData("date_trunc('QUARTER', local) = timestamp '2023-12-31T23:00Z'", true)]
    [InlineData("date_trunc('year', t, 'America/New_York') = timestamp '2024-01-01T05:00Z'", true)]
    [InlineData("date_trunc('microsecond', t) = t", true)]
    [InlineData("time_bucket(interval '1h', t) = timestamp '2024-03-31T01:00Z'", true)]
    [InlineData("time_bucket('6h', t, 'Europe/Berlin') = timestamp '2024-03-30T23:00Z'", true)]
    public void Known_answers(string text, object? expected)
    {
        DateTime time = new(2024, 3, 31, 1, 30, 0, DateTimeKind.Utc);
        BatchBuilder data = new BatchBuilder().Add("t", "timestamp[ms]", time).Add("local", "timestamp[s, Europe/Berlin]", time).Add("early", "timestamp[us]", long.MinValue);
        Assert.Equal(expected, Assert.Single(Run(text, data)));
    }

    [Theory]
    [InlineData("1h")]
    [InlineData("90m")]
    [InlineData("6h")]
    [InlineData("1d")]
    [InlineData("1w")]
    [InlineData("1mo")]
    [InlineData("1q")]
    public void Buckets_are_the_windows_of_the_result(string length)
    {
        foreach (string zone in Zones)
        {
            string csv = "t\n" + string.Concat(Instants(10_000_000).Where(t => t.Year is > 1900 and < 2100).Select(t => t.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'\n", CultureInfo.InvariantCulture)));
            Pipeline read = Telemetry.ReadCsvText(csv).Time("t", zone: zone);
            string[] windows = TableText.Written(read.Window(Tumbling.Every(length)).Aggregate(Aggregate.Count().As("n")));
            string[] buckets = TableText.Written(read.Derive("window_start", $"time_bucket('{length}', t, '{zone}')").GroupBy("window_start").Aggregate(Aggregate.Count().As("n")));
            Assert.Equal(windows, buckets);
        }
    }

    [Fact]
    public void A_time_without_rules_is_an_error_of_its_row()
    {
        BatchBuilder data = new BatchBuilder().Add("t", "timestamp[s]", 253_402_300_800, null, 0L, -62_135_596_801);
        Assert.Equal(
            "0: a time outside the years 1 to 9999, for which zones have rules, in 'hour(t, 'Europe/Berlin')' 3: a time outside the years 1 to 9999, for which zones have rules, in 'hour(t, 'Europe/Berlin')'",
            Errors("hour(t, 'Europe/Berlin')", data));
        Assert.Equal("", Errors("hour(t)", data));
        Assert.Equal(
            "0: the window begins where timestamp[s] has no times in 'time_bucket('1d', t, 'Europe/Berlin')' 3: the window begins where timestamp[s] has no times in 'time_bucket('1d', t, 'Europe/Berlin')'",
            Errors("time_bucket('1d', t, 'Europe/Berlin')", data));
        Assert.Equal("0: the window begins where timestamp[us] has no times in 'time_bucket('1h', t)'", Errors("time_bucket('1h', t)", new BatchBuilder().Add("t", "timestamp[us]", long.MinValue, long.MaxValue)));
    }

    [Theory]
    [InlineData("hour(x)", "hour takes a time, as in hour(time), not int64, in 'hour(x)'")]
    [InlineData("hour('2024-01-01')", "hour takes a time, as in hour(time), not text, in 'hour('2024-01-01')'")]
    [InlineData("hour(t, 'Europe/Berlim')", "there is no time zone 'Europe/Berlim'; did you mean 'Europe/Berlin'?, in 'hour(t, 'Europe/Berlim')'")]
    [InlineData("hour(t, x)", "the zone of hour is a text literal, as in 'Europe/Berlin', in 'hour(t, x)'")]
    [InlineData("time_bucket(t, '1h')", "the length of time_bucket is a text literal, as in time_bucket('1h', time), in 'time_bucket(t, '1h')'")]
    [InlineData("time_bucket('1 hour', t)", "'1 hour' is not a duration; write a whole number and a unit, such as 250ms 10s 15m 1h 1d 1w 1mo 1q 1y, in 'time_bucket('1 hour', t)'")]
    [InlineData("time_bucket('24h', t, 'Europe/Berlin')", "a window of '24h' is a day or more in hours, and days in Europe/Berlin have more or fewer")]
    [InlineData("date_trunc('hours', t)", "'hours' is no unit of date_trunc; did you mean 'hour'?, in 'date_trunc('hours', t)'")]
    [InlineData("date_trunc('fortnight', t)", "the unit of date_trunc is a text literal, one of microsecond, millisecond, second, minute, hour, day, week, month, quarter, year, in 'date_trunc('fortnight', t)'")]
    [InlineData("week(t)", "unknown function 'week'; did you mean iso_week(time)?")]
    public void What_does_not_fit_is_said(string text, string message)
    {
        BatchBuilder data = new BatchBuilder().Add("t", "timestamp[us]").Add("x", "int64");
        Assert.StartsWith(message, Assert.Throws<PlanException>(() => Expression.Bind(Expression.Parse(text), data.Columns)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<DateTime> Instants(long step)
    {
        Random random = new(5);
        foreach ((int year, int month, int day) in new[] { (2024, 3, 30), (2024, 10, 26), (2011, 12, 29), (2024, 4, 6), (2024, 10, 5), (2020, 12, 28), (2024, 2, 28) })
        {
            DateTime start = new(year, month, day, 0, 0, 0, DateTimeKind.Utc);
            for (int i = 0; i < 150; i++)
            {
                yield return start.AddMinutes(i * 25);
            }
        }

        for (int i = 0; i < 400; i++)
        {
            long range = DateTime.UnixEpoch.AddYears(200).Ticks - DateTime.UnixEpoch.AddYears(-400).Ticks;
            long ticks = DateTime.UnixEpoch.AddYears(-400).Ticks + random.NextInt64(range);
            yield return new DateTime(ticks - (ticks % step), DateTimeKind.Utc);
        }
    }
}
