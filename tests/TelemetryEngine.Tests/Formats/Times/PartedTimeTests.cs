using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Tests.Formats.Csv;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Formats.Times;

public sealed class PartedTimeTests
{
    private static readonly CsvDialect Needed = new() { NeedsTime = true };

    [Theory]
    [InlineData("Date,Time,x\n31/12/2006,17:24:00,1\n", "2006-12-31 17:24:00", "dd/MM/yyyy HH:mm:ss")]
    [InlineData("Date,Time,x\n2006-12-31,17:24:00,1\n", "2006-12-31 17:24:00", null)]
    [InlineData("Time,Date,x\n5:24 PM,31.12.2006,1\n", "2006-12-31 17:24:00", "dd.MM.yyyy h:mm tt")]
    [InlineData("meter,Date,Start Time,x\n7,12/31/2006,05:24:00 PM,1\n", "2006-12-31 17:24:00", "MM/dd/yyyy hh:mm:ss tt")]
    [InlineData("DeliveryDate,HourEnding,x\n12/30/2006,24:00,1\n", "2006-12-31 00:00:00", "MM/dd/yyyy HH:mm")]
    [InlineData("Date,Hour,x\n12/30/2006,24,1\n", "2006-12-31 00:00:00", "MM/dd/yyyy HH")]
    [InlineData("Date,HE,x\n20061230,7,1\n", "2006-12-30 07:00:00", "yyyyMMdd H")]
    [InlineData("x,Year,Month,Day,Hour,Minute\n1,2017,1,2,8,30\n", "2017-01-02 08:30:00", "yyyy M d H m")]
    [InlineData("x,Day,Month,Year\n1,2,1,2017\n", "2017-01-02 00:00:00", "yyyy M d")]
    public void DateAndClockAreOneTime(string text, string instant, string? layout)
    {
        Assert.Equal([instant], TimeInferenceTests.Shown(text, Needed, out string? format));
        Assert.Equal(layout, format);
    }

    [Theory]
    [InlineData("Date,Start Time,End Time,x\n31/12/2006,17:24,18:24,1\n", "Time(\"Date+Start Time\") or Time(\"Date+End Time\")")]
    [InlineData("Date,Time,x\n01/02/2006,17:24,1\n", "Time(\"Date+Time\", \"dd/MM/yyyy HH:mm\") or Time(\"Date+Time\", \"MM/dd/yyyy HH:mm\")")]
    public void WhatCanNotBeToldIsAnError(string text, string flags)
    {
        PlanException error = Assert.Throws<PlanException>(() => CsvReading.Inspect(text, Needed));
        Assert.Contains(flags, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("timestamp", string.Join(' ', CsvReading.Inspect(text, new CsvDialect { ShowsTime = true }).Columns), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time,Date,Clock\n2024-01-01T00:00:00,2024-01-01,00:00\n", "time=timestamp[us],Date=timestamp[us],Clock=utf8")]
    [InlineData("Date,Duration,x\n2024-01-31,00:15,1\n", "Date=timestamp[us],Duration=utf8,x=int64")]
    public void AClockOfSomethingElseIsNoPart(string text, string columns) => Assert.Equal(columns.Split(','), CsvReading.Inspect(text, Needed).Columns);

    [Fact]
    public void AnyNumberOfColumnsIsJoined()
    {
        CsvDialect options = new() { Time = new TimeDialect { Column = "Year+Month+Day+Hour+Minute" } };
        const string Text = "Minute,Year,Month,Day,Hour\n30,2017,1,2,8\n0,2017,12,31,24\n";
        Assert.Equal(["2017-01-02 08:30:00", "2018-01-01 00:00:00"], TimeInferenceTests.Shown(Text, options, out _, "Year+Month+Day+Hour+Minute"));
        options = options with { Time = new TimeDialect { Column = "D+M+Y+T", Format = "d M yyyy HH:mm" } };
        Assert.Equal(["2017-01-02 08:30:00"], TimeInferenceTests.Shown("D,M,Y,T\n2,1,2017,08:30\n", options, out _, "D+M+Y+T"));
        PlanException missing = Assert.Throws<PlanException>(() => CsvReading.Inspect("Year,Month\n", new CsvDialect { Time = new TimeDialect { Column = "Year+Month+Dai" } }));
        Assert.Contains("there is no column 'Dai'", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APartThatIsNullMakesTheTimeNull()
    {
        CsvDialect options = new() { Time = new TimeDialect { Column = "Y+M+D", Format = "yyyy M d" } };
        using Testing.TemporaryFile file = new("Y,M,D,x\n2017,1,2,1\n2017,,2,2\n2017,1,,3\n");
        var read = CsvReading.Read(file.Path, options, new Testing.SourceSettings { Columns = ["Y+M+D", "x"] }, out _);
        Assert.Equal([false, true, true], read.Rows.Select(static row => row.Values[0] is null));
    }

    [Fact]
    public void PartsAreNotAveraged()
    {
        using Testing.TemporaryFile file = new("Year,Month,Day,kWh\n2017,1,2,5\n");
        TelemetryEngine.Table table = Telemetry.ReadCsv(file.Path).Window(Tumbling.Every(TimeSpan.FromDays(1))).ToTable();
        Assert.Equal(["window_start", "avg_kWh"], table.Schema.FieldsList.Select(static field => field.Name));
    }
}
