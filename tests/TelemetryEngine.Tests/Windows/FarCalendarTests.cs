using System.Numerics;
using Apache.Arrow.Types;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Windows;

/// <summary>Calendars all over the axis, against a civil calendar that goes year by year in integers of any size.</summary>
public sealed class FarCalendarTests
{
    private static readonly TimeUnit[] Units = [TimeUnit.Second, TimeUnit.Millisecond, TimeUnit.Microsecond, TimeUnit.Nanosecond];

    [Theory]
    [InlineData("1mo", 1)]
    [InlineData("1q", 3)]
    [InlineData("1y", 12)]
    [InlineData("7mo", 7)]
    [InlineData("10000y", 120_000)]
    public void Months_of_UTC_are_those_of_the_civil_calendar_over_the_whole_axis(string every, int months)
    {
        foreach (TimeUnit unit in Units)
        {
            AlignedWindows windows = Bind(every, "UTC", unit);
            foreach (long instant in Instants(unit))
            {
                long ordinal = windows.OrdinalOf(instant);
                BigInteger month = SlowMonthOf(FloorDivide(instant, 86_400 * (BigInteger)unit.TicksPerSecond()));
                Assert.Equal(FloorDivide(month, months), (BigInteger)ordinal);
                BigInteger start = SlowFirstDay((BigInteger)ordinal * months) * 86_400 * unit.TicksPerSecond();
                BigInteger end = SlowFirstDay(((BigInteger)ordinal + 1) * months) * 86_400 * unit.TicksPerSecond();
                Assert.Equal(start, (BigInteger)windows.ExactStart(ordinal)!.Value);
                Assert.Equal(end, (BigInteger)windows.ExactStart((Int128)ordinal + 1)!.Value);
                Assert.Equal(BigInteger.Max(start, long.MinValue), windows.Start(ordinal));
                Assert.Equal(BigInteger.Min(end, long.MaxValue), windows.End(ordinal));
                Assert.True(start <= instant && instant < end);
            }
        }
    }

    [Fact]
    public void Within_its_range_the_oracle_is_DateTime()
    {
        Random random = new(11);
        for (int i = 0; i < 20_000; i++)
        {
            DateTime date = DateTime.MinValue.AddDays(random.Next(3_652_059));
            long day = (date - DateTime.UnixEpoch).Days;
            Assert.Equal(((date.Year - 1970) * 12) + date.Month - 1, (long)SlowMonthOf(day));
            Assert.Equal((new DateTime(date.Year, date.Month, 1) - DateTime.UnixEpoch).Days, (long)SlowFirstDay(SlowMonthOf(day)));
        }
    }

    // Pago Pago and Kiritimati have midnight 11 h and 14 h away from that of UTC
    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Pacific/Pago_Pago")]
    [InlineData("Pacific/Kiritimati")]
    public void Zones_reach_from_the_year_1_to_9999(string zone)
    {
        AlignedWindows months = Bind("1mo", zone, TimeUnit.Second);
        (long first, long last) = months.Range;
        Assert.Equal((DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds()), (first, last));
        foreach (long instant in (long[])[first, first + 1, last - 1, last])
        {
            long ordinal = months.OrdinalOf(instant);
            Assert.InRange(instant, months.Start(ordinal), months.End(ordinal) - 1);
            Assert.Equal(months.Start(ordinal), months.ExactStart(ordinal));
            Assert.Equal(months.End(ordinal) <= last + 86_400 ? months.End(ordinal) : null, months.ExactStart(ordinal + 1));
        }

        Assert.Null(months.ExactStart(months.OrdinalOf(last) + 2));
        Assert.Null(months.ExactStart(months.OrdinalOf(first) - 1));
        Assert.Equal((long.MinValue, long.MaxValue), Bind("1mo", zone, TimeUnit.Nanosecond).Range);
    }

