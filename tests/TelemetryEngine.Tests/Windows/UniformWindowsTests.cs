using System.Globalization;
using Apache.Arrow.Types;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Windows;

public sealed class UniformWindowsTests
{
    [Theory]
    [InlineData(-1, -10)]
    [InlineData(-10, -10)]
    [InlineData(-11, -20)]
    [InlineData(9, 0)]
    [InlineData(10, 10)]
    [InlineData(0, 0)]
    public void Arithmetic_floors(long instant, long start)
    {
        UniformWindows windows = new(10, 0);
        Assert.Equal(start, windows.Start(windows.OrdinalOf(instant)));
    }

    // Spark #36737: windows of 10 s with an offset of 5 s, before and after 1970
    [Theory]
    [InlineData("1969-12-31T00:00:02Z", "1969-12-30T23:59:55Z")]
    [InlineData("1970-01-01T00:00:12Z", "1970-01-01T00:00:05Z")]
    public void An_offset_shifts_the_borders_also_before_1970(string instant, string start)
    {
        AlignedWindows windows = Bind("10s", "5s");
        long ordinal = windows.OrdinalOf(Seconds(instant));
        Assert.Equal(Seconds(start), windows.Start(ordinal));
        Assert.Equal(Seconds(start) + 10, windows.End(ordinal));
    }

    // price@minute past 08:00: 4@05 2@07 5@09 3@11 1@13 6@17; Flink's documentation gives 11 for [08:00, 08:10) and 10 for [08:10, 08:20)
    [Fact]
    public void Flinks_example_of_tumbling_windows()
    {
        AlignedWindows windows = Bind("10m", null);
        (int Minute, int Price)[] rows = [(5, 4), (7, 2), (9, 5), (11, 3), (13, 1), (17, 6)];
        IEnumerable<(long, int)> sums = rows
            .GroupBy(r => windows.Start(windows.OrdinalOf((8 * 3600) + (r.Minute * 60))))
            .Select(g => (g.Key - (8 * 3600), g.Sum(r => r.Price)));
        Assert.Equal([(0L, 11), (600L, 10)], sums);
    }

    [Theory]
    [InlineData("2024-12-30", "2024-12-30")]
    [InlineData("2021-01-03", "2020-12-28")]
    [InlineData("2027-01-01", "2026-12-28")]
    [InlineData("2018-12-31", "2018-12-31")]
    [InlineData("1969-12-28", "1969-12-22")]
    public void Weeks_begin_on_Monday(string day, string monday)
    {
        AlignedWindows windows = Bind("1w", null);
        Assert.Equal(Seconds(monday), windows.Start(windows.OrdinalOf(Seconds(day))));
    }

    [Fact]
    public void Every_instant_is_in_its_window_and_ordinals_rise()
    {
        Random random = new(3);
        for (int i = 0; i < 20_000; i++)
        {
            long length = random.NextInt64(1, 1L << random.Next(1, 50));
            UniformWindows windows = new(length, random.NextInt64(long.MinValue, long.MaxValue));
            long instant = random.NextInt64(long.MinValue / 2, long.MaxValue / 2) >> random.Next(60);
            long ordinal = windows.OrdinalOf(instant);
            Assert.InRange(instant, windows.Start(ordinal), windows.End(ordinal) - 1);
            Assert.Equal(length, windows.End(ordinal) - windows.Start(ordinal));
            Assert.Equal(ordinal + 1, windows.OrdinalOf(windows.End(ordinal)));
        }
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MinValue + 1)]
    [InlineData(long.MaxValue)]
    public void The_ends_of_the_axis_do_not_wrap(long instant)
    {
        UniformWindows windows = new(1000, 7);
        long ordinal = windows.OrdinalOf(instant);
        Assert.True(windows.Start(ordinal) <= instant);
        Assert.True(windows.End(ordinal) > instant || instant == long.MaxValue);
    }

    [Theory]
    [InlineData("0s", "a window of '0s' has no length; use a positive duration such as 1h")]
    [InlineData("-1h", "a window of '-1h' has no length; use a positive duration such as 1h")]
    [InlineData("1ms", "'1ms' is finer than the time column's unit; use a longer duration")]
    [InlineData("1x", "'1x' is not a duration; write a whole number and a unit, such as 250ms 10s 15m 1h 1d 1w 1mo 1q 1y")]
    public void Lengths_that_do_not_fit_are_refused(string every, string message) =>
        Assert.Equal(message, Assert.Throws<PlanException>(() => Bind(every, null)).Message);

    private static AlignedWindows Bind(string every, string? offset) =>
        WindowCatalog.Bind(new WindowPlan { Every = every, Offset = offset }, TimeUnit.Second, TimeZoneInfo.Utc).Panes();

    private static long Seconds(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds();
}
