using System.Globalization;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Sources;
using TelemetryEngine.Tests.Formats.Csv;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Formats.Times;

public sealed class TimeInferenceTests
{
    [Theory]
    [InlineData("31/12/2006 17:24|01/01/2007 00:00", "dd/MM/yyyy HH:mm", "2006-12-31 17:24:00|2007-01-01 00:00:00")]
    [InlineData("12/31/2006 17:24:05|01/01/2007 00:00:00", "MM/dd/yyyy HH:mm:ss", "2006-12-31 17:24:05|2007-01-01 00:00:00")]
    [InlineData("31.12.2006|1.1.2007", "d.M.yyyy", "2006-12-31 00:00:00|2007-01-01 00:00:00")]
    [InlineData("01.02.2006, 10:15", "dd.MM.yyyy, HH:mm", "2006-02-01 10:15:00")]
    [InlineData("01.02.06 10.15", "dd.MM.yy HH.mm", "2006-02-01 10:15:00")]
    [InlineData("05/25/24 01:02:03 PM|05/26/24 12:00:00 AM", "MM/dd/yy hh:mm:ss tt", "2024-05-25 13:02:03|2024-05-26 00:00:00")]
    [InlineData("5/25/2024 1:02am", "M/dd/yyyy h:mmtt", "2024-05-25 01:02:00")]
    [InlineData("2024/01/31 10:15|2024/02/01 10:15:30", "yyyy/MM/dd HH:mm[:ss]", "2024-01-31 10:15:00|2024-02-01 10:15:30")]
    [InlineData("2024-01-31 10:15 p.m.", "yyyy-MM-dd hh:mm tt", "2024-01-31 22:15:00")]
    [InlineData("2024-01-31 10:15:00 UTC|2024-01-31 10:15:30.5 UTC", "yyyy-MM-dd HH:mm:ss.FFFFFFFFFz", "2024-01-31 10:15:00|2024-01-31 10:15:30.5")]
    [InlineData("2024-01-31 10:15:00 +0200", "yyyy-MM-dd HH:mm:ssz", "2024-01-31 08:15:00")]
    [InlineData("2024-01-31_10:15:00", "yyyy-MM-dd_HH:mm:ss", "2024-01-31 10:15:00")]
    [InlineData("2024-01-31  10:15:00", "yyyy-MM-dd HH:mm:ss", "2024-01-31 10:15:00")]
    [InlineData("20240131T101500", "yyyyMMddTHHmmss", "2024-01-31 10:15:00")]
    [InlineData("20240131 1015", "yyyyMMdd HHmm", "2024-01-31 10:15:00")]
    [InlineData("03 Sep 2019 00:30:00", "dd MMM yyyy HH:mm:ss", "2019-09-03 00:30:00")]
    [InlineData("3-SEP-19 24:00", "d-MMM-yy HH:mm", "2019-09-04 00:00:00")]
    [InlineData("September 3, 2019 9:30 PM", "MMM d, yyyy h:mm tt", "2019-09-03 21:30:00")]
    [InlineData("10/Oct/2000:13:55:36 -0700", "dd/MMM/yyyy:HH:mm:ssz", "2000-10-10 20:55:36")]
    [InlineData("10:15 31.12.2024", "HH:mm dd.MM.yyyy", "2024-12-31 10:15:00")]
    [InlineData("31.12.2024|31.12.2024 00:15", "dd.MM.yyyy[ HH:mm]", "2024-12-31 00:00:00|2024-12-31 00:15:00")]
    [InlineData("2024-01-01T00:00Z/2024-01-01T01:00Z", "yyyy-MM-ddTHH:mmz/*", "2024-01-01 00:00:00")]
    [InlineData("2024-01-01 01:00 to 2024-01-01 02:00", "yyyy-MM-dd HH:mm 'to' *", "2024-01-01 01:00:00")]
    [InlineData("01.01.2024 01:00 - 01.01.2024 02:00", "dd.MM.yyyy HH:mm - *", "2024-01-01 01:00:00")]
    [InlineData("2024-01-31 14", "yyyy-MM-dd HH", "2024-01-31 14:00:00")]
    public void TextsAreReadInTheLayoutThatFitsAll(string values, string layout, string instants)
    {
        string text = "t\n" + string.Concat(values.Split('|').Select(static value => $"\"{value}\"\n"));
        Assert.Equal(instants.Split('|'), Shown(text, new CsvDialect { NeedsTime = true }, out string? format));
        Assert.Equal(layout, format);
        Assert.Equal(instants.Split('|'), Shown(text, new CsvDialect { Time = new TimeDialect { Column = "t", Format = layout } }, out _));
    }

