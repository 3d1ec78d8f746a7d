using System.Globalization;
using System.Numerics;
using System.Text;

namespace TelemetryEngine.DataGen.Tests;

/// <summary>The truth against LINQ and BigInteger over the generated text.</summary>
public sealed class TruthTests
{
    [Theory]
    [InlineData(RowOrder.Device, 60)]
    [InlineData(RowOrder.Device, 3600)]
    [InlineData(RowOrder.Device, 604800)]
    [InlineData(RowOrder.Random, 60)]
    [InlineData(RowOrder.Random, 3600)]
    [InlineData(RowOrder.Random, 604800)]
    [InlineData(RowOrder.Shuffled, 60)]
    [InlineData(RowOrder.Shuffled, 3600)]
    [InlineData(RowOrder.Shuffled, 604800)]
    public void It_is_the_exact_average_by_window_and_device(RowOrder order, int everySeconds)
    {
        GeneratorOptions options = Made.Messy(order);
        TimeSpan every = TimeSpan.FromSeconds(everySeconds);
        Assert.Equal(OracleOf(Readings(options), every), Made.TruthText(options, every));
    }

    [Theory]
    [InlineData(RowOrder.Device)]
    [InlineData(RowOrder.Random)]
    [InlineData(RowOrder.Shuffled)]
    public void Without_windows_it_is_the_exact_average_by_device(RowOrder order)
    {
        GeneratorOptions options = Made.Messy(order);
        Assert.Equal(OracleOf(Readings(options), every: null), Made.TruthText(options, every: null));
    }

    [Fact]
    public void It_holds_before_1970_and_for_fractions_of_a_second()
    {
        GeneratorOptions options = Made.Messy(RowOrder.Device) with
        {
            Start = new DateTimeOffset(1969, 12, 31, 23, 59, 58, TimeSpan.Zero).AddMilliseconds(250),
            Step = TimeSpan.FromMicroseconds(7_500),
        };
        string truth = Made.TruthText(options, TimeSpan.FromMilliseconds(700));
        Assert.Equal(OracleOf(Readings(options), TimeSpan.FromMilliseconds(700)), truth);
        Assert.Contains("1969-12-31T23:59:57.900Z,meter-00000,", truth, StringComparison.Ordinal);
    }

    [Fact]
    public void Messy_or_not_the_shuffled_truth_is_that_of_device_order() => Assert.Equal(
        Made.TruthText(Made.Messy(RowOrder.Device), TimeSpan.FromHours(1)),
        Made.TruthText(Made.Messy(RowOrder.Shuffled), TimeSpan.FromHours(1)));

    [Fact]
    public void A_group_of_nulls_has_an_empty_average()
    {
        GeneratorOptions options = new() { Rows = 4, Devices = 2, Nulls = 1 };
        Assert.Equal(
            "device_id,avg_power_w,count_power_w,min_power_w,max_power_w\nmeter-00000,,0,,\nmeter-00001,,0,,\n",
            Made.TruthText(options, every: null, TruthColumns.All));
    }

    [Fact]
    public void No_rows_make_a_header() =>
        Assert.Equal("window_start,device_id,avg_power_w\n", Made.TruthText(new() { Rows = 0 }, TimeSpan.FromHours(1)));

    [Fact]
    public void Rows_whose_time_is_wrong_weigh_nothing_where_the_time_is_not_read()
    {
        GeneratorOptions options = Made.Messy(RowOrder.Device);
        MeterLine[] timeless = [.. Made.Lines(options)
            .Select(line => MeterLine.Parse(line.Replace("-13-", "-12-", StringComparison.Ordinal)))
            .OfType<MeterLine>()];
        Assert.True(timeless.Length > Readings(options).Length);
        Assert.Equal(OracleOf(timeless, every: null), Made.TruthText(options, every: null));
    }

    [Fact]
    public void All_columns_are_average_count_minimum_and_maximum()
    {
        GeneratorOptions options = Made.Messy(RowOrder.Random);
        StringBuilder expected = new("device_id,avg_power_w,count_power_w,min_power_w,max_power_w\n");
        foreach (IGrouping<string, MeterLine> group in Readings(options).GroupBy(line => line.Device).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            BigInteger[] powers = [.. group.Select(line => line.PowerCentiwatts).OfType<BigInteger>()];
            expected.Append(
                CultureInfo.InvariantCulture,
                $"{group.Key},{Average(powers)},{powers.Length},{Hundredths(powers.Min())},{Hundredths(powers.Max())}\n");
        }

        Assert.Equal(expected.ToString(), Made.TruthText(options, every: null, TruthColumns.All));
    }

