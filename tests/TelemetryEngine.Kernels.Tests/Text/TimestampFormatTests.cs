using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Tests.Oracles;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Tests.Text;

public sealed class TimestampFormatTests
{
    [Theory]
    [InlineData("dd/MM/yyyy HH:mm:ss", "16/12/2006 17:24:00", "2006-12-16T17:24:00Z")]
    [InlineData("d/M/yyyy H:mm", "6/2/2006 7:04", "2006-02-06T07:04:00Z")]
    [InlineData("d/M/yyyy H:mm", "16/12/2006 17:04", "2006-12-16T17:04:00Z")]
    [InlineData("MM/dd/yy hh:mm tt", "12/31/49 12:00 AM", "2049-12-31T00:00:00Z")]
    [InlineData("MM/dd/yy hh:mm tt", "12/31/50 12:00 pm", "1950-12-31T12:00:00Z")]
    [InlineData("M/d/yyyy h:m:s tt", "1/2/2024 3:4:5 PM", "2024-01-02T15:04:05Z")]
    [InlineData("yyyyMMdd'T'HHmmss", "20240102T030405", "2024-01-02T03:04:05Z")]
    [InlineData("yyyyMMddTHHmmssfff", "20240102T030405678", "2024-01-02T03:04:05.678Z")]
    [InlineData("dd-MMM-yyyy", "09-feb-2024", "2024-02-09T00:00:00Z")]
    [InlineData("d MMMM yyyy HH'h'mm", "9 February 2024 07h30", "2024-02-09T07:30:00Z")]
    [InlineData("yyyy-MM-dd HH:mm:ss.ffffffzzz", "2024-01-01 01:00:00.000001+01:00", "2024-01-01T00:00:00.000001Z")]
    [InlineData("yyyy-MM-dd HH:mm:ss K", "2024-01-01 01:00:00 +0130", "2023-12-31T23:30:00Z")]
    [InlineData("yyyy-MM-dd HH:mm:ssK", "2024-01-01 01:00:00Z", "2024-01-01T01:00:00Z")]
    [InlineData("yyyy-MM-dd HH:mm:ssK", "2024-01-01 01:00:00", "2024-01-01T01:00:00Z")]
    [InlineData("yyyy-MM-ddTHH:mm:ssZ", "2024-01-01T01:00:00Z", "2024-01-01T01:00:00Z")]
    [InlineData("yyyy-MM", "2024-07", "2024-07-01T00:00:00Z")]
    [InlineData("'Zeit: 'yyyy\\yMM\\mdd №", "Zeit: 2024y07m31 №", "2024-07-31T00:00:00Z")]
    [InlineData("dd.MM.yyyy HH:mm", "31.12.2023 24:00", "2024-01-01T00:00:00Z")]
    [InlineData("MM/dd/yyyy H", "12/31/2023 24", "2024-01-01T00:00:00Z")]
    [InlineData("dd/MM/yyyy HH:mm", "16/12/2006   17:24", "2006-12-16T17:24:00Z")]
    [InlineData("d MMM yyyy", "9 September 2024", "2024-09-09T00:00:00Z")]
    [InlineData("M/d/yyyy h:mm tt", "1/2/2024 3:04 p.m.", "2024-01-02T15:04:00Z")]
    [InlineData("M/d/yyyy h:mmtt", "1/2/2024 3:04A.M.", "2024-01-02T03:04:00Z")]
    [InlineData("yyyy-MM-dd HH:mm:ss.FFFFFFFFF", "2024-01-02 03:04:05.25", "2024-01-02T03:04:05.25Z")]
    [InlineData("yyyy-MM-dd HH:mm:ss.FFFFFFFFF", "2024-01-02 03:04:05", "2024-01-02T03:04:05Z")]
    [InlineData("yyyy-MM-dd HH:mm[:ss]", "2024-01-02 03:04", "2024-01-02T03:04:00Z")]
    [InlineData("dd.MM.yyyy[ HH:mm[:ss]]", "02.01.2024", "2024-01-02T00:00:00Z")]
    [InlineData("dd.MM.yyyy[ HH:mm[:ss]]", "02.01.2024 03:04:05", "2024-01-02T03:04:05Z")]
    [InlineData("dd.MM.yyyy HH:mm - *", "02.01.2024 03:00 - 02.01.2024 04:00", "2024-01-02T03:00:00Z")]
    [InlineData("yyyy-MM-dd HH:mmz", "2024-01-02 03:00 UTC", "2024-01-02T03:00:00Z")]
    [InlineData("yyyy-MM-dd HH:mmz", "2024-01-02 03:00 GMT+02:00", "2024-01-02T01:00:00Z")]
    [InlineData("yyyy-MM-dd HH:mmz", "2024-01-02 03:00 +02", "2024-01-02T01:00:00Z")]
    [InlineData("yyyy-MM-dd HH:mmz", "2024-01-02 03:00Z", "2024-01-02T03:00:00Z")]
    [InlineData("yyyy-MM-dd HH:mm[z]", "2024-01-02 03:00", "2024-01-02T03:00:00Z")]
    [InlineData("\\[yyyy-MM-dd\\]", "[2024-01-02]", "2024-01-02T00:00:00Z")]
    public void APatternReadsItsLayout(string pattern, string text, string instant)
    {
        Assert.Equal((TimestampStatus.Ok, Microseconds(instant)), Parse(pattern, text));
    }