    [Theory]
    [InlineData("20240131", "yyyyMMdd", "2024-01-31 00:00:00")]
    [InlineData("2024013123", "yyyyMMddHH", "2024-01-31 23:00:00")]
    [InlineData("202401312345", "yyyyMMddHHmm", "2024-01-31 23:45:00")]
    [InlineData("20240131234559", "yyyyMMddHHmmss", "2024-01-31 23:45:59")]
    [InlineData("45383", "excel", "2024-04-01 00:00:00")]
    [InlineData("45383.25", "excel", "2024-04-01 06:00:00")]
    [InlineData("45383.0104166667", "excel", "2024-04-01 00:15:00")]
    [InlineData("1700000000", "epoch_s", "2023-11-14 22:13:20")]
    [InlineData("1700000000.25", "epoch_s", "2023-11-14 22:13:20.25")]
    [InlineData("1700000000.1234567", "epoch_s", "2023-11-14 22:13:20.1234567")]
    [InlineData("1700000000250", "epoch_ms", "2023-11-14 22:13:20.25")]
    [InlineData("1700000000250.5", "epoch_ms", "2023-11-14 22:13:20.2505")]
    [InlineData("1700000000250000", "epoch_us", "2023-11-14 22:13:20.25")]
    [InlineData("1700000000250000000", "epoch_ns", "2023-11-14 22:13:20.25")]
    public void NumbersAreReadByTheirMagnitude(string value, string layout, string instant)
    {
        Assert.Equal([instant], Shown($"t,time\n1,{value}\n", new CsvDialect(), out string? format, "time"));
        Assert.Equal(layout, format);
        Assert.Equal([instant], Shown($"when\n{value}\n", new CsvDialect { Time = new TimeDialect { Column = "when" } }, out _));
        Assert.Equal([instant], Shown($"when\n{value}\n", new CsvDialect { Time = new TimeDialect { Column = "when", Format = layout } }, out _));
    }

    [Theory]
    [InlineData("20240131", "epoch_s", "1970-08-23 06:15:31")]
    [InlineData("45383", "epoch_s", "1970-01-01 12:36:23")]
    [InlineData("1700000000", "epoch_ms", "1970-01-20 16:13:20")]
    [InlineData("12345678901", "epoch_s", "2361-03-21 19:15:01")]
    public void AWordSaysWhatANumberIs(string value, string word, string instant) =>
        Assert.Equal([instant], Shown($"t\n{value}\n", new CsvDialect { Time = new TimeDialect { Column = "t", Format = word } }, out _));

    [Theory]
    [InlineData("12345678901")]
    [InlineData("4200000000")]
    [InlineData("-700000000")]
    [InlineData("0.5")]
    public void ATimeThatNobodyMeansIsAnError(string value)
    {
        PlanException error = Assert.Throws<PlanException>(() => CsvReading.Inspect($"t\n{value}\n", new CsvDialect { Time = new TimeDialect { Column = "t" } }));
        Assert.Contains("what it means is to be said", error.Message, StringComparison.Ordinal);
        Assert.Contains("Time(\"t\", \"epoch_s\")) or ", error.Message, StringComparison.Ordinal);
        Assert.Contains("Time(\"t\", \"epoch_ms\")", error.Message, StringComparison.Ordinal);
        Assert.Equal([value.Contains('.') ? "time=decimal(1)" : "time=int64", "x=int64"], CsvReading.Inspect($"time,x\n{value},1\n").Columns);
    }

    [Fact]
    public void ACountBehindTheSampleThatNobodyMeansIsARowError()
    {
        Reject reject = Assert.Single(CsvReading.Skip("time\n1700000000\n4200000000\n").Rejects);
        Assert.Contains("'4200000000' would be a time outside of 1950 to 2100", reject.Error.ToString(), StringComparison.Ordinal);
        Reject digits = Assert.Single(CsvReading.Skip("time\n" + string.Concat(Enumerable.Repeat("20240131\n", 20)) + "18000131\n").Rejects);
        Assert.Equal("18000131", digits.Text);
    }

