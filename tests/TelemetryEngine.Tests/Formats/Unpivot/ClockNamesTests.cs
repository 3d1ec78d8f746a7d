using System.Globalization;
using TelemetryEngine.Formats.Unpivot;

namespace TelemetryEngine.Tests.Formats.Unpivot;

public sealed class ClockNamesTests
{
    private const int Day = 86_400;

    [Theory]
    [InlineData("00:15", ClockForm.Clock, 900, 0, 0)]
    [InlineData("0:15", ClockForm.Clock, 900, 0, 0)]
    [InlineData("24:00", ClockForm.Clock, Day, 0, 0)]
    [InlineData("23:59:59", ClockForm.Clock, Day - 1, 0, 0)]
    [InlineData("12:00 AM", ClockForm.Clock, 0, 0, 0)]
    [InlineData("1 pm", ClockForm.Clock, 46_800, 0, 0)]
    [InlineData("12:30pm", ClockForm.Clock, 45_000, 0, 0)]
    [InlineData("02:00_2", ClockForm.Clock, 7_200, 0, 2)]
    [InlineData("3A", ClockForm.Number, 3, 0, 1)]
    [InlineData("3B", ClockForm.Number, 3, 0, 2)]
    [InlineData("02X", ClockForm.Number, 2, 0, 2)]
    [InlineData("00:00-00:15", ClockForm.Interval, 0, 900, 0)]
    [InlineData("23:45 - 00:00", ClockForm.Interval, Day - 900, Day, 0)]
    [InlineData("23:45 to 24:00", ClockForm.Interval, Day - 900, Day, 0)]
    [InlineData("01-02", ClockForm.Interval, 3_600, 7_200, 0)]
    [InlineData("23 - 00", ClockForm.Interval, 82_800, Day, 0)]
    [InlineData("24:15", ClockForm.None, 0, 0, 0)]
    [InlineData("00:60", ClockForm.None, 0, 0, 0)]
    [InlineData("13:00 PM", ClockForm.None, 0, 0, 0)]
    [InlineData("02:00-01:00", ClockForm.None, 0, 0, 0)]
    [InlineData("2024-01", ClockForm.None, 0, 0, 0)]
    [InlineData("site", ClockForm.None, 0, 0, 0)]
    [InlineData("", ClockForm.None, 0, 0, 0)]
    internal void A_name_says_a_time(string name, ClockForm form, int first, int second, int pass) =>
        Assert.Equal(form == ClockForm.None ? default : new ClockName(form, first, second, pass), ClockName.Read(name));

    [Fact]
    public void Quarter_hours_from_0015_to_2400_are_ends()
    {
        ClockNames names = ClockNames.Read(Clocks(1, 96, 15), null)!;
        Assert.True(names.AreEnds);
        Assert.Equal(Enumerable.Range(0, 96).Select(i => new ReadingTime(i * 900, 900, 0)), names.Times);
    }

    [Fact]
    public void Behind_all_others_0000_is_the_end_of_the_day()
    {
        string[] clocks = Clocks(1, 48, 30);
        clocks[^1] = "00:00";
        ClockNames names = ClockNames.Read(clocks, null)!;
        Assert.True(names.AreEnds);
        Assert.Equal(Day - 1_800, names.Times[^1].Start);
    }

    [Fact]
    public void From_0000_they_are_what_they_say()
    {
        ClockNames names = ClockNames.Read(Clocks(0, 24, 60), null)!;
        Assert.False(names.AreEnds);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => i * 3_600), names.Times.Select(static time => time.Start));
    }

    [Theory]
    [InlineData("H", 24, 3_600, false)]
    [InlineData("HE", 24, 3_600, false)]
    [InlineData("Hour ", 24, 3_600, false)]
    [InlineData("", 24, 3_600, false)]
    [InlineData("Interval ", 48, 1_800, false)]
    [InlineData("V", 96, 900, false)]
    [InlineData("", 288, 300, false)]
    [InlineData("H", 25, 3_600, true)]
    [InlineData("", 50, 1_800, true)]
    [InlineData("", 100, 900, true)]
    public void Numbers_from_1_count_intervals(string prefix, int count, int seconds, bool isCounted)
    {
        ClockNames names = ClockNames.Read([.. Enumerable.Range(1, count).Select(i => prefix + i.ToString(CultureInfo.InvariantCulture))], null)!;
        Assert.Equal(isCounted, names.IsCounted);
        Assert.Equal(Enumerable.Range(0, count).Select(i => new ReadingTime(i * seconds, seconds, 0)), names.Times);
    }

    [Fact]
    public void Numbers_from_0_name_starts() =>
        Assert.Equal([0, 3_600], ClockNames.Read([.. Enumerable.Range(0, 24).Select(i => $"H{i:00}")], null)!.Times.Take(2).Select(static time => time.Start));

    [Fact]
    public void Intervals_may_name_their_last_minute() =>
        Assert.All(ClockNames.Read(["00:00-00:29", "00:30-00:59", "01:00-01:29"], null)!.Times, static time => Assert.Equal(1_800, time.Seconds));

    [Theory]
    [InlineData("00:00|12:00|24:00")]
    [InlineData("H9|H10|H11")]
    public void What_can_be_read_in_two_ways_is_not_chosen(string names)
    {
        PlanException error = Assert.Throws<PlanException>(() => ClockNames.Read(names.Split('|'), null));
        Assert.Contains("UnpivotStep.Names = \"start\"", error.Message, StringComparison.Ordinal);
        Assert.NotNull(ClockNames.Read(names.Split('|'), areEnds: false));
    }

    [Theory]
    [InlineData("1|2|3")]
    [InlineData("2019|2020|2021")]
    [InlineData("00:15|site")]
    [InlineData("00:15|0:15")]
    [InlineData("import 00:15|export 00:15")]
    [InlineData("phase_1|phase_2|phase_3")]
    public void Other_names_are_no_times(string names) => Assert.Null(ClockNames.Read(names.Split('|'), null));

    private static string[] Clocks(int first, int count, int minutes) =>
        [.. Enumerable.Range(first, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i * minutes / 60:00}:{i * minutes % 60:00}"))];
}
