using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Tests.Oracles;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Tests.Text;

public sealed class TimestampTextTests
{
    private const long Micro = 1_000_000;
    private const long Nano = 1_000_000_000;

    [Theory]
    [InlineData("1970-01-01", 0, false)]
    [InlineData("1970-01-01T00:00Z", 0, true)]
    [InlineData("1970-01-01 00:00:01", 1_000_000, false)]
    [InlineData("1970-01-01T00:00:01z", 1_000_000, true)]
    [InlineData("1970-01-01T00:00:00.000001Z", 1, true)]
    [InlineData("1970-01-01T00:00:00.5", 500_000, false)]
    [InlineData("1970-01-01T00:00:00.123456000", 123_456, false)]
    [InlineData("1970-01-01T01:00:00+01:00", 0, true)]
    [InlineData("1970-01-01T01:00+0100", 0, true)]
    [InlineData("1969-12-31T19:00:00-05", 0, true)]
    [InlineData("1970-01-01T05:45:00.25+05:45", 250_000, true)]
    [InlineData("1969-12-31T23:59:59.999999Z", -1, true)]
    [InlineData("1969-12-31T24:00:00Z", 0, true)]
    [InlineData("1969-12-31T24:00", 0, false)]
    [InlineData("1969-12-31T24:00:00.000", 0, false)]
    [InlineData("2024-02-29", 1_709_164_800_000_000, false)]
    [InlineData("2000-02-29", 951_782_400_000_000, false)]
    [InlineData("0001-01-01T00:00:00Z", -62_135_596_800_000_000, true)]
    [InlineData("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999, true)]
    public void ATimeIsMicrosecondsSince1970(string text, long value, bool hasOffset)
    {
        Assert.Equal(TimestampStatus.Ok, TimestampText.TryParse(text.Utf8(), Micro, out long actual, out bool actualOffset));
        Assert.Equal(value, actual);
        Assert.Equal(hasOffset, actualOffset);
    }

    [Theory]
    [InlineData("", TimestampStatus.Invalid)]
    [InlineData("2024", TimestampStatus.Invalid)]
    [InlineData("2024-1-01", TimestampStatus.Invalid)]
    [InlineData("2024/01/01", TimestampStatus.Invalid)]
    [InlineData("20240101", TimestampStatus.Invalid)]
    [InlineData("2024-01-01T", TimestampStatus.Invalid)]
    [InlineData("2024-01-01Z", TimestampStatus.Invalid)]
    [InlineData("2024-01-01T00", TimestampStatus.Invalid)]
    [InlineData("2024-01-01T00:0", TimestampStatus.Invalid)]
    [InlineData("2024-01-01T00:00:0", TimestampStatus.Invalid)]
    [InlineData("2024-01-01T00:00:00.", TimestampStatus.Invalid)]
    [InlineData("2024-01-01T00:00:00,5", TimestampStatus.Invalid)]
    [InlineData("2024-01-01T00:00.5", TimestampStatus.Invalid)]
    [InlineData("2024-01-01T00:00:00 Z", TimestampStatus.Invalid)]
    [InlineData("2024-01-01T00:00:00+1", TimestampStatus.Invalid)]
    [InlineData("2024-01-01T00:00:00+01:0", TimestampStatus.Invalid)]
    [InlineData("2024-01-01T00:00:00+01:00Z", TimestampStatus.Invalid)]
    [InlineData("2024-01-01T00:00:00ZZ", TimestampStatus.Invalid)]
    [InlineData("2024-01-01T00:00:00z ", TimestampStatus.Invalid)]
    [InlineData(" 2024-01-01T00:00:00", TimestampStatus.Invalid)]
    [InlineData("-2024-01-01", TimestampStatus.Invalid)]
    [InlineData("2024-01-01\t00:00:00Z", TimestampStatus.Invalid)]
    [InlineData("2024-02-30", TimestampStatus.NoSuchDate)]
    [InlineData("2023-02-29T00:00:00Z", TimestampStatus.NoSuchDate)]
    [InlineData("1900-02-29 00:00:00", TimestampStatus.NoSuchDate)]
    [InlineData("2024-04-31T00:00:00Z", TimestampStatus.NoSuchDate)]
    [InlineData("2024-13-01T00:00:00Z", TimestampStatus.NoSuchDate)]
    [InlineData("2024-00-01T00:00:00Z", TimestampStatus.NoSuchDate)]
    [InlineData("2024-01-00T00:00:00Z", TimestampStatus.NoSuchDate)]
    [InlineData("2024-01-32T00:00:00Z", TimestampStatus.NoSuchDate)]
    [InlineData("0000-01-01T00:00:00Z", TimestampStatus.NoSuchDate)]
    [InlineData("2024-01-01T23:59:60Z", TimestampStatus.NoSuchTime)]
    [InlineData("2024-01-01T23:60:00Z", TimestampStatus.NoSuchTime)]
    [InlineData("2024-01-01T25:00:00Z", TimestampStatus.NoSuchTime)]
    [InlineData("2024-01-01 24:00:01", TimestampStatus.NoSuchTime)]
    [InlineData("2024-01-01T24:00:00.000001Z", TimestampStatus.NoSuchTime)]
    [InlineData("2024-01-01T00:00:00+24:00", TimestampStatus.NoSuchTime)]
    [InlineData("2024-01-01T00:00:00+01:60", TimestampStatus.NoSuchTime)]
    [InlineData("2024-01-01T00:00:00.0000001Z", TimestampStatus.TooPrecise)]
    [InlineData("2024-01-01T00:00:00.0000000000Z", TimestampStatus.TooPrecise)]
    public void EverythingElseHasItsStatus(string text, object status)
    {
        Assert.Equal(status, TimestampText.TryParse(text.Utf8(), Micro, out long value, out _));
        Assert.Equal(0, value);
    }

    [Theory]
    [InlineData("1677-09-21T00:12:43.145224192Z", long.MinValue, TimestampStatus.Ok)]
    [InlineData("1677-09-21T00:12:43.145224191Z", 0, TimestampStatus.OutOfRange)]
    [InlineData("2262-04-11T23:47:16.854775807Z", long.MaxValue, TimestampStatus.Ok)]
    [InlineData("2262-04-11T23:47:16.854775808Z", 0, TimestampStatus.OutOfRange)]
    [InlineData("9999-12-31T00:00:00Z", 0, TimestampStatus.OutOfRange)]
    [InlineData("0001-01-01 00:00:00", 0, TimestampStatus.OutOfRange)]
    public void NanosecondsReachFrom1677To2262(string text, long value, object status)
    {
        Assert.Equal(status, TimestampText.TryParse(text.Utf8(), Nano, out long actual, out _));
        Assert.Equal(value, actual);
    }

    [Fact]
    public void EveryDayOfTenThousandYearsIsItsNumber()
    {
        for (DateTime day = DateTime.MinValue; ; day = day.AddDays(1))
        {
            long expected = (day.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
            byte[] text = [.. Digits(day.Year, 4), (byte)'-', .. Digits(day.Month, 2), (byte)'-', .. Digits(day.Day, 2), .. "T00:00:00Z"u8];
            bool ok = TimestampText.TryParse(text, 1, out long full, out _) == TimestampStatus.Ok
                & TimestampText.TryParse(text.AsSpan(0, 10), 1, out long alone, out _) == TimestampStatus.Ok;
            if (!ok || full != expected || alone != expected)
            {
                Assert.Fail(day.ToString("O", CultureInfo.InvariantCulture));
            }

            if (day == DateTime.MaxValue.Date)
            {
                break;
            }
        }
    }

    [Fact]
    public void EverySecondOfADayIsItsNumber()
    {
        foreach (string end in new[] { "", "Z", "z", ".25", ".250000Z", "+00:00" })
        {
            for (int second = 0; second < 86_400; second++)
            {
                byte[] text = [.. "2024-03-01 "u8, .. Digits(second / 3600, 2), (byte)':', .. Digits(second / 60 % 60, 2), (byte)':', .. Digits(second % 60, 2), .. end.Utf8()];
                TimestampStatus status = TimestampText.TryParse(text, 1000, out long value, out bool hasOffset);
                long expected = (1_709_251_200L + second) * 1000 + (end.StartsWith('.') ? 250 : 0);
                if (status != TimestampStatus.Ok || value != expected || hasOffset == (end is "" or ".25"))
                {
                    Assert.Fail(System.Text.Encoding.ASCII.GetString(text));
                }
            }
        }
    }

    [Fact]
    public void RandomTimesWithOffsetsAreWhatTheRuntimeReads() => Prop.ForAll(
        Times.ToArbitrary(), Gen.Choose(-14 * 60, 14 * 60).ToArbitrary(), (local, minutes) =>
        {
            DateTimeOffset time = new(local, TimeSpan.FromMinutes(minutes));
            foreach (string pattern in new[] { "yyyy-MM-ddTHH:mm:ss.fffffffzzz", "yyyy-MM-dd HH:mm:ss.fffffffzzz" })
            {
                string text = time.ToString(pattern, CultureInfo.InvariantCulture);
                Assert.Equal(TimestampStatus.Ok, TimestampText.TryParse(text.Utf8(), 10_000_000, out long ticks, out bool hasOffset));
                Assert.True(hasOffset);
                Assert.Equal(time.UtcTicks - DateTime.UnixEpoch.Ticks, ticks);
            }
        }).Check(5000);

    [Fact]
    public void EveryStrangeByteAtEveryPlaceOfAStampIsRefused()
    {
        foreach (string stamp in new[] { "2024-11-22T13:54:36Z", "2024-11-22 13:54:36", "2024-11-22T13:54:36.123456+01:30" })
        {
            for (int at = 0; at < stamp.Length; at++)
            {
                for (int character = 0; character < 256; character++)
                {
                    byte[] text = stamp.Utf8();
                    text[at] = (byte)character;
                    TimestampStatus status = TimestampText.TryParse(text, Micro, out _, out _);
                    bool digit = char.IsAsciiDigit(stamp[at]);
                    if (stamp.Length == 19 && at == 16 && (character is '+' or '-'))
                    {
                        // 13:54+36 has the layout of a minute and an offset.
                        Assert.Equal(TimestampStatus.NoSuchTime, status);
                        continue;
                    }

                    bool same = digit ? char.IsAsciiDigit((char)character) : Alike(stamp[at]).Contains((char)character);
                    Assert.True(same == (status != TimestampStatus.Invalid), $"{stamp} with {character} at {at}: {status}");
                }
            }
        }
    }

    [Fact]
    public void NoBytesThrow() => Prop.ForAll(Generators.NearlyText.ToArbitrary(), bytes =>
    {
        TimestampStatus status = TimestampText.TryParse(bytes, Nano, out long value, out _);
        Assert.True(status == TimestampStatus.Ok || value == 0);
    }).Check(5000);

    private static Gen<DateTime> Times { get; } = Generators.Bits64
        .Select(bits => new DateTime((bits & long.MaxValue) % (DateTime.MaxValue.Ticks - 2 * TimeSpan.TicksPerDay) + TimeSpan.TicksPerDay, DateTimeKind.Unspecified));

    private static byte[] Digits(int number, int count) => number.ToString("D" + count, CultureInfo.InvariantCulture).Utf8();

    private static string Alike(char separator) => separator switch
    {
        'T' or ' ' => "T ",
        'Z' => "Zz",
        '+' => "+-",
        _ => separator.ToString(),
    };
}
