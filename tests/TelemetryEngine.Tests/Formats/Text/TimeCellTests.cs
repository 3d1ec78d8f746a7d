using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Arrow;
using TelemetryEngine.Formats;
using TelemetryEngine.Formats.Text;

namespace TelemetryEngine.Tests.Formats.Text;

public sealed class TimeCellTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2024-03-31T00:59:59Z", "2024-03-31T01:59:59+01:00")]
    [InlineData("Europe/Berlin", "2024-03-31T01:00:00Z", "2024-03-31T03:00:00+02:00")]
    [InlineData("Europe/London", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00+00:00")]
    [InlineData("America/New_York", "2024-11-03T06:00:00Z", "2024-11-03T01:00:00-05:00")]
    [InlineData("Asia/Kathmandu", "2024-01-01T18:15:00Z", "2024-01-02T00:00:00+05:45")]
    [InlineData("+02:00", "2024-01-01T00:00:00Z", "2024-01-01T02:00:00+02:00")]
    [InlineData("-03:30", "2024-01-01T00:00:00Z", "2023-12-31T20:30:00-03:30")]
    [InlineData("UTC", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z")]
    [InlineData(null, "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z")]
    public void TheOffsetIsThatOfTheZoneAtTheInstant(string? zone, string instant, string written) =>
        Assert.Equal(written, Write(TimeUnit.Second, zone, DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture).ToUnixTimeSeconds()));

    [Theory]
    [InlineData(TimeUnit.Second, 0, "1970-01-01T00:00:00Z")]
    [InlineData(TimeUnit.Millisecond, 0, "1970-01-01T00:00:00Z")]
    [InlineData(TimeUnit.Millisecond, 1, "1970-01-01T00:00:00.001Z")]
    [InlineData(TimeUnit.Microsecond, 1_000, "1970-01-01T00:00:00.001Z")]
    [InlineData(TimeUnit.Microsecond, -1, "1969-12-31T23:59:59.999999Z")]
    [InlineData(TimeUnit.Nanosecond, 1, "1970-01-01T00:00:00.000000001Z")]
    [InlineData(TimeUnit.Nanosecond, long.MinValue, "1677-09-21T00:12:43.145224192Z")]
    [InlineData(TimeUnit.Nanosecond, long.MaxValue, "2262-04-11T23:47:16.854775807Z")]
    [InlineData(TimeUnit.Second, 253_402_300_800, "+10000-01-01T00:00:00Z")]
    public void TheFewestFractionDigitsThatShowItWhole(TimeUnit unit, long value, string written) => Assert.Equal(written, Write(unit, null, value));

    [Fact]
    public void OneValueWithAFractionGivesAllOfThemOne() => Assert.Equal(
        "x\n1970-01-01T00:00:01.000Z\n\n1970-01-01T00:00:00.500Z\n",
        WriterRun.Fitted("csv", SampleBatch.OfOne("x", Times(TimeUnit.Microsecond, null, 1_000_000, null, 500_000))));

    [Fact]
    public void AValueAtANullRowDoesNotCount()
    {
        long[] values = [1_000_000, 1];
        TimestampArray array = new(Arrays.Microseconds, ArrowArrays.CopyOf<long>(values), ArrowArrays.CopyOf<byte>([0b01]), 2, 1, 0);
        Assert.Equal(0, TimeCell.FewestDigits(array));
    }

    [Fact]
    public void WithoutKnowingTheColumnEachValueHasTheFewest() => Assert.Equal(
        "x\n1970-01-01T00:00:01Z\n1970-01-01T00:00:01.500Z\n1970-01-01T00:00:01.000001Z\n1969-12-31T23:59:59Z\n1970-01-01T00:00:00.000000002Z\n",
        WriterRun.Text("csv", new WriterOptions(), SampleBatch.OfOne("x", Times(TimeUnit.Nanosecond, null, 1_000_000_000, 1_500_000_000, 1_000_001_000, -1_000_000_000, 2))));

    [Fact]
    public void AHintThatIsTooShortCutsNothingOff() => Assert.Equal(
        "x\n1970-01-01T00:00:01Z\n1970-01-01T00:00:01.001Z\n",
        WriterRun.Text("csv", new WriterOptions { FractionDigits = [0] }, SampleBatch.OfOne("x", Times(TimeUnit.Millisecond, null, 1_000, 1_001))));

    [Fact]
    public void AnUnknownZoneIsRefused()
    {
        PlanException error = Assert.Throws<PlanException>(() => new TimeCell(new TimestampType(TimeUnit.Second, "Europe/Atlantis"), 0));
        Assert.Equal("there is no time zone 'Europe/Atlantis'; name one as 'Europe/Berlin', 'UTC' or '+02:00'", error.Message);
    }

    [Fact]
    public void OffsetsAreThoseOfTheZoneInAnyOrderOfQuestions()
    {
        UtcOffsets offsets = new("Africa/Monrovia");
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById("Africa/Monrovia");
        long change = DateTimeOffset.Parse("1972-01-07T00:44:30Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        Prop.ForAll(Gen.Choose(-5000, 5000).ToArbitrary(), distance =>
        {
            long second = change + distance;
            return offsets.Seconds(second) == (int)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(second)).TotalSeconds;
        }).QuickCheckThrowOnFailure();
    }

    private static string Write(TimeUnit unit, string? zone, long value) =>
        WriterRun.Fitted("csv", SampleBatch.OfOne("x", Times(unit, zone, value)))[2..^1];

    private static TimestampArray Times(TimeUnit unit, string? zone, params long?[] values)
    {
        TimesBuilder builder = new(new TimestampType(unit, zone));
        foreach (long? value in values)
        {
            _ = value is { } known ? builder.Append(known) : builder.AppendNull();
        }

        return builder.Build();
    }
}