    [Theory]
    [InlineData("01/02/2024 00:00", "dd/MM/yyyy HH:mm", "MM/dd/yyyy HH:mm", "2024-02-01 or 2024-01-02")]
    [InlineData("1-2-2024", "d-M-yyyy", "M-d-yyyy", "2024-02-01 or 2024-01-02")]
    [InlineData("31/12/24", "dd/MM/yy", "yy/MM/dd", "2024-12-31 or 2031-12-24")]
    public void TwoReadingsAreShownAndNoneIsChosen(string value, string one, string other, string readings)
    {
        PlanException error = Assert.Throws<PlanException>(() => CsvReading.Inspect($"my time,x\n{value},1\n", new CsvDialect { NeedsTime = true }));
        Assert.Contains($"'{value}' is {readings}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"Time(\"my time\", \"{one}\") or Time(\"my time\", \"{other}\")".Replace($"'{value}'", value, StringComparison.Ordinal).Replace("'d-M-yyyy'", "d-M-yyyy", StringComparison.Ordinal).Replace("'M-d-yyyy'", "M-d-yyyy", StringComparison.Ordinal).Replace("'dd/MM/yy'", "dd/MM/yy", StringComparison.Ordinal).Replace("'yy/MM/dd'", "yy/MM/dd", StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
        (IReadOnlyList<string> columns, IReadOnlyList<string> notes) = CsvReading.Inspect($"my time,x\n{value},1\n");
        Assert.Equal(["my time=utf8", "x=int64"], columns);
        Assert.Contains(notes, note => note.Contains(readings, StringComparison.Ordinal));
    }

    [Fact]
    public void OneDayBeyondTwelveDecides()
    {
        string rows = string.Concat(Enumerable.Range(1, 20).Select(static day => $"01/{day:00}/2024\n"));
        Assert.Equal("2024-01-20 00:00:00", Shown($"t\n{rows}", new CsvDialect { NeedsTime = true }, out string? format)[^1]);
        Assert.Equal("MM/dd/yyyy", format);
    }

    [Fact]
    public void AYearInFrontIsNoneWhereTheDatesWouldJump()
    {
        string rows = string.Concat(Enumerable.Range(0, 60).Select(static i => new DateTime(2024, 1, 1).AddDays(i).ToString("dd/MM/yy HH:mm\n", CultureInfo.InvariantCulture)));
        Assert.Equal("2024-02-29 00:00:00", Shown($"t\n{rows}", new CsvDialect { NeedsTime = true }, out string? format)[^1]);
        Assert.Equal("dd/MM/yy HH:mm", format);
    }

    [Fact]
    public void AbbreviationsAreThoseOfTheZone()
    {
        const string Text = "t\n2024-10-27 02:30 CEST\n2024-10-27 02:30 CET\n2024-10-27 02:30 UTC\n";
        CsvDialect berlin = new() { NeedsTime = true, Time = new TimeDialect { Zone = "Europe/Berlin" } };
        Assert.Equal(["2024-10-27 00:30:00", "2024-10-27 01:30:00", "2024-10-27 02:30:00"], Shown(Text, berlin, out _));
        PlanException error = Assert.Throws<PlanException>(() => CsvReading.Inspect(Text, new CsvDialect { NeedsTime = true }));
        Assert.Contains("ends with CEST, which is no abbreviation that UTC has for itself; TimePlan.Zone = \"Europe/Berlin\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFewThatAreNoTimesAreRowErrors()
    {
        SourceContents read = CsvReading.Skip("when,x\n2024-01-01,1\n2024-01-02,2\nsoon,3\n2024-01-04,4\n");
        Assert.Equal([1L, 2L, 4L], read.Column(1));
        Assert.Equal(("when", "soon", 4L), (read.Rejects[0].Column, read.Rejects[0].Text, read.Rejects[0].Line));
        Assert.Equal(["when=utf8"], CsvReading.Inspect("when\n2024-01-01\nsoon\nlater\n").Columns);
        string many = "when\n" + string.Concat(Enumerable.Range(10, 18).Select(static i => $"{i}.01.2024 10:00\n"));
        Assert.Equal(["when=timestamp[us]"], CsvReading.Inspect(many + "x\ny\n").Columns);
        Assert.Equal(["when=utf8"], CsvReading.Inspect(many + "x\ny\nz\n").Columns);
    }

    [Theory]
    [InlineData("10.2.24")]
    [InlineData("1.2.3")]
    [InlineData("12-34-56")]
    [InlineData("00:15:00")]
    [InlineData("A1-02-2024")]
    [InlineData("2024-W05")]
    [InlineData("3 days 2020")]
    public void OtherTextsStayTexts(string value) => Assert.Equal(["firmware=utf8"], CsvReading.Inspect($"firmware\n{value}\n").Columns);

    [Fact]
    public void LayoutsAreFrozen()
    {
        using Testing.TemporaryFile file = new("when,v\n31/12/2023 10:00,1\n");
        Plan plan = Telemetry.ReadCsv(file.Path).Window(Tumbling.Every(TimeSpan.FromDays(1))).Aggregate(Aggregate.Count()).ToPlan();
        Assert.Equal("dd/MM/yyyy HH:mm", plan.Source.Schema[0].Format);
        Plan read = Plan.FromJson(plan.ToJson());
        Assert.Equal(plan.ToJson(), read.ToJson());
        File.WriteAllText(file.Path, "when,v\n01/12/2023 10:00,1\n");
        Assert.Equal("2023-12-01", First(Telemetry.FromPlan(read).ToTable())[..10]);
    }

    private static string First(TelemetryEngine.Table table) => DateTime.UnixEpoch.AddMicroseconds(((Apache.Arrow.TimestampArray)table.Batches[0].Column(0)).Values[0]).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The instants of a column, in UTC, and the layout it was found to have.</summary>
    internal static string[] Shown(string text, CsvDialect options, out string? format, string? column = null)
    {
        using Testing.TemporaryFile file = new(text);
        using CsvSource source = CsvSource.Open([file.Path], options);
        int ordinal = source.Schema.Find(source.Resolve(new FlatPlan()).Time?.Column ?? column ?? source.Schema[0].Name);
        Assert.Equal(TelemetryEngine.Columns.ColumnKind.Timestamp, source.Schema[ordinal].Type.Kind);
        format = source.Schema[ordinal].Format;
        long perSecond = source.Schema[ordinal].Type.Unit.TicksPerSecond();
        return [.. SourceReader.Read(source).Rows.Select(row => DateTime.UnixEpoch
            .AddTicks((long)((Int128)(long)row.Values[ordinal]! * TimeSpan.TicksPerSecond / perSecond)).ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture))];
    }
}
