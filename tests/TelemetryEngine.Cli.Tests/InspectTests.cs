using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests;

public sealed class InspectTests
{
    [Fact]
    public void ShowsTypesNullsRangesAndFlagsToPaste()
    {
        using TemporaryFolder folder = new();
        folder.Put("readings.csv", TemporaryFolder.Readings + "2024-01-01T02:00:00Z,c,\n");

        string output = Run(folder, "inspect readings.csv").Expect(0).Output;

        Assert.StartsWith("readings.csv: 6 rows, 3 columns, ", output, StringComparison.Ordinal);
        Assert.Matches(@"timestamp +timestamp\[us\] +0 % +2024-01-01T00:10:00Z +2024-01-01T02:00:00Z ", output);
        Assert.Matches(@"device_id +utf8 +0 % +a +c +a, b, c\n", output);
        Assert.Matches(@"power_w +decimal\(2\) +17 % +1.5 +20.25 +1.5, 10, 2.5, … ", output.Replace("2.5\n", "2.5, … ", StringComparison.Ordinal));
        Assert.Contains("time        timestamp, 2024-01-01T00:10:00Z to 2024-01-01T02:00:00Z\n", output, StringComparison.Ordinal);
        Assert.Contains("order       each time is at or after the one above\n", output, StringComparison.Ordinal);
        Assert.Contains("repeats     none: every time is there once\n", output, StringComparison.Ordinal);
        Assert.EndsWith("  --schema 'timestamp=timestamp[us],device_id=utf8' --time timestamp\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePastedFlagsReadTheFile()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        string flags = Run(folder, "inspect readings.csv").Expect(0).Output.Split("read it with:\n")[1].Trim();

        string pasted = Run(folder, $"aggregate readings.csv --every 1h {flags} --quiet").Expect(0).Output;

        Assert.Equal(Run(folder, "aggregate readings.csv --every 1h").Expect(0).Output, pasted);
    }

    [Fact]
    public void AHeaderAloneHasATimeWithoutAValue()
    {
        using TemporaryFolder folder = new();
        folder.Put("readings.csv", "timestamp,power_w\n");

        Assert.Contains("\ntime        timestamp, without a value\n\nread it with:", Run(folder, "inspect readings.csv").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void CountsTimesOutOfOrderAndRepeated()
    {
        using TemporaryFolder folder = new();
        folder.Put("mixed.csv", "timestamp,x\n2024-01-01T01:00:00Z,1\n2024-01-01T03:00:00Z,1\n2024-01-01T02:00:00Z,1\n2024-01-01T04:00:00Z,1\n2024-01-01T03:00:00Z,1\n2024-01-01T03:00:00Z,1\n2024-01-01T05:00:00Z,1\n");

        string output = Run(folder, "inspect mixed.csv").Expect(0).Output;

        Assert.Contains("order       out of order in 2 places\n", output, StringComparison.Ordinal);
        Assert.Contains("repeats     2 rows with a time that an earlier row has\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(';', "--delimiter ';' --schema ")]
    [InlineData('\t', "--delimiter tab --schema ")]
    [InlineData('|', "--delimiter '|' --schema ")]
    public void FindsTheDelimiter(char delimiter, string flags)
    {
        using TemporaryFolder folder = new();
        folder.Put("readings.csv", TemporaryFolder.Readings.Replace(',', delimiter));

        string output = Run(folder, "inspect readings.csv").Expect(0).Output;

        Assert.Contains("3 columns", output, StringComparison.Ordinal);
        Assert.Contains($"\n  {flags}", output, StringComparison.Ordinal);
    }

    [Fact]
    public void ProposesALayoutForTimesThatAreNotIso()
    {
        using TemporaryFolder folder = new();
        folder.Put("household.csv", "Date;Time;kw\n16/12/2006;17:24:00;4.2\n17/12/2006;00:01:00;5.3\n");

        string output = Run(folder, "inspect household.csv").Expect(0).Output;
        Assert.EndsWith("--time Date+Time --time-format 'dd/MM/yyyy HH:mm:ss'\n", output, StringComparison.Ordinal);

        string flags = output.Split("read it with:\n")[1].Trim();
        Assert.Equal(
            "window_start,avg_kw\n2006-12-16T00:00:00Z,4.2\n2006-12-17T00:00:00Z,5.3\n",
            Run(folder, $"aggregate household.csv {flags} --every 1d").Expect(0).Output);
    }

    [Fact]
    public void SaysHowManyRowsAreUnreadable()
    {
        using TemporaryFolder folder = new();
        folder.Put("dirty.csv", "timestamp,x\n2024-01-01T00:00:00Z,1\n2024-01-01T00:00:00Z\n");

        string output = Run(folder, "inspect dirty.csv").Expect(0).Output;

        const string Command = "telemetry convert dirty.csv --schema 'timestamp=timestamp[us],x=int64' --time timestamp --on-error skip --rejects rejects.csv -o kept.csv";
        Assert.Contains($"unreadable  1 row of 2; to see which: {Command}\n", output, StringComparison.Ordinal);
        Run(folder, Command["telemetry ".Length..]).Expect(3);
        Assert.Contains("1 field where the header has 2", folder.Text("rejects.csv"), StringComparison.Ordinal);
    }

    // hour   0  1  2  3  4  5  6
    // a      x  x  x     x  x  x
    // b      x  x              x
    [Fact]
    public void GapsAreThoseOfEachSeries()
    {
        using TemporaryFolder folder = new();
        string rows = string.Concat(from hour in Enumerable.Range(0, 7)
                                    from meter in new[] { "a", "b" }
                                    where meter == "a" ? hour != 3 : hour is 0 or 1 or 6
                                    select $"2024-01-01T0{hour}:00:00Z,{meter},1\n");
        folder.Put("meters.csv", "timestamp,meter,x\n" + rows);

        string whole = Run(folder, "inspect meters.csv").Expect(0).Output;
        string each = Run(folder, "inspect meters.csv --by meter").Expect(0).Output;

        Assert.Contains("repeats     3 rows with a time that an earlier row has; if they are of several series, look again with --by meter\n", whole, StringComparison.Ordinal);
        Assert.Contains("series      2 by meter\norder       each time is at or after the one above\nrepeats     none: every time is there once\n", each, StringComparison.Ordinal);
        Assert.Contains("gaps        2, of 5 missing readings in 2 series; the longest of b: 2024-01-01T01:00:00Z to 2024-01-01T06:00:00Z (5 h)\n", each, StringComparison.Ordinal);
        Assert.Matches("\nmeter  rows  step  gaps  missing  repeats  out of order  longest gap\nb +3 +1 h +1 +4 +0 +0 +2024-01-01T01:00:00Z to 2024-01-01T06:00:00Z \\(5 h\\)\na +6 ", each);
        Assert.DoesNotContain("--by", each.Split("read it with:")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownKeyNamesTheColumns()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        Assert.Contains("--by: there is no column 'device'; ", Run(folder, "inspect readings.csv --by device").Expect(2).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-03-31T01:00,1\n2024-03-31T03:00,1\n2024-03-31T04:00,1\n", "2024-03-31 02:00 is missing, as on a local clock", "Europe/Berlin")]
    [InlineData("2024-10-27T01:00,1\n2024-10-27T02:00,1\n2024-10-27T02:00,1\n2024-10-27T03:00,1\n", "2024-10-27 02:00 is there twice, as on a local clock", "Europe/Berlin")]
    [InlineData("2024-11-03T00:30,1\n2024-11-03T01:00,1\n2024-11-03T01:30,1\n2024-11-03T01:00,1\n2024-11-03T01:30,1\n2024-11-03T02:00,1\n", "2024-11-03 01:00 is there twice, as on a local clock", "America/New_York")]
    public void AnHourThatLocalClocksLeaveOutOrRepeatIsPointedOut(string rows, string sign, string zone)
    {
        using TemporaryFolder folder = new();
        folder.Put("local.csv", "time,x\n" + rows);

        string output = Run(folder, "inspect local.csv").Expect(0).Output;

        Assert.Contains($"zone        {sign}; if these are local times, name their zone, such as --time-zone {zone}\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("zone   ", Run(folder, $"inspect local.csv --time-zone {zone}").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void APipeIsReadAsAFileIsAndItsBytesAreCounted()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        string file = Run(folder, "inspect readings.csv").Expect(0).Output;
        string pipe = Run(folder, "inspect -", folder.Text("readings.csv")).Expect(0).Output;

        Assert.Equal(file, pipe.Replace("-: ", "readings.csv: ", StringComparison.Ordinal));
    }

    [Fact]
    public void LongNamesAreCutForTheEyeAndWholeInTheFlags()
    {
        using TemporaryFolder folder = new();
        string name = new('w', 200);
        string wide = new('電', 30);
        folder.Put("long.csv", $"{name},{wide}\n1,2\n");

        string output = Run(folder, "inspect long.csv").Expect(0).Output;

        Assert.Contains($"\n{new string('w', 39)}…  int64 ", output, StringComparison.Ordinal);
        Assert.Contains($"\n{new string('電', 19)}…   int64 ", output, StringComparison.Ordinal);
        Assert.EndsWith($"--schema '{name}=int64,{wide}=int64'\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void WhereDayAndMonthMayChangePlacesBothReadingsAreShown()
    {
        using TemporaryFolder folder = new();
        folder.Put("open.csv", "Time;kWh\n01/02/2024 00:00;1\n02/02/2024 12:00;2\n");

        string said = Run(folder, "inspect open.csv").Expect(0).Errors;

        Assert.Contains("--time Time --time-format 'dd/MM/yyyy HH:mm'", said, StringComparison.Ordinal);
        Assert.Contains("--time Time --time-format 'MM/dd/yyyy HH:mm'", said, StringComparison.Ordinal);
    }
}
