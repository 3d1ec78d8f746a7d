using System.Globalization;
using Apache.Arrow.Types;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Windows;

/// <summary>Known answers of windows that are made of panes, and what they refuse.</summary>
public sealed class OverlappingWindowsTests
{
    // price@minute past 08:00, as in Flink's documentation
    private const string Flink =
        "timestamp,price\n2024-01-01T08:05Z,4\n2024-01-01T08:07Z,2\n2024-01-01T08:09Z,5\n2024-01-01T08:11Z,3\n2024-01-01T08:13Z,1\n2024-01-01T08:17Z,6\n";

    [Fact]
    public void Flinks_example_of_hopping_windows() =>
        Assert.Equal(["08:00-08:10|11", "08:05-08:15|15", "08:10-08:20|10", "08:15-08:25|6"], Ask(Flink, Hopping.Every("5m", period: "10m")));

    [Fact]
    public void Flinks_example_of_cumulative_windows() =>
        Assert.Equal(
            [
                "08:00-08:06|4", "08:00-08:08|6", "08:00-08:10|11", "08:10-08:12|3", "08:10-08:14|4", "08:10-08:16|4", "08:10-08:18|10", "08:10-08:20|10",
            ],
            Ask(Flink, Cumulative.Step("2m", period: "10m")));

    // a reading exactly the gap behind the last one begins a new session, as in Beam
    [Fact]
    public void A_session_ends_where_the_next_reading_is_the_gap_away() =>
        Assert.Equal(["08:05-08:07|4", "08:07-08:09|2", "08:09-08:11|5", "08:11-08:13|3", "08:13-08:15|1", "08:17-08:19|6"], Ask(Flink, Session.Gap(TimeSpan.FromMinutes(2))));

    [Fact]
    public void Weeks_that_begin_every_local_day_are_as_long_as_the_clock_says()
    {
        IReadOnlyList<string> rows = Ask("timestamp,price\n2024-03-31T10:00Z,1\n", Hopping.Every("1d", "1w"), "Europe/Berlin", "dd.HH:mm");
        Assert.Equal(7, rows.Count);
        Assert.Equal("24.23:00-31.22:00|1", rows[0]);
        Assert.Equal("30.23:00-06.22:00|1", rows[^1]);
    }

    [Fact]
    public void Totals_of_the_month_day_by_day()
    {
        IReadOnlyList<string> rows = Ask("timestamp,price\n2024-03-30T10:00Z,1\n2024-03-31T10:00Z,2\n", Cumulative.Step("1d", "1mo"), "Europe/Berlin", "dd.HH:mm");
        Assert.Equal(["29.23:00-30.23:00|1", "29.23:00-31.22:00|3"], rows);
    }

    [Fact]
    public void A_date_that_never_was_is_no_step() =>
        Assert.Equal(
            ["26.10:00-30.10:00|1", "26.10:00-31.10:00|1", "26.10:00-01.10:00|1"],
            Ask("timestamp,price\n2011-12-29T12:00Z,1\n", Cumulative.Step("1d", "1w"), "Pacific/Apia", "dd.HH:mm"));

    [Theory]
    [InlineData("hopping", "10m", "5m", "a period of '5m' is shorter than '10m', which would leave readings out; use a period of '10m' or more")]
    [InlineData("hopping", "1d", "1mo", "a period of '1mo' in Europe/Berlin is no whole number of '1d'; write both in days or weeks, or both in months, quarters or years")]
    [InlineData("hopping", "1h", "1d", "a period of '1d' in Europe/Berlin is no whole number of '1h'; write the period in hours, as in 24h, or make the hops whole days")]
    [InlineData("hopping", "1s", "2000000s", "a period of '2000000s' every '1s' counts each reading 2,000,000 times, more than 1,000,000; use a shorter period or longer steps")]
    [InlineData("hopping", "1h", null, "hopping windows need 'period', such as Hopping.Every(\"5m\", \"1h\")")]
    [InlineData("tumbling", "1h", "2h", "tumbling windows take no 'period'; they are asked for as Tumbling.Every(\"1h\")")]
    [InlineData("sliding", "1h", null, "unknown kind of window 'sliding'; there is tumbling, hopping, cumulative, session")]
    public void Lengths_that_do_not_go_together_are_refused(string kind, string every, string? period, string message) =>
        Assert.Equal(message, Refusal(new WindowPlan { Kind = kind, Every = every, Period = period }));

    [Theory]
    [InlineData("7m", "1h", "a period of '1h' is no whole number of steps of '7m' in Europe/Berlin; use a step that fits, such as 10m in 1h")]
    [InlineData("1h", "1d", "a period of '1d' is no whole number of steps of '1h' in Europe/Berlin; use steps of whole days, such as 1d, or leave the time zone out")]
    [InlineData("2d", "1mo", "a period of '1mo' is no whole number of steps of '2d' in Europe/Berlin; use a step that fits, such as 1d in 1w or 1mo, and 1mo in 1y")]
    public void Steps_that_do_not_fit_are_refused(string step, string period, string message) => Assert.Equal(message, Refusal(Cumulative.Step(step, period)));