    [Theory]
    [InlineData("dd/MM/yyyy", "30/02/2024", TimestampStatus.NoSuchDate)]
    [InlineData("dd/MM/yyyy", "1/02/2024", TimestampStatus.Invalid)]
    [InlineData("dd/MM/yyyy", "01/02/2024 ", TimestampStatus.Invalid)]
    [InlineData("dd/MM/yyyy", "01/02/20244", TimestampStatus.Invalid)]
    [InlineData("dd/MM/yyyy", "01-02-2024", TimestampStatus.Invalid)]
    [InlineData("dd/MM/yyyy", "", TimestampStatus.Invalid)]
    [InlineData("dd/MM/yyyy HH:mm:ss", "01/02/2024 23:59:60", TimestampStatus.NoSuchTime)]
    [InlineData("dd/MM/yyyy hh:mm tt", "01/02/2024 13:00 PM", TimestampStatus.NoSuchTime)]
    [InlineData("dd/MM/yyyy hh:mm tt", "01/02/2024 00:00 AM", TimestampStatus.NoSuchTime)]
    [InlineData("dd/MM/yyyy hh:mm tt", "01/02/2024 01:00 XM", TimestampStatus.Invalid)]
    [InlineData("yyyy-MM-dd HH:mm:ss.fffffff", "2024-01-01 00:00:00.0000001", TimestampStatus.TooPrecise)]
    [InlineData("dd MMM yyyy", "01 Foo 2024", TimestampStatus.Invalid)]
    [InlineData("yyyy-MM-dd HH:mm zzz", "2024-01-01 00:00 ", TimestampStatus.Invalid)]
    [InlineData("yyyy-MM-dd HH:mm zzz", "2024-01-01 00:00 +01:00:00", TimestampStatus.Invalid)]
    [InlineData("yyyy-MM-dd HH:mm zzz", "2024-01-01 00:00 +", TimestampStatus.Invalid)]
    [InlineData("yyyy-MM-dd HH:mmz", "2024-01-01 00:00 CEST", TimestampStatus.Invalid)]
    [InlineData("yyyy-MM-dd HH:mmz", "2024-01-01 00:00", TimestampStatus.Invalid)]
    [InlineData("yyyy-MM-dd HH:mm:ss.FFF", "2024-01-01 00:00:00.", TimestampStatus.Invalid)]
    [InlineData("yyyy-MM-dd HH:mm:ss.FFF", "2024-01-01 00:00:00.1234", TimestampStatus.Invalid)]
    [InlineData("yyyy-MM-dd[ HH:mm]", "2024-01-01 00", TimestampStatus.Invalid)]
    [InlineData("dd/MM/yyyy HH:mm", "01/02/202400:00", TimestampStatus.Invalid)]
    public void WhatDoesNotFitHasItsStatus(string pattern, string text, object status) => Assert.Equal(((TimestampStatus)status, 0), Parse(pattern, text));

