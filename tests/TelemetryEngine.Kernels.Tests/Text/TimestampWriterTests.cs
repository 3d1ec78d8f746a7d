using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Tests.Oracles;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Tests.Text;

public sealed class TimestampWriterTests
{
    [Theory]
    [InlineData(1_704_067_200, 1, 0, null, "2024-01-01T00:00:00Z")]
    [InlineData(1_704_067_200, 1, 0, 3600, "2024-01-01T01:00:00+01:00")]
    [InlineData(1_704_067_200, 1, 0, -34_200, "2023-12-31T14:30:00-09:30")]
    [InlineData(1_704_067_200, 1, 0, 0, "2024-01-01T00:00:00+00:00")]
    [InlineData(-2_422_054_408, 1, 0, 3208, "1893-04-01T00:00:00+00:53:28")]
    [InlineData(-1, 1000, 3, null, "1969-12-31T23:59:59.999Z")]
    [InlineData(-1, 1_000_000_000, 9, null, "1969-12-31T23:59:59.999999999Z")]
    [InlineData(-1, 1_000_000_000, 0, null, "1969-12-31T23:59:59Z")]
    [InlineData(1_500, 1000, 6, null, "1970-01-01T00:00:01.500000Z")]
    [InlineData(-62_135_596_800, 1, 0, null, "0001-01-01T00:00:00Z")]
    [InlineData(-62_135_596_801, 1, 0, null, "0000-12-31T23:59:59Z")]
    [InlineData(-62_167_219_201, 1, 0, null, "-0001-12-31T23:59:59Z")]
    [InlineData(253_402_300_800, 1, 0, null, "+10000-01-01T00:00:00Z")]
    [InlineData(long.MaxValue, 1_000_000_000, 9, null, "2262-04-11T23:47:16.854775807Z")]
    [InlineData(long.MinValue, 1_000_000_000, 9, null, "1677-09-21T00:12:43.145224192Z")]
    [InlineData(long.MaxValue, 1, 9, 86_399, "+292277026596-12-05T15:30:06.000000000+23:59:59")]
    [InlineData(long.MinValue, 1, 0, -86_399, "-292277022657-01-26T08:29:53-23:59:59")]
    public void ATimeIsWritten(long value, long ticksPerSecond, int fractionDigits, int? offsetSeconds, string text) =>
        Assert.Equal(text, Write(value, ticksPerSecond, fractionDigits, offsetSeconds));

    [Fact]
    public void TimesOfTheCommonYearsAreWhatTheRuntimePrints() => Prop.ForAll(
        Generators.Bits64.Select(bits => (bits & long.MaxValue) % DateTime.MaxValue.Ticks).ToArbitrary(), Gen.Choose(0, 7).ToArbitrary(), (ticks, digits) =>
        {
            string pattern = "yyyy-MM-ddTHH:mm:ss" + (digits == 0 ? "" : "." + new string('f', digits)) + "Z";
            Assert.Equal(new DateTime(ticks).ToString(pattern, CultureInfo.InvariantCulture), Write(ticks - DateTime.UnixEpoch.Ticks, 10_000_000, digits, null));
        }).Check(5000);

    [Fact]
    public void WhatIsWrittenReadsBack() => Prop.ForAll(
        Generators.Int64s.ToArbitrary(), Gen.Elements(1L, 1000L, 1_000_000L, 1_000_000_000L).ToArbitrary(), Gen.Choose(-1439, 1439).ToArbitrary(), (bits, unit, minutes) =>
        {
            long value = bits % (60_000_000_000 * unit);
            string text = Write(value, unit, 9, minutes * 60);
            Assert.Equal(TimestampStatus.Ok, TimestampText.TryParse(text.Utf8(), unit, out long back, out _));
            Assert.Equal(value, back);
        }).Check(5000);

    [Fact]
    public void NoInstantAndNoOffsetCrash() => Prop.ForAll(
        Generators.Int64s.ToArbitrary(), Gen.Elements(1L, 1000L, 1_000_000L, 1_000_000_000L).ToArbitrary(), Gen.Choose(-86_399, 86_399).ToArbitrary(), (value, unit, offset) =>
        {
            Assert.StartsWith("Z", Write(value, unit, 0, null)[^1..], StringComparison.Ordinal);
            Assert.Contains('T', Write(value, unit, 9, offset));
        }).Check(5000);

    [Theory]
    [InlineData(new long[0], 1_000_000, 0)]
    [InlineData(new long[] { 0, 5_000_000, -1_000_000 }, 1_000_000, 0)]
    [InlineData(new long[] { 0, 5_500_000 }, 1_000_000, 3)]
    [InlineData(new long[] { 0, 5_500_001 }, 1_000_000, 6)]
    [InlineData(new long[] { -1 }, 1000, 3)]
    [InlineData(new long[] { 7 }, 1, 0)]
    [InlineData(new long[] { 1_000_000_000, 1_000 }, 1_000_000_000, 6)]
    [InlineData(new long[] { 1_000_000_000, 1_000, 1 }, 1_000_000_000, 9)]
    public void AColumnHasTheFewestDigitsThatFitAll(long[] values, long ticksPerSecond, int digits) =>
        Assert.Equal(digits, TimestampWriter.FractionDigitsNeeded(values, ticksPerSecond));

    [Fact]
    public void AShortDestinationIsMisuse() => Assert.Throws<ArgumentException>(() => TimestampWriter.Write(0, 1, 0, null, new byte[TimestampWriter.MaxLength - 1]));

    private static string Write(long value, long ticksPerSecond, int fractionDigits, int? offsetSeconds)
    {
        byte[] bytes = new byte[TimestampWriter.MaxLength];
        return Encoding.ASCII.GetString(bytes, 0, TimestampWriter.Write(value, ticksPerSecond, fractionDigits, offsetSeconds, bytes));
    }
}