    [Fact]
    public void Steps_are_counted_where_they_end_and_areas_are_cut()
    {
        GeneratorOptions options = new() { Rows = 5, Devices = 1, Step = TimeSpan.FromMinutes(25), Energy = true, Resets = TimeSpan.FromMinutes(60), Seed = 3 };
        Assert.Equal(
            [
                "2024-01-01T00:00:00Z,meter-00000,835.86,225.4,29907169.000",
                "2024-01-01T00:25:00Z,meter-00000,565.90,226.8,29907486.000",
                "2024-01-01T00:50:00Z,meter-00000,718.26,225.5,64.500",
                "2024-01-01T01:15:00Z,meter-00000,723.80,231.3,59.750",
                "2024-01-01T01:40:00Z,meter-00000,666.58,231.6,348.750",
            ],
            Made.Lines(options));

        // by hand: 317 + 64.5 and 59.75 + 289; at 01:00 the line from 718.26 W to 723.80 W is at 720.476 W
        Assert.Equal(
            "window_start,device_id,avg_power_w,increase_energy_wh,delta_energy_wh,num_resets_energy_wh,integral_power_w\n"
            + "2024-01-01T00:00:00Z,meter-00000,706.6733333333333,381.5,-29907104.5,1,679.4613333333333\n"
            + "2024-01-01T01:00:00Z,meter-00000,695.19,348.75,284.25,1,470.197\n",
            Made.TruthText(options, TimeSpan.FromHours(1)));
        Assert.Equal(
            "device_id,avg_power_w,increase_energy_wh,delta_energy_wh,num_resets_energy_wh,integral_power_w\n"
            + "meter-00000,702.08,730.25,-29906820.25,2,1149.6583333333333\n",
            Made.TruthText(options, every: null));
    }

    [Fact]
    public void No_rows_make_a_header_of_steps_too() => Assert.Equal(
        "window_start,device_id,avg_power_w,increase_energy_wh,delta_energy_wh,num_resets_energy_wh,integral_power_w\n",
        Made.TruthText(new() { Rows = 0, Energy = true }, TimeSpan.FromHours(1)));

    private static MeterLine[] Readings(GeneratorOptions options) =>
        [.. Made.Lines(options).Select(MeterLine.Parse).OfType<MeterLine>()];

    private static string OracleOf(IEnumerable<MeterLine> lines, TimeSpan? every)
    {
        var groups = lines
            .GroupBy(line => (Window: every is { } length ? Floor(line.Time, length) : default, line.Device))
            .OrderBy(group => group.Key.Window)
            .ThenBy(group => group.Key.Device, StringComparer.Ordinal)
            .Select(group => (group.Key, Average: Average([.. group.Select(line => line.PowerCentiwatts).OfType<BigInteger>()])))
            .ToArray();
        string format = groups.Any(group => group.Key.Window.Ticks % TimeSpan.TicksPerSecond != 0)
            ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"
            : "yyyy-MM-dd'T'HH:mm:ss'Z'";
        StringBuilder text = new(every is null ? "device_id,avg_power_w\n" : "window_start,device_id,avg_power_w\n");
        foreach (((DateTime window, string device), string average) in groups)
        {
            text.Append(every is null ? "" : window.ToString(format, CultureInfo.InvariantCulture) + ",");
            text.Append(CultureInfo.InvariantCulture, $"{device},{average}\n");
        }

        return text.ToString();
    }

    private static DateTime Floor(DateTime time, TimeSpan length)
    {
        BigInteger ticks = time.Ticks - DateTime.UnixEpoch.Ticks;
        BigInteger quotient = BigInteger.DivRem(ticks, length.Ticks, out BigInteger rest);
        return DateTime.UnixEpoch.AddTicks((long)((rest.Sign < 0 ? quotient - 1 : quotient) * length.Ticks));
    }

    private static string Average(BigInteger[] centiwatts)
    {
        BigInteger sum = centiwatts.Aggregate(BigInteger.Zero, (left, right) => left + right);
        return centiwatts.Length == 0
            ? ""
            : ExactQuotient.Of(sum, new BigInteger(100) * centiwatts.Length).ToString("R", CultureInfo.InvariantCulture);
    }

    private static string Hundredths(BigInteger value) => ExactQuotient.Of(value, 100).ToString("R", CultureInfo.InvariantCulture);
}