    [Theory]
    [InlineData("HH:mm", "year")]
    [InlineData("", "year")]
    [InlineData("yyyy-mm-dd", "mm is the minute")]
    [InlineData("yyyy-MM-dd HH:MM", "twice")]
    [InlineData("yyyy-MM-dd hh:mm", "tt")]
    [InlineData("yyyy-MM-dd HH:mm tt", "tt")]
    [InlineData("yyyyy", "yyyyy")]
    [InlineData("dddd yyyy", "dddd")]
    [InlineData("yyyy-MM-dd 'T", "closed")]
    [InlineData("yyyy\\", "closed")]
    [InlineData("yyyy-MM-dd ffffffffff", "ffffffffff")]
    [InlineData("%Y-%m-%d", "strftime")]
    [InlineData("YYYY-MM-DD", "yyyy")]
    [InlineData("yyyy-MM-dd[ HH", "closed")]
    [InlineData("yyyy-MM-dd] HH", "closes")]
    [InlineData("yyyy-*-dd", "end")]
    [InlineData("yyyy-MM-dd FFFFFFFFFF", "FFFFFFFFFF")]
    [InlineData("yyyy-MM-dd z zzz", "offset")]
    public void APatternThatCannotMeanOneInstantIsRefusedWithTheReason(string pattern, string reason)
    {
        Assert.False(TimestampFormat.TryCompile(pattern, out TimestampFormat? format, out string? error));
        Assert.Null(format);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Contains(pattern, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yyyy-MM-dd", "2024-01-01", false)]
    [InlineData("yyyy-MM-ddZ", "2024-01-01Z", true)]
    [InlineData("yyyy-MM-dd'Z'", "2024-01-01Z", false)]
    [InlineData("yyyy-MM-ddK", "2024-01-01Z", true)]
    [InlineData("yyyy-MM-ddK", "2024-01-01", false)]
    [InlineData("yyyy-MM-ddzzz", "2024-01-01-05", true)]
    public void OnlyAnOffsetInTheTextMakesItAnInstant(string pattern, string text, bool hasOffset)
    {
        Assert.True(TimestampFormat.TryCompile(pattern, out TimestampFormat? format, out _));
        Assert.Equal(TimestampStatus.Ok, format.TryParse(text.Utf8(), 1, out _, out bool actual));
        Assert.Equal(hasOffset, actual);
    }

    [Theory]
    [InlineData("2024-10-27 02:30 CEST", "2024-10-27T00:30:00Z")]
    [InlineData("2024-10-27 02:30 CET", "2024-10-27T01:30:00Z")]
    [InlineData("2024-10-27 02:30NST", "2024-10-27T06:00:00Z")]
    public void AbbreviationsSayTheOffset(string text, string instant)
    {
        TimestampFormat format = Compiled("yyyy-MM-dd HH:mmz")!.With([new("CET", 60), new("CEST", 120), new("NST", -210)]);
        Assert.Equal(TimestampStatus.Ok, format.TryParse(text.Utf8(), 1_000_000, out long value, out bool hasOffset));
        Assert.Equal((Microseconds(instant), true), (value, hasOffset));
        Assert.Equal(TimestampStatus.Invalid, format.TryParse("2024-10-27 02:30 EST".Utf8(), 1_000_000, out _, out _));
    }

    [Fact]
    public void WhatTheRuntimePrintsWithAPatternIsReadBack() => Prop.ForAll(
        Gen.Elements(
            "yyyy-MM-ddTHH:mm:ss.fffffff", "dd.MM.yyyy H:m:s.fffffff", "M/d/yyyy hh:mm:ss.fffffff tt", "d MMM yyyy h:mm:ss.fffffff tt", "fffffff ss mm HH dd MMMM yyyy").ToArbitrary(),
        Generators.Bits64.Select(bits => new DateTime((bits & long.MaxValue) % DateTime.MaxValue.Ticks)).ToArbitrary(),
        (pattern, time) =>
        {
            Assert.True(TimestampFormat.TryCompile(pattern, out TimestampFormat? format, out _));
            TimestampStatus status = format.TryParse(time.ToString(pattern, CultureInfo.InvariantCulture).Utf8(), 10_000_000, out long ticks, out bool hasOffset);
            Assert.Equal((TimestampStatus.Ok, time.Ticks - DateTime.UnixEpoch.Ticks, false), (status, ticks, hasOffset));
        }).Check(5000);

    [Fact]
    public void NoTextAndNoPatternThrow() => Prop.ForAll(
        Generators.NearlyText.ToArbitrary(), Gen.Elements("yMdHhmsfFtzK'\\ /:Z[]*.".ToCharArray()).ArrayOf().ToArbitrary(), (text, letters) =>
        {
            string pattern = new(letters);
            bool ok = TimestampFormat.TryCompile(pattern, out TimestampFormat? format, out string? error);
            Assert.Equal(ok, error is null);
            foreach (TimestampFormat some in new[] { format, Compiled("d/M/yyyy H:m:s.fff K"), Compiled("yyyyMMMdd hh tt zzz") }.OfType<TimestampFormat>())
            {
                Assert.True(some.TryParse(text, 1000, out long value, out _) == TimestampStatus.Ok || value == 0);
            }
        }).Check(5000);

    private static TimestampFormat? Compiled(string pattern) => TimestampFormat.TryCompile(pattern, out TimestampFormat? format, out _) ? format : null;

    private static (TimestampStatus Status, long Value) Parse(string pattern, string text)
    {
        Assert.True(TimestampFormat.TryCompile(pattern, out TimestampFormat? format, out string? error), error);
        Assert.Equal(pattern, format.Pattern);
        return (format.TryParse(text.Utf8(), 1_000_000, out long value, out _), value);
    }

    private static long Microseconds(string instant) =>
        (DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture).UtcTicks - DateTime.UnixEpoch.Ticks) / 10;
}
