using System.Globalization;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Formats.Csv;

public sealed class CsvTimeTests
{
    [Fact]
    public void TextWithAnOffsetMeansWhatItSays()
    {
        CsvDialect options = new() { Time = new TimeDialect { Zone = "Europe/Berlin" } };
        SourceContents read = CsvReading.Read("t\n2024-07-01T12:00:00Z\n2024-07-01T12:00:00+05:30\n2024-07-01T12:00:00\n2024-01-01 12:00\n", options);
        Assert.Equal(["2024-07-01 12:00:00", "2024-07-01 06:30:00", "2024-07-01 10:00:00", "2024-01-01 11:00:00"], Shown(read));
    }

    [Theory]
    [InlineData("Europe/Berlin", "2024-03-31 02:30:00", "")]
    [InlineData("Europe/Berlin", "2024-03-31 01:59:59", "2024-03-31 00:59:59")]
    [InlineData("Europe/Berlin", "2024-03-31 03:00:00", "2024-03-31 01:00:00")]
    [InlineData("America/New_York", "2024-03-10 02:00:00", "")]
    [InlineData("Australia/Lord_Howe", "2024-10-06 02:15:00", "")]
    [InlineData("Australia/Lord_Howe", "2024-10-06 02:30:00", "2024-10-05 15:30:00")]
    [InlineData("America/Sao_Paulo", "2018-11-04 00:30:00", "")]
    [InlineData("Pacific/Apia", "2011-12-30 12:00:00", "")]
    [InlineData("Pacific/Apia", "2011-12-31 00:00:00", "2011-12-30 10:00:00")]
    [InlineData("Antarctica/Troll", "2024-03-31 02:00:00", "")]
    [InlineData("Asia/Kathmandu", "2024-01-01 05:45:00", "2024-01-01 00:00:00")]
    public void LocalTimesThatDoNotExistAreRowErrors(string zone, string local, string utc)
    {
        CsvDialect options = new() { Time = new TimeDialect { Zone = zone } };
        SourceContents read = CsvReading.Skip($"t\n{local}\n", options);
        Assert.Equal(utc.Length == 0 ? [] : [utc], Shown(read));
        Assert.Equal(utc.Length == 0 ? 1 : 0, read.Rejects.Count);
        Assert.All(read.Rejects, reject => Assert.StartsWith(
            $"the local time '{local}' does not exist in {zone}: the clock was set forward over it; TimePlan.Nonexistent = \"shift\" reads it as ", reject.Error.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void ErrorOfATimeThatNeverWasNamesWhatReadsIt()
    {
        CsvDialect options = new() { Time = new TimeDialect { Zone = "America/Denver" } };
        Reject reject = Assert.Single(CsvReading.Skip("t\n2023-03-12 02:15:00\n", options).Rejects);
        Assert.Equal("the local time '2023-03-12 02:15:00' does not exist in America/Denver: the clock was set forward over it; TimePlan.Nonexistent = \"shift\" reads it as 03:15, "
            + "and TimePlan.InputZone = \"-07:00\" is for a clock that is never set, as of meters that keep standard time", reject.Error.ToString());
    }

    [Theory]
    [InlineData("America/Denver", "2023-03-12 02:15:00", "2023-03-12 09:15:00")]
    [InlineData("Australia/Lord_Howe", "2024-10-06 02:15:00", "2024-10-05 15:45:00")]
    [InlineData("Pacific/Apia", "2011-12-30 12:00:00", "2011-12-30 22:00:00")]
    public void TimesThatNeverWereMoveForwardAsTheClockDid(string zone, string local, string utc)
    {
        CsvDialect options = new() { Time = new TimeDialect { Zone = zone, Nonexistent = NonexistentTime.Shift } };
        Assert.Equal([utc], Shown(CsvReading.Read($"t\n{local}\n", options)));
    }

    [Fact]
    public void TimesThatNeverWereMayBeNull()
    {
        CsvDialect options = new() { Time = new TimeDialect { Zone = "Europe/Berlin", Nonexistent = NonexistentTime.Null } };
        const string Text = "t,x\n2024-03-31 01:30,1\n2024-03-31 02:30,2\n2024-03-31 03:30,3\n";
        Assert.Equal(["2024-03-31 00:30:00", null, "2024-03-31 01:30:00"], Shown(CsvReading.Read(Text, options)));
        SourceContents required = CsvReading.Read(Text, options, new SourceSettings { Policy = ErrorPolicy.Skip, RequiredTime = "t" });
        Assert.Equal(["2024-03-31 00:30:00", "2024-03-31 01:30:00"], Shown(required));
        Assert.StartsWith("the local time '2024-03-31 02:30' does not exist in Europe/Berlin", Assert.Single(required.Rejects).Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Europe/Berlin", null, null, "2024-06-30 22:00:00")]
    [InlineData("Europe/Berlin", "UTC", null, "2024-07-01 00:00:00")]
    [InlineData("Europe/Berlin", "-07:00", null, "2024-07-01 07:00:00")]
    [InlineData("UTC", "Asia/Kolkata", null, "2024-06-30 18:30:00")]
    [InlineData("UTC+3", null, null, "2024-06-30 21:00:00")]
    [InlineData("Europe/Berlin", "-07:00", "timestamp[us, UTC]", "2024-07-01 00:00:00")]
    public void TextsWithoutAnOffsetAreReadInTheInputZone(string zone, string? input, string? type, string utc)
    {
        CsvDialect options = (type is null ? new CsvDialect() : CsvReading.Typed(("t", type))) with { Time = new TimeDialect { Zone = zone, InputZone = input } };
        Assert.Equal([utc], Shown(CsvReading.Read("t\n2024-07-01 00:00:00\n", options)));
    }

    [Theory]
    [InlineData(AmbiguousTime.Earliest, "2024-10-27 00:30:00")]
    [InlineData(AmbiguousTime.Latest, "2024-10-27 01:30:00")]
    public void RepeatedLocalTimesAreChosen(object ambiguous, string utc)
    {
        CsvDialect options = new() { Time = new TimeDialect { Zone = "Europe/Berlin", Ambiguous = (AmbiguousTime)ambiguous } };
        Assert.Equal([utc], Shown(CsvReading.Read("t\n2024-10-27 02:30:00\n", options)));
    }

    [Fact]
    public void RepeatedLocalTimesMayBeErrors()
    {
        CsvDialect options = new() { Time = new TimeDialect { Zone = "Europe/Berlin", Ambiguous = AmbiguousTime.Error } };
        Reject reject = Assert.Single(CsvReading.Skip("t\n2024-10-27 02:30:00\n2024-10-27 03:00:00\n", options).Rejects);
        Assert.Equal("the local time '2024-10-27 02:30:00' occurs twice in Europe/Berlin; TimePlan.Ambiguous = \"earliest\", latest or order decides which is meant", reject.Error.ToString());
    }

    [Fact]
    public void OrderTellsTheSecondPass()
    {
        CsvDialect options = new() { Time = new TimeDialect { Zone = "Europe/Berlin", Ambiguous = AmbiguousTime.Order } };
        string text = "t\n2024-10-27 01:30:00\n2024-10-27 02:00:00\n2024-10-27 02:30:00\n2024-10-27 02:30:00\n2024-10-27 02:00:00\n2024-10-27 02:30:00\n2024-10-27 03:00:00\n";
        string[] expected = ["23:30", "00:00", "00:30", "00:30", "01:00", "01:30", "02:00"];
        foreach (int threads in (int[])[1, 7])
        {
            SourceContents read = CsvReading.Read(text, options, new SourceSettings { Threads = threads, MorselBytes = 7 });
            Assert.Equal(expected, Shown(read).Select(static time => time![11..16]));
        }

        CsvDialect single = options with { Time = options.Time with { Series = [] } };
        Assert.Equal(["23:30", "00:00", "00:30", "01:30", "01:00", "01:30", "02:00"], Shown(CsvReading.Read(text, single)).Select(static time => time![11..16]));
    }

    [Fact]
    public void OrderStartsAnewWithEachSeriesAndFile()
    {
        CsvDialect options = new() { Time = new TimeDialect { Zone = "Europe/Berlin", Ambiguous = AmbiguousTime.Order } };
        string series = "2024-10-27 02:30:00\n2024-10-27 02:00:00\n";
        SourceContents read = CsvReading.Read($"t\n{series}2024-10-27 01:00:00\n{series}", options);
        Assert.Equal(["00:30", "01:00", "23:00", "00:30", "01:00"], Shown(read).Select(static time => time![11..16]));
        using TemporaryFile first = new($"t\n{series}");
        using TemporaryFile second = new($"t\n{series}");
        using CsvSource source = CsvSource.Open([first.Path, second.Path], options);
        Assert.Equal(["00:30", "01:00", "00:30", "01:00"], Shown(SourceReader.Read(source)).Select(static time => time![11..16]));
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("America/Havana")]
    [InlineData("Pacific/Apia")]
    [InlineData("Antarctica/Troll")]
    [InlineData("Asia/Shanghai")]
    public void ClockAgreesWithTheZoneForEveryQuarterOfAnHour(string name)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        int[] years = name == "Asia/Shanghai" ? [1986, 1991] : name == "Pacific/Apia" ? [2011, 2012] : [2023, 2024];
        LocalClock earliest = new(zone, 1, AmbiguousTime.Earliest);
        LocalClock latest = new(zone, 1, AmbiguousTime.Latest);
        Dictionary<long, List<long>> instants = [];
        DateTime from = new(years[0], 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (DateTime utc = from.AddDays(-2); utc < from.AddYears(1).AddDays(2); utc = utc.AddMinutes(15))
        {
            long seconds = Seconds(utc);
            long local = seconds + (long)zone.GetUtcOffset(utc).TotalSeconds;
            (instants.TryGetValue(local, out List<long>? known) ? known : instants[local] = []).Add(seconds);
        }

        for (DateTime local = from; local < from.AddYears(1); local = local.AddMinutes(15))
        {
            List<long> expected = instants.GetValueOrDefault(Seconds(local), []);
            LocalTimeStatus status = earliest.ToUtc(Seconds(local), out long first);
            latest.ToUtc(Seconds(local), out long last);
            Assert.Equal(expected.Count == 0 ? LocalTimeStatus.DoesNotExist : LocalTimeStatus.Ok, status);
            Assert.True(expected.Count == 0 || (expected[0] == first && expected[^1] == last), $"{local:s}");
        }
    }

    [Fact]
    public void UnknownZoneSuggestsTheNearest()
    {
        CsvDialect options = new() { Time = new TimeDialect { Zone = "Europe/Berlim" } };
        Assert.Equal("there is no time zone 'Europe/Berlim'; did you mean 'Europe/Berlin'?", Assert.Throws<PlanException>(() => CsvReading.Inspect("t\n", options)).Message);
    }

    [Fact]
    public void FormatReadsTheNamedColumn()
    {
        CsvDialect options = new() { Time = new TimeDialect { Column = "d", Format = "dd/MM/yyyy HH:mm" } };
        Assert.Equal(["2006-12-16 17:24:00"], Shown(CsvReading.Read("d\n16/12/2006 17:24\n", options)));
        Assert.Equal("'2006-12-16' is not a time written dd/MM/yyyy HH:mm; TimePlan.Format says how times are written, OnError(ErrorPolicy.Skip) leaves such rows out", Assert.Single(CsvReading.Skip("d\n2006-12-16\n", options).Rejects).Error.ToString());
    }

    [Fact]
    public void TwoColumnsMakeATime()
    {
        CsvDialect options = new() { Time = new TimeDialect { Column = "Date+Time", Format = "dd/MM/yyyy HH:mm:ss" }, Delimiter = (byte)';' };
        const string Text = "Date;Time;x\n16/12/2006;17:24:00;1\n16/12/2006;;2\n\"16/12/2006\";17:25:00;3\n16/12/2006;17:26:99;4\n";
        using TemporaryFile file = new(Text);
        SourceContents read = CsvReading.Read(file.Path, options, new SourceSettings { Policy = ErrorPolicy.Skip, Columns = ["Date+Time", "x"] }, out var schema);
        Assert.Equal(["Date=utf8", "Time=utf8", "x=int64", "Date+Time=timestamp[us]"], schema.Columns.Select(static column => $"{column.Name}={column.Type}"));
        Assert.Equal(["2006-12-16 17:24:00", null, "2006-12-16 17:25:00"], Shown(read));
        Reject reject = Assert.Single(read.Rejects);
        Assert.Equal(("Date+Time", "16/12/2006 17:26:99"), (reject.Column, reject.Text));
    }

    [Fact]
    public void MissingTimeIsARejectWhereATimeIsRequired()
    {
        foreach (ErrorPolicy policy in (ErrorPolicy[])[ErrorPolicy.Skip, ErrorPolicy.Null])
        {
            SourceContents read = CsvReading.Read(
                "t,x\n2024-01-01,1\n,2\nsoon,3\n2024-01-02,q\n",
                CsvReading.Typed(("t", "timestamp[us]"), ("x", "int64")),
                new SourceSettings { Policy = policy, RequiredTime = "t" });
            Assert.Equal(policy == ErrorPolicy.Skip ? [1L] : [1L, null], read.Column(1));
            Assert.Equal(policy == ErrorPolicy.Skip ? 3 : 2, read.Rejects.Count);
            Assert.Equal("a row without a time belongs to no window; OnError(ErrorPolicy.Skip) leaves such rows out", read.Rejects[0].Error.ToString());
            Assert.Equal(policy == ErrorPolicy.Skip ? 0 : 1, read.FieldsMadeNull);
        }
    }

    [Fact]
    public void JoinOfUnknownColumnsSuggests()
    {
        CsvDialect options = new() { Time = new TimeDialect { Column = "Date+Tine", Format = "yyyy HH" } };
        Assert.Equal("Time Date+Tine: there is no column 'Tine'; did you mean 'Time'?", Assert.Throws<PlanException>(() => CsvReading.Inspect("Date,Time\n", options)).Message);
    }

    private static long Seconds(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;

    /// <summary>The first column, which is in microseconds.</summary>
    private static IEnumerable<string?> Shown(SourceContents read) =>
        read.Rows.Select(static row => row.Values[0] is long ticks ? DateTime.UnixEpoch.AddMicroseconds(ticks).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : null);
}