    [Fact]
    public void Sessions_take_fixed_gaps_and_no_borders()
    {
        Assert.Equal("a gap of '1mo' in Europe/Berlin has no fixed length; write it in hours, such as 24h", Refusal(Session.Gap("1mo")));
        Assert.Equal("sessions begin and end with their readings and take no closed side; leave 'right' out", Refusal(Session.Gap("1h") with { Closed = "right" }));
        Assert.Equal("'rigth' is no closed; did you mean 'right'?", Refusal(Tumbling.Every("1h") with { Closed = "rigth" }));
        Assert.Equal("weeks that begin on sunday need a window in weeks, such as 1w, and '1d' is none", Refusal(Tumbling.Every("1d") with { WeekStart = "sunday" }));
    }

    [Fact]
    public void Steps_from_reading_to_reading_add_up_over_panes()
    {
        // a counter read at minutes 1, 4, 7, 12 and 14, which begins again once: steps of 2, 3, 4 and 5, each in the window of its later reading
        using TemporaryFile file = new(
            "t,x\n2024-01-01T08:01:00Z,10\n2024-01-01T08:04:00Z,12\n2024-01-01T08:07:00Z,15\n2024-01-01T08:12:00Z,4\n2024-01-01T08:14:00Z,9\n");
        Pipeline ask = Telemetry.ReadCsv(file.Path).Schema(("x", "int64"));
        string[] hopping = [.. TableText.Rows(ask.Window(Hopping.Every("5m", period: "10m")).Aggregate(Aggregate.Increase("x")).ToTable()).Select(r => r.Split('|')[2])];
        Assert.Equal(["2", "5", "12", "9"], hopping);
        string[] cumulative = [.. TableText.Rows(ask.Window(Cumulative.Step("5m", period: "10m")).Aggregate(Aggregate.Increase("x")).ToTable()).Select(r => r.Split('|')[2])];
        Assert.Equal(["2", "5", "9", "9"], cumulative);
        string[] sessions = [.. TableText.Rows(ask.Window(Session.Gap("4m")).Aggregate(Aggregate.Increase("x")).ToTable()).Select(r => r.Split('|')[2])];
        Assert.Equal(["5", "9"], sessions);
    }

    [Fact]
    public void Steps_inside_a_window_need_windows_that_are_no_panes()
    {
        using TemporaryFile file = new("t,x\n2024-01-01T08:01:00Z,10\n");
        Pipeline ask = Telemetry.ReadCsv(file.Path).Window(Session.Gap("1h"));
        Assert.Throws<PlanException>(() => ask.Aggregate(new AggregatePlan { Function = "increase", Arguments = ["x", "bounds => 'inside'"] }).ToTable());
        Assert.Throws<PlanException>(() => ask.Aggregate(Aggregate.Integral("x")).ToTable());
    }

    // counted by arithmetic when the plan is bound: a month has up to 31 days
    [Theory]
    [InlineData("1us", "1mo", "2,678,400,000,000")]
    [InlineData("1ms", "1y", "32,140,800,000")]
    [InlineData("1s", "1y", "32,140,800")]
    [InlineData("1us", "10000y", "321,408,000,000,000,000")]
    [InlineData("1d", "10000y", "3,720,000")]
    public void Steps_of_calendar_periods_are_counted_when_the_plan_is_bound(string step, string period, string count)
    {
        PlanException error = Assert.Throws<PlanException>(() => WindowCatalog.Bind(Cumulative.Step(step, period), TimeUnit.Microsecond, TimeZoneInfo.Utc));
        Assert.Equal($"a period of '{period}' every '{step}' counts each reading {count} times, more than 1,000,000; use a shorter period or longer steps", error.Message);
        Assert.NotNull(WindowCatalog.Bind(Cumulative.Step("1m", "1y"), TimeUnit.Microsecond, TimeZoneInfo.Utc).Overlap);
    }

    [Fact]
    public void Plans_of_every_kind_travel_as_json()
    {
        WindowPlan[] windows =
        [
            Hopping.Every(TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)) with { Label = "end", Closed = "right" },
            Cumulative.Step(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)), Session.Gap("30m"), Tumbling.Every("1w") with { WeekStart = "sunday" },
        ];
        Assert.All(windows, w => Assert.Equal(w, Assert.IsType<AggregateStep>(Plan.FromJson(new FlatPlan { Window = w }.ToJson()).Steps[0]).Window));
    }

    private static string Refusal(WindowPlan plan) =>
        Assert.Throws<PlanException>(() => WindowCatalog.Bind(plan, TimeUnit.Microsecond, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"))).Message;

    private static IReadOnlyList<string> Ask(string csv, WindowPlan window, string zone = "UTC", string format = "HH:mm")
    {
        using TemporaryFile file = new(csv.Replace("Z,", ":00Z,", StringComparison.Ordinal));
        Table table = Telemetry.ReadCsv(file.Path).Time("timestamp", zone: zone).Window(window).Aggregate(Aggregate.Sum("price")).ToTable();
        return [.. TableText.Rows(table).Select(row => row.Split('|')).Select(r => $"{Text(r[0], format)}-{Text(r[1], format)}|{r[2]}")];
    }

    private static string Text(string microseconds, string format) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(microseconds, CultureInfo.InvariantCulture) / 1000).ToString(format, CultureInfo.InvariantCulture);
}
