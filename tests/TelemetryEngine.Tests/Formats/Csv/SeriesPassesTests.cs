using System.Globalization;
using System.Text;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>Which pass through a repeated hour the rows of each series belong to.</summary>
public sealed class SeriesPassesTests
{
    private static readonly string[] Zones =
        ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/St_Johns", "America/Havana", "Atlantic/Azores", "Antarctica/Troll", "Africa/Casablanca"];

    /// <summary>How the rows of a generated file follow each other.</summary>
    private enum RowOrder
    {
        /// <summary>All meters at each time, then the next time.</summary>
        InTurn,

        /// <summary>One meter after the other.</summary>
        OneByOne,

        /// <summary>A day of each meter, then the next day.</summary>
        DayByDay,
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 120)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void CompleteSeriesHaveTheirExactInstants(int seed)
    {
        Random random = new(seed);
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(Zones[random.Next(Zones.Length)]);
        DateTime change = ClockSetBack(zone, 2015 + random.Next(15));
        int minutes = random.Next(2) == 0 ? 15 : 30;
        int meters = 1 + random.Next(5);
        DateTime start = change.AddMinutes(-minutes * random.Next(3 * 60 / minutes, 600));
        DateTime end = change.AddHours(random.Next(4, 60));
        DateTime[] times = [.. Enumerable.Range(0, (int)((end - start).TotalMinutes / minutes)).Select(i => start.AddMinutes(i * minutes))];
        List<(DateTime Time, int Meter)> rows = Ordered(times, meters, (RowOrder)random.Next(3));
        if (random.Next(2) == 0)
        {
            rows.Reverse();
        }

        Assert.All(NotesOfExact(rows, zone, random, $"{zone.Id} {change:s} {minutes} min, {meters} meters"), static note => Assert.DoesNotContain("does not tell it", note, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-45)]
    [InlineData(-15)]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(45)]
    public void NewestFirstMayBeginInsideOfTheRepeatedHour(int minutesFromChange)
    {
        Random random = new(minutesFromChange);
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        DateTime change = ClockSetBack(zone, 2024);
        DateTime[] times = [.. Enumerable.Range(-600, 601 + (minutesFromChange / 15)).Select(i => change.AddMinutes(i * 15))];
        foreach (RowOrder order in new[] { RowOrder.InTurn, RowOrder.OneByOne })
        {
            List<(DateTime Time, int Meter)> rows = Ordered(times, 3, order);
            rows.Reverse();
            bool isTold = minutesFromChange >= 0;
            Assert.All(NotesOfExact(rows, zone, random, $"{order}"), note => Assert.Equal(isTold, !note.Contains("does not tell it", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void RowsSortedByLocalTimeHaveBothPassesOfEachTimeTogether() =>
        Assert.Equal(["00:00", "01:00", "00:15", "01:15", "00:30", "01:30", "00:45", "01:45", "02:00"],
            Clock("t\n2024-10-27 02:00\n2024-10-27 02:00\n2024-10-27 02:15\n2024-10-27 02:15\n2024-10-27 02:30\n2024-10-27 02:30\n2024-10-27 02:45\n2024-10-27 02:45\n2024-10-27 03:00\n"));

    [Theory]
    [InlineData("t\n2024-10-27 01:45\n2024-10-27 02:00\n2024-10-27 02:30\n2024-10-27 03:00\n", "2 readings lie between 2024-10-27 02:00 and 03:00, which the clock of Europe/Berlin showed twice: 0 are taken for the second time, by the order of the rows of each series; of all that order does not tell it")]
    [InlineData("t\n2024-10-27 01:45\n2024-10-27 02:00\n2024-10-27 02:30\n2024-10-27 02:00\n2024-10-27 02:30\n2024-10-27 02:15\n", "5 readings lie between 2024-10-27 02:00 and 03:00, which the clock of Europe/Berlin showed twice: 3 are taken for the second time, by the order of the rows of each series; of all that order does not tell it")]
    [InlineData("t\n2024-10-27 01:45\n2024-10-27 02:00\n2024-10-27 02:00\n2024-10-27 02:00\n", "3 readings lie between 2024-10-27 02:00 and 03:00, which the clock of Europe/Berlin showed twice: 1 is taken for the second time, by the order of the rows of each series; of all that order does not tell it")]
    [InlineData("t\n2024-10-27 01:45\n2024-10-27 02:00\n2024-10-27 02:00\n2024-10-27 03:00\n", "2 readings lie between 2024-10-27 02:00 and 03:00, which the clock of Europe/Berlin showed twice: 1 is taken for the second time, by the order of the rows of each series")]
    public void WhatTheRowsDoNotTellIsCounted(string text, string note)
    {
        string said = Assert.Single(Notes(text, Berlin()));
        Assert.StartsWith(note, said, StringComparison.Ordinal);
        Assert.Equal(note.EndsWith("tell it", StringComparison.Ordinal), said.EndsWith(": TimePlan.Ambiguous = \"earliest\", latest or error decides, GroupBy or Series say which rows are one series", StringComparison.Ordinal));
    }

    [Fact]
    public void EqualTimesOfSeveralDevicesWithoutAKeyAreNoSecondPass()
    {
        string text = "t\n2024-10-27 01:00\n2024-10-27 01:00\n2024-10-27 02:00\n2024-10-27 02:00\n2024-10-27 02:00\n2024-10-27 02:00\n2024-10-27 03:00\n";
        Assert.Equal(["23:00", "23:00", "00:00", "00:00", "00:00", "00:00", "02:00"], Clock(text));
        Assert.Contains("of all that order does not tell it", Assert.Single(Notes(text, Berlin())), StringComparison.Ordinal);
    }

    [Fact]
    public void EndsOfIntervalsBelongToTheClockBefore()
    {
        CsvDialect ends = new() { Time = new TimeDialect { Zone = "America/Chicago", Series = [], AtEnds = true } };
        Assert.Equal(["06:00", "07:00", "08:00", "09:00"], Clock("t\n2024-11-03 01:00\n2024-11-03 02:00\n2024-11-03 02:00\n2024-11-03 03:00\n", ends));
        Assert.Equal(["08:00", "09:00"], Clock("t\n2024-03-10 02:00\n2024-03-10 04:00\n", ends));
    }

    private static CsvDialect Berlin() => new() { Time = new TimeDialect { Zone = "Europe/Berlin", Series = [] } };

    private static IEnumerable<string> Clock(string text, CsvDialect? options = null) => CsvReading.Read(text, options ?? Berlin()).Column(0)
        .Select(static value => DateTime.UnixEpoch.AddMicroseconds((long)value!).ToString("HH:mm", CultureInfo.InvariantCulture));

    /// <summary>What is said of rows that are read as their exact instants under all settings.</summary>
    private static IReadOnlyList<string> NotesOfExact(List<(DateTime Time, int Meter)> rows, TimeZoneInfo zone, Random random, string what)
    {
        string text = Text(rows, zone);
        CsvDialect options = new() { Time = new TimeDialect { Zone = zone.Id, Series = ["meter"] } };
        foreach (SourceSettings settings in Hostile(random, text.Length))
        {
            SourceContents read = CsvReading.Read(text, options, settings with { Columns = ["t"] });
            Assert.True(rows.Select(static row => (object?)Micros(row.Time)).SequenceEqual(read.Column(0)), $"{what}, {settings}");
        }

        return Notes(text, options);
    }

    private static IReadOnlyList<string> Notes(string text, CsvDialect options)
    {
        using TemporaryFile file = new(text);
        using CsvSource source = CsvSource.Open([file.Path], options);
        using Scan scan = source.Open(new ScanRequest([source.Schema.Find("t")], new RejectLog(ErrorPolicy.Fail)));
        using BatchReader reader = scan.CreateReader();
        while (reader.Read(CancellationToken.None) is not null)
        {
        }

        return [.. scan.Notes.Select(static note => note.ToString())];
    }

    private static SourceSettings[] Hostile(Random random, int length) =>
    [
        new SourceSettings(),
        new SourceSettings { Threads = 7, MorselBytes = 7, BatchRows = 1 },
        new SourceSettings { Threads = 2, MorselBytes = 1 + random.Next(200), BatchRows = 1 + random.Next(5) },
        new SourceSettings { Threads = 3, MorselBytes = 1 + random.Next(length), BatchRows = 1 + random.Next(100) },
    ];

    private static List<(DateTime Time, int Meter)> Ordered(DateTime[] times, int meters, RowOrder order)
    {
        IEnumerable<(DateTime Time, int Meter)> rows = times.SelectMany(time => Enumerable.Range(0, meters).Select(meter => (time, meter)));
        return order switch
        {
            RowOrder.OneByOne => [.. rows.OrderBy(static row => row.Meter)],
            RowOrder.DayByDay => [.. rows.OrderBy(static row => row.Time.Date).ThenBy(static row => row.Meter)],
            _ => [.. rows],
        };
    }

    private static string Text(List<(DateTime Time, int Meter)> rows, TimeZoneInfo zone)
    {
        StringBuilder text = new("meter,t\n");
        foreach ((DateTime time, int meter) in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"m{meter},{time + zone.GetUtcOffset(time):yyyy-MM-dd HH:mm:ss}\n");
        }

        return text.ToString();
    }

    /// <summary>An instant of a year at which the zone's clock is set back.</summary>
    private static DateTime ClockSetBack(TimeZoneInfo zone, int year)
    {
        DateTime from = new(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (DateTime at = from; at < from.AddYears(3); at = at.AddMinutes(15))
        {
            if (zone.GetUtcOffset(at.AddMinutes(15)) < zone.GetUtcOffset(at))
            {
                return at.AddMinutes(15);
            }
        }

        throw new InvalidOperationException($"the clock of {zone.Id} is not set back from {year} on");
    }

    private static long Micros(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