    [Theory]
    [InlineData("1d", "Europe/Berlin")]
    [InlineData("1mo", "America/New_York")]
    [InlineData("10000y", "Asia/Kathmandu")]
    public void Windows_of_zones_end_wherever_an_instant_lies(string every, string zone)
    {
        foreach (TimeUnit unit in Units)
        {
            AlignedWindows windows = Bind(every, zone, unit);
            long before = long.MinValue;
            foreach (long instant in Instants(unit).Order())
            {
                long ordinal = windows.OrdinalOf(instant);
                Assert.True(ordinal >= before);
                Assert.True(windows.Start(ordinal) <= instant && (instant < windows.End(ordinal) || windows.End(ordinal) == long.MaxValue));
                before = ordinal;
            }
        }
    }

    [Theory]
    [InlineData(TimeUnit.Second, "-292277022657-01-27T08:29:52Z", "292277026596-12-04T15:30:07Z")]
    [InlineData(TimeUnit.Nanosecond, "1677-09-21T00:12:43.145224192Z", "2262-04-11T23:47:16.854775807Z")]
    public void A_border_that_the_unit_cannot_say_is_an_error_where_it_is_shown(TimeUnit unit, string first, string last)
    {
        BoundWindows months = WindowCatalog.Bind(new WindowPlan { Every = "1mo" }, unit, TimeZoneInfo.Utc);
        AlignedWindows windows = months.Panes();
        long end = windows.OrdinalOf(long.MaxValue);
        Assert.Equal(windows.Start(end), months.StartOf(windows, end));
        string text = months.Text(windows.Start(end));
        Assert.StartsWith(last[..^24].TrimStart('+'), text.TrimStart('+'), StringComparison.Ordinal);

        RunException before = Assert.Throws<RunException>(() => months.StartOf(windows, windows.OrdinalOf(long.MinValue)));
        Assert.StartsWith("the window up to ", before.Message, StringComparison.Ordinal);
        Assert.Contains(first, before.Message, StringComparison.Ordinal);
        Assert.EndsWith("; leave such times out with Where", before.Message, StringComparison.Ordinal);

        BoundWindows ends = WindowCatalog.Bind(new WindowPlan { Every = "1mo", Label = "end" }, unit, TimeZoneInfo.Utc);
        RunException behind = Assert.Throws<RunException>(() => ends.EndOf(windows, end));
        Assert.StartsWith($"the window from {text} on ends beyond the times that its column can hold, ", behind.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_calendar_remembers_has_a_bound()
    {
        AlignedWindows days = Bind("1d", "Europe/Berlin", TimeUnit.Second);
        for (long day = 0; day < 100; day++)
        {
            _ = days.Start(day);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long day = 0; day < 500_000; day++)
        {
            _ = days.Start(day);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    private static IEnumerable<long> Instants(TimeUnit unit)
    {
        Random random = new(7);
        long year = 31_556_952 * unit.TicksPerSecond();
        long[] named = [long.MinValue, long.MinValue + 1, -1, 0, 1, long.MaxValue - 1, long.MaxValue];
        return [.. named, .. Enumerable.Range(0, 300).Select(_ => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(40)), .. Enumerable.Range(-250, 500).Select(y => (y * year) + random.NextInt64(year))];
    }

    private static AlignedWindows Bind(string every, string zone, TimeUnit unit) =>
        WindowCatalog.Bind(new WindowPlan { Every = every }, unit, TimeZoneInfo.FindSystemTimeZoneById(zone)).Panes();

    private static BigInteger FloorDivide(BigInteger value, BigInteger by)
    {
        BigInteger quotient = BigInteger.DivRem(value, by, out BigInteger rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    // 400 years have 146,097 days; the rest goes year by year and month by month
    private static BigInteger SlowMonthOf(BigInteger day)
    {
        BigInteger cycles = FloorDivide(day, 146_097);
        int rest = (int)(day - (cycles * 146_097));
        int month = 0;
        while (rest >= DaysOf(month))
        {
            rest -= DaysOf(month++);
        }

        return (cycles * 4800) + month;
    }

    private static BigInteger SlowFirstDay(BigInteger month)
    {
        BigInteger cycles = FloorDivide(month, 4800);
        BigInteger day = cycles * 146_097;
        for (int i = 0; i < (int)(month - (cycles * 4800)); i++)
        {
            day += DaysOf(i);
        }

        return day;
    }

    private static int DaysOf(int month) => DateTime.DaysInMonth(1970 + (month / 12), (month % 12) + 1);
}
