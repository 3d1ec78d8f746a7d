using System.Globalization;
using Apache.Arrow.Types;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Windows;

/// <summary>Windows shorter than a day begin on the local clock, whatever it does.</summary>
public sealed class LocalWindowsTests
{
    [Theory]
    [InlineData("Asia/Kolkata", "1h", "2024-05-01T18:00Z", "2024-05-01 23:00")]
    [InlineData("Asia/Kathmandu", "15m", "2024-05-01T18:00Z", "2024-05-01 23:45")]
    [InlineData("America/St_Johns", "1h", "2024-05-01T18:00Z", "2024-05-01 15:00")]
    [InlineData("+05:45", "1h", "2024-05-01T18:00Z", "2024-05-01 23:00")]
    public void HoursBeginWithTheHourOfTheClock(string zone, string every, string at, string local)
    {
        AlignedWindows windows = Bind(zone, new WindowPlan { Every = every }).Panes();
        Assert.IsType<UniformWindows>(windows);
        long start = windows.Start(windows.OrdinalOf(Second(at)));
        Assert.Equal(local, Local(zone, start));
        AlignedWindows utc = Bind(zone, new WindowPlan { Every = every, Align = "utc" }).Panes();
        Assert.Equal(Second(at), utc.Start(utc.OrdinalOf(Second(at))));
    }

    // the borders from the first instant on, each as the clock shows it, and the lengths of the windows in minutes
    [Theory]
    [InlineData("Europe/Berlin", "6h", "2024-03-30T23:00Z", "00:00 06:00 12:00 18:00 00:00", "300 360 360 360")]
    [InlineData("Europe/Berlin", "6h", "2024-10-26T22:00Z", "00:00 06:00 12:00 18:00 00:00", "420 360 360 360")]
    [InlineData("Europe/Berlin", "2h", "2024-10-26T22:00Z", "00:00 02:00 04:00 06:00", "120 180 120")]
    [InlineData("Europe/Berlin", "45m", "2024-10-26T23:45Z", "01:45 02:15 02:00 02:15 03:00", "30 45 15 45")]
    [InlineData("Europe/Berlin", "7h", "1970-01-01T00:00Z", "01:00 07:00 14:00 21:00 04:00", "360 420 420 420")]
    [InlineData("Australia/Lord_Howe", "1h", "2024-04-06T13:00Z", "00:00 01:00 02:00 03:00", "60 90 60")]
    [InlineData("Australia/Lord_Howe", "1h", "2024-10-05T13:30Z", "00:00 01:00 02:30 03:00", "60 60 30")]
    [InlineData("Australia/Lord_Howe", "30m", "2024-04-06T14:30Z", "01:30 01:30 02:00 02:30", "30 30 30")]
    [InlineData("Australia/Lord_Howe", "20m", "2024-04-06T14:20Z", "01:20 01:40 01:30 01:40 02:00", "20 20 10 20")]
    public void WindowsFollowTheClockOverItsChanges(string zone, string every, string from, string borders, string minutes)
    {
        AlignedWindows windows = Bind(zone, new WindowPlan { Every = every }).Panes();
        long ordinal = windows.OrdinalOf(Second(from));
        int count = borders.Split(' ').Length;
        long[] starts = [.. Enumerable.Range(0, count).Select(i => i == 0 ? Math.Max(Second(from), windows.Start(ordinal)) : windows.Start(ordinal + i))];
        Assert.Equal(borders, string.Join(' ', starts.Select(start => Local(zone, start)[11..])));
        Assert.Equal(minutes, string.Join(' ', starts.Zip(starts.Skip(1), static (start, end) => (end - start) / 60)));
    }

    public static TheoryData<string, string> ZonesAndLengths => new MatrixTheoryData<string, string>(
        ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "America/Caracas", "Asia/Pyongyang", "Antarctica/Casey"],
        ["7m", "30m", "45m", "1h", "2h", "5h", "6h", "12h"]);

    [Theory]
    [MemberData(nameof(ZonesAndLengths))]
    public void EachInstantIsInOneWindow(string zone, string every)
    {
        foreach ((string closed, int year) in new[] { ("left", 2011), ("right", 2015), ("left", 2018) })
        {
            BoundWindows bound = Bind(zone, new WindowPlan { Every = every, Closed = closed, Offset = year == 2018 ? "5m" : null });
            AlignedWindows windows = bound.Panes();
            AlignedWindows other = bound.Panes();
            long from = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
            long last = long.MinValue;
            for (long at = from; at < from + (366 * 86_400); at += 420)
            {
                long ordinal = windows.OrdinalOf(at);
                Assert.True(ordinal >= last, $"{zone} {every} {at}");
                Assert.True(last == long.MinValue || ordinal <= last + Math.Max(1, 420 / 60), $"windows are left out: {zone} {every} {at}");
                Assert.True(windows.Start(ordinal) <= at && at < windows.End(ordinal), $"{zone} {every} {at}");
                last = ordinal;
            }

            Assert.Equal(last, other.OrdinalOf(from + (366 * 86_400) - 1 - ((366 * 86_400 - 1) % 420)));
            Assert.Equal((Int128)windows.Start(last), windows.ExactStart(last));
        }
    }

    [Fact]
    public void HopsOfHoursBeginOnTheClock()
    {
        BoundWindows bound = Bind("Europe/Berlin", new WindowPlan { Kind = "hopping", Every = "6h", Period = "12h" });
        OverlappingWindows windows = bound.Overlap!();
        (long first, long last) = windows.WindowsOf(bound.Panes().OrdinalOf(Second("2024-10-27T01:30Z")))!.Value;
        Assert.Equal(["2024-10-26 18:00", "2024-10-27 00:00"], new[] { windows.Start(first), windows.Start(last) }.Select(static start => Local("Europe/Berlin", start)));
        Assert.Equal(13 * 3600, windows.End(last) - windows.Start(last));
    }

    [Theory]
    [InlineData("Asia/Kolkata", "1h", null, true)]
    [InlineData("Europe/Berlin", "6h", null, true)]
    [InlineData("Europe/Berlin", "1h", null, false)]
    [InlineData("Europe/Berlin", "6h", "utc", false)]
    [InlineData("Europe/Berlin", "6h", "local", false)]
    [InlineData("Asia/Kolkata", "1d", null, false)]
    public void ANoteSaysWhenTheClockMatters(string zone, string every, string? align, bool says) =>
        Assert.Equal(says, Bind(zone, new WindowPlan { Every = every, Align = align }).Note is not null);

    [Fact]
    public void DaysOfATimeSpanAreDaysOfTheCalendar()
    {
        Assert.Equal("1d", Tumbling.Every(TimeSpan.FromDays(1)).Every);
        Assert.Equal("2d", Tumbling.Every(TimeSpan.FromHours(48)).Every);
        Assert.Equal("36h", Tumbling.Every(TimeSpan.FromHours(36)).Every);
    }

    private static BoundWindows Bind(string zone, WindowPlan plan) => WindowCatalog.Bind(plan, TimeUnit.Second, Zones.Find(zone));

    private static long Second(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUnixTimeSeconds();

    private static string Local(string zone, long second) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(second), Zones.Find(zone)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
