using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Sources;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Formats.Times;

public sealed class TimedColumnsTests
{
    [Theory]
    [InlineData("time", 1711843200000L, "2024-03-31 00:00")]
    [InlineData("ts", 1711843200L, "2024-03-31 00:00")]
    [InlineData("timestamp", 20240331L, "2024-03-31 00:00")]
    [InlineData("date", 45382L, "2024-03-31 00:00")]
    public void IntegersAreTimesByTheRulesOfText(string name, long value, string day) =>
        Assert.Equal([(day, 2L)], Days(Telemetry.From([Batch(name, Int64(value, value))])));

    [Theory]
    [InlineData("2024-03-31 10:00:00")]
    [InlineData("31.03.2024 10:00")]
    [InlineData("3/31/2024 10:00 AM")]
    [InlineData("2024-03-31T10:00Z/2024-03-31T11:00Z")]
    public void TextsAreTimesByTheRulesOfText(string text) =>
        Assert.Equal([("2024-03-31 00:00", 2L)], Days(Telemetry.From([Batch("when", Texts(text, null, text))]).OnError(ErrorPolicy.Skip)));

    [Fact]
    public void DoublesCountWithAFraction() =>
        Assert.Equal([("2023-11-14 00:00", 2L)], Days(Telemetry.From([Batch("time", new DoubleArray.Builder().AppendRange([1700000000.25, 1700000001]).Build())])));

    [Theory]
    [InlineData("epoch_ms", 1711843200000L)]
    [InlineData("yyyyMMdd", 20240331L)]
    [InlineData("excel", 45382L)]
    public void AFormatSaysWhatAColumnIs(string format, long value) =>
        Assert.Equal([("2024-03-31 00:00", 1L)], Days(Telemetry.From([Batch("x", Int64(value))]).Time("x", format)));

    [Fact]
    public void ADeclaredTypeSaysWhatIntegersCount() =>
        Assert.Equal([("2024-03-31 00:00", 1L)], Days(Telemetry.From([Batch("x", Int64(1711843200000L))]).Schema(("x", "timestamp[ms]"))));

    [Fact]
    public void LocalTextsAreOfTheZone() =>
        Assert.Equal([("2024-03-30 23:00", 1L)], Days(Telemetry.From([Batch("when", Texts("2024-03-31 00:00:00"))]).Time("when", zone: "Europe/Berlin")));

    [Fact]
    public void TwoReadingsAreAnError()
    {
        PlanException error = Assert.Throws<PlanException>(() => Days(Telemetry.From([Batch("when", Texts("01/02/2024 00:00"))])));
        Assert.Contains("Time(\"when\", \"dd/MM/yyyy HH:mm\") or Time(\"when\", \"MM/dd/yyyy HH:mm\")", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void BadTimesAreRowErrorsWithTheirPlace(int threads)
    {
        string?[] texts = [.. Enumerable.Range(0, 40).Select(i => i is 13 or 31 ? $"soon {i}" : "2024-03-31 10:00:00")];
        RecordBatch batch = Batch("when", Texts(texts));
        Pipeline pipeline = Telemetry.From([batch, batch]).Time("when").With(new RunOptions { Threads = threads, BatchRows = 5 });
        InputException error = Assert.Throws<InputException>(() => Days(pipeline));
        Assert.Contains("'soon 13' is not a time", error.Message, StringComparison.Ordinal);
        Assert.Contains("row 14", error.Message, StringComparison.Ordinal);
        Assert.Equal([("2024-03-31 00:00", 76L)], Days(pipeline.OnError(ErrorPolicy.Skip)));
        TelemetryEngine.Table rows = pipeline.Schema(("when", "timestamp[us]")).OnError(ErrorPolicy.Skip).ToTable();
        Assert.Equal(76, rows.Batches.Sum(static each => each.Length));
        Assert.Equal([0L, 12, 14], [.. rows.Batches.SelectMany(static each => ((Int64Array)each.Column(1)).Values.ToArray()).Where(static row => row is 0 or 12 or 13 or 14).Distinct()]);
    }

    [Fact]
    public void WhatWasFoundIsInThePlan()
    {
        Plan plan = Telemetry.From([Batch("time", Int64(20240331))]).Window(Tumbling.Every(TimeSpan.FromDays(1))).Aggregate(Aggregate.Count()).ToPlan();
        Assert.Equal(("timestamp[us]", "yyyyMMdd"), (plan.Source.Schema[0].Type, plan.Source.Schema[0].Format));
    }

    private static RecordBatch Batch(string name, IArrowArray times)
    {
        IArrowArray rows = new Int64Array.Builder().AppendRange([.. Enumerable.Range(0, times.Length).Select(static row => (long)row)]).Build();
        return new RecordBatch(new Schema([new Field(name, times.DataType, true), new Field("row", rows.DataType, true)], null), [times, rows], times.Length);
    }

    private static Int64Array Int64(params long[] values) => new Int64Array.Builder().AppendRange(values).Build();

    private static StringArray Texts(params string?[] values) => new StringArray.Builder().AppendRange(values).Build();

    private static (string Day, long Count)[] Days(Pipeline pipeline)
    {
        TelemetryEngine.Table table = pipeline.Window(Tumbling.Every("1d")).Aggregate(Aggregate.Count()).ToTable();
        return [.. table.Batches.SelectMany(static batch => Enumerable.Range(0, batch.Length).Select(row =>
        {
            TimestampArray starts = (TimestampArray)batch.Column(0);
            long perSecond = ((TimestampType)starts.DataType).Unit.TicksPerSecond();
            return (DateTime.UnixEpoch.AddSeconds(starts.Values[row] / perSecond).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), ((Int64Array)batch.Column(1)).Values[row]);
        }))];
    }
}
