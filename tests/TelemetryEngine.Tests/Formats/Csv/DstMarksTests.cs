using System.Globalization;
using TelemetryEngine.Formats.Csv;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>A column tells which pass through a repeated hour a row belongs to, whatever the order of the rows.</summary>
public sealed class DstMarksTests
{
    private const string Day = "2024-10-27 ";

    [Theory]
    [InlineData("summer", "winter")]
    [InlineData("Sommer", "Winter")]
    [InlineData("S", "W")]
    [InlineData("DST", "ST")]
    [InlineData("CEST", "CET")]
    [InlineData("A", "B")]
    [InlineData("+02:00", "+01:00")]
    [InlineData("UTC+2", "UTC+1")]
    public void WordsSayIt(string summer, string winter) =>
        Assert.Equal(["01:30", "00:30", "00:45"], Clock($"t,f\n{Day}02:30,{winter}\n{Day}02:30,{summer}\n{Day}02:45,{summer}\n", "f"));

    [Theory]
    [InlineData("1", "0")]
    [InlineData("true", "false")]
    [InlineData("Y", "N")]
    [InlineData("yes", "")]
    public void AFlagOfSummerIsSetThroughIt(string yes, string no) =>
        Assert.Equal(["22:00", "01:30", "00:30", "11:00"], Clock($"t,f\n{Day}00:00,{yes}\n{Day}02:30,{no}\n{Day}02:30,{yes}\n{Day}12:00,{no}\n", "f"));

    [Fact]
    public void AFlagOfRepeatedHoursIsSetInThemAlone() =>
        Assert.Equal(["22:00", "00:30", "01:30", "11:00"], Clock($"t,DSTFlag\n{Day}00:00,N\n{Day}02:30,N\n{Day}02:30,Y\n{Day}12:00,N\n", "DSTFlag"));

    [Fact]
    public void ANameOrTheUserSaysWhatAFlagMeans()
    {
        Assert.Equal(["01:30", "00:30"], Clock($"t,Repeated Hour Flag\n{Day}02:30,Y\n{Day}02:30,N\n", "Repeated Hour Flag"));
        Assert.Equal(["01:30", "00:30"], Clock($"t,f\n{Day}02:30,Y\n{Day}02:30,N\n", "f=second"));
        Assert.Equal(["00:30", "01:30"], Clock($"t,f\n{Day}02:30,Y\n{Day}02:30,N\n", "f=summer"));
        PlanException error = Assert.Throws<PlanException>(() => Clock($"t,my flag\n{Day}02:30,Y\n{Day}02:30,N\n", "my flag"));
        Assert.Equal("TimePlan.DstColumn my flag: the rows looked at do not tell whether a flag that is set means summer time or the second pass of a repeated hour; "
            + "say TimePlan.DstColumn = \"my flag=summer\" or TimePlan.DstColumn = \"my flag=second\"", error.Message);
    }

    [Fact]
    public void WhatSaysNothingIsARowError()
    {
        SourceContents read = CsvReading.Skip($"t,f\n{Day}01:30,?\n{Day}02:30,?\n{Day}02:30,CET\n", Options("f"));
        Assert.Equal(2, read.Rows.Count);
        Assert.StartsWith("the local time '2024-10-27 02:30' occurs twice in Europe/Berlin", Assert.Single(read.Rejects).Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnThatIsNotThereIsAnError() => Assert.Equal(
        "TimePlan.DstColumn: there is no column 'flap'; did you mean 'flag'?",
        Assert.Throws<PlanException>(() => Clock($"t,flag\n{Day}02:30,Y\n", "flap")).Message);

    private static CsvDialect Options(string column) => new() { Time = new TimeDialect { Column = "t", Zone = "Europe/Berlin", DstColumn = column, Series = [] } };

    private static IEnumerable<string> Clock(string text, string column) => CsvReading.Read(text, Options(column)).Column(0)
        .Select(static value => DateTime.UnixEpoch.AddMicroseconds((long)value!).ToString("HH:mm", CultureInfo.InvariantCulture));
}
