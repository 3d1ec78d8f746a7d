using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Sources;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Formats.ArrowIpc;

/// <summary>Times of record batches that have no zone are read as texts without an offset are.</summary>
public sealed class LocalTimesTests
{
    private static readonly string[] Usual = ["2024-03-31 00:00:00", "2024-03-31 00:30:00", "2024-03-31 01:00:00", "2024-06-30 23:59:59", "2024-07-01 00:00:00"];

    [Theory]
    [InlineData("Europe/Berlin", null, "1h")]
    [InlineData("Europe/Berlin", null, "1d")]
    [InlineData("Europe/Berlin", "UTC", "1d")]
    [InlineData("UTC", "America/Denver", "1h")]
    [InlineData("-05:00", null, "1d")]
    public void BatchesAndTextsMeanTheSame(string zone, string? input, string every)
    {
        Pipeline Ask(Pipeline source) => source.Time(new TimePlan { Column = "t", Zone = zone, InputZone = input }).Window(Tumbling.Every(every)).Aggregate(Aggregate.Sum("x"));
        using TemporaryFile file = new("t,x\n" + string.Concat(Usual.Select(static (time, i) => $"{time},{1 << i}\n")));
        Assert.Equal(TableText.Rows(Ask(Telemetry.ReadCsv(file.Path).Schema(("t", "timestamp[s]"))).ToTable()), TableText.Rows(Ask(Telemetry.From([Batch(null, Usual)])).ToTable()));
    }

    [Fact]
    public void TimestampsWithAZoneAreInstants()
    {
        var table = Hours(Telemetry.From([Batch("UTC", "2024-07-01 00:30:00")]), new TimePlan { Column = "t", Zone = "Europe/Berlin" }).ToTable();
        Assert.Equal([$"{Second("2024-07-01 00:00:00")}|1"], TableText.Rows(table));
    }

    [Fact]
    public void WhatTheClockShowedTwiceIsTheEarlierAndCounted()
    {
        RecordBatch[] batches = [Batch(null, "2024-10-27 02:15:00", "2024-10-27 02:15:00")];
        var table = Hours(Telemetry.From(batches), Berlin()).ToTable();
        Assert.Equal(["2 times without a zone are ones that the clock of Europe/Berlin showed twice; the earlier instant was taken, TimePlan.Ambiguous = \"latest\" or error says otherwise"], table.Summary.Notes.Select(static note => note.ToString()));
        var latest = Hours(Telemetry.From(batches), Berlin() with { Ambiguous = "latest" }).ToTable();
        Assert.Empty(latest.Summary.Notes);
        Assert.Equal(3600, Start(latest) - Start(table));
    }

    [Fact]
    public void TimesThatNeverWereAreRowErrors()
    {
        RecordBatch[] batches = [Batch(null, "2024-03-31 01:30:00", "2024-03-31 02:30:00", "2024-03-31 03:30:00")];
        InputException error = Assert.Throws<InputException>(() => Hours(Telemetry.From(batches), Berlin()).ToTable());
        Assert.Contains("the local time '2024-03-31 02:30:00' does not exist in Europe/Berlin", error.Message, StringComparison.Ordinal);
        var skipped = Hours(Telemetry.From(batches).OnError(ErrorPolicy.Skip), Berlin()).ToTable();
        Assert.Equal((2L, 1L), (skipped.RowCount, skipped.Summary.RowsRejected));
        var shifted = Hours(Telemetry.From(batches), Berlin() with { Nonexistent = "shift" }).ToTable();
        Assert.Equal((2L, 0L), (shifted.RowCount, shifted.Summary.RowsRejected));
    }

    [Fact]
    public void RowsThatPassHaveTheInstantsToo()
    {
        var table = Telemetry.From([Batch(null, "2024-07-01 00:30:00")]).Time(Berlin()).ToTable();
        TimestampArray times = Assert.IsType<TimestampArray>(table.Batches[0].Column(0));
        Assert.Equal(Second("2024-06-30 22:30:00"), times.Values[0]);
        Assert.Equal("Europe/Berlin", ((TimestampType)times.DataType).Timezone);
    }

    private static TimePlan Berlin() => new() { Column = "t", Zone = "Europe/Berlin" };

    private static Pipeline Hours(Pipeline source, TimePlan time) => source.Time(time).Window(Tumbling.Every("1h")).Aggregate(Aggregate.Sum("x"));

    private static long Start(TelemetryEngine.Table table) => ((TimestampArray)table.Batches[0].Column(0)).Values[0];

    private static RecordBatch Batch(string? zone, params string[] times)
    {
        TimesBuilder clock = new(new TimestampType(TimeUnit.Second, zone));
        Int64Array.Builder values = new();
        for (int i = 0; i < times.Length; i++)
        {
            clock.Append(Second(times[i]));
            values.Append(1 << i);
        }

        TimestampArray at = clock.Build();
        Int64Array x = values.Build();
        return new RecordBatch(new Schema([new Field("t", at.DataType, nullable: true), new Field("x", x.DataType, nullable: true)], null), [at, x], times.Length);
    }

    private static long Second(string text) => new DateTimeOffset(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeSeconds();
}
