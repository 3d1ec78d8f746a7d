using System.Globalization;

namespace TelemetryEngine.DataGen.Tests;

public sealed class MeterTests
{
    [Fact]
    public void The_first_lines_of_a_seed_stay_what_they_are()
    {
        Assert.Equal(
            [
                "2024-01-01T00:00:00Z,meter-00000,313.69,230.5",
                "2024-01-01T00:00:00Z,meter-00001,1069.07,229.7",
                "2024-01-01T00:00:00Z,meter-00002,813.97,227.9",
                "2024-01-01T00:00:00Z,meter-00003,411.10,232.0",
            ],
            Made.Lines(new() { Rows = 4 }));
        Assert.Equal(
            [
                "2024-01-01T00:00:00Z,meter-00632,1331.00,230.3",
                "2024-01-01T00:00:00Z,meter-00588,1664.75,229.6",
            ],
            Made.Lines(new() { Rows = 2, Order = RowOrder.Random }));
        Assert.Equal(
            [
                "{\"timestamp\":\"2024-01-01T00:00:00Z\",\"device_id\":\"meter-00000\",\"power_w\":313.69,\"voltage_v\":230.5}",
            ],
            Made.Lines(new() { Rows = 1, Format = OutputFormat.NdJson }));
        Assert.Equal(
            ["Norrköping;25.0", "Mumbai;31.6", "Phnom Penh;33.0"],
            Made.Lines(new() { Rows = 3, Profile = Profile.OneBillionRows }));
    }

    [Theory]
    [InlineData(RowOrder.Device)]
    [InlineData(RowOrder.Random)]
    [InlineData(RowOrder.Shuffled)]
    public void Every_row_parses_back(RowOrder order)
    {
        GeneratorOptions options = new() { Rows = 100_000, Devices = 50, Order = order, Step = TimeSpan.FromMinutes(3), Disorder = 0.1 };
        foreach (string text in Made.Lines(options))
        {
            MeterLine line = Assert.IsType<MeterLine>(MeterLine.Parse(text));
            Assert.InRange(line.PowerCentiwatts!.Value, 50_00, 9999_99);
            Assert.InRange(line.Voltage, 220m, 240m);
            decimal watts = (decimal)line.PowerCentiwatts.Value / 100;
            Assert.Equal(
                string.Create(CultureInfo.InvariantCulture, $"{line.Time:yyyy-MM-ddTHH:mm:ss}Z,{line.Device},{watts:0.00},{line.Voltage:0.0}"),
                text);
        }
    }

    [Fact]
    public void Power_peaks_in_the_evening_and_rests_at_night()
    {
        GeneratorOptions options = new() { Rows = 24 * 60 * 20, Devices = 20, Step = TimeSpan.FromMinutes(1) };
        Dictionary<int, double> byHour = Made.Lines(options)
            .Select(line => MeterLine.Parse(line)!)
            .GroupBy(line => line.Time.Hour)
            .ToDictionary(group => group.Key, group => group.Average(line => (double)line.PowerCentiwatts!.Value));
        Assert.InRange(byHour.MaxBy(pair => pair.Value).Key, 17, 20);
        Assert.InRange(byHour.MinBy(pair => pair.Value).Key, 0, 4);
        Assert.True(byHour.Values.Max() > 3 * byHour.Values.Min());
    }

    [Fact]
    public void Devices_differ_in_their_base_load()
    {
        GeneratorOptions options = new() { Rows = 100_000, Devices = 100 };
        double[] averages = [.. Made.Lines(options)
            .Select(line => MeterLine.Parse(line)!)
            .GroupBy(line => line.Device)
            .Select(group => group.Average(line => (double)line.PowerCentiwatts!.Value))];
        Assert.True(averages.Max() > 3 * averages.Min());
    }

    [Fact]
    public void Twenty_million_rows_of_a_thousand_devices_are_about_a_gigabyte()
    {
        const int sampleRows = 10_000;
        DateTimeOffset midnight = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        int[] sizes = [.. Enumerable.Range(0, 8).Select(i => Made.Bytes(new() { Rows = sampleRows, Start = midnight.AddHours(3 * i) }).Length)];
        Assert.InRange(sizes.Average() / sampleRows * 20_000_000, 0.92e9, 1.02e9);
    }

    [Fact]
    public void Names_grow_beyond_100_000_devices_and_stay_of_one_length()
    {
        string[] lines = Made.Lines(new() { Rows = 100_001, Devices = 100_001 });
        Assert.StartsWith("2024-01-01T00:00:00Z,meter-000000,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("2024-01-01T00:00:00Z,meter-100000,", lines[^1], StringComparison.Ordinal);
        Assert.StartsWith("2024-01-01T00:00:00Z,meter-99999,", Made.Lines(new() { Rows = 100_000, Devices = 100_000 })[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_rows_of_the_year_9999_can_be_made()
    {
        GeneratorOptions options = new() { Start = new DateTimeOffset(9999, 12, 31, 23, 59, 50, TimeSpan.Zero), Rows = 2, Devices = 2 };
        Assert.StartsWith("9999-12-31T23:59:50Z,meter-00001,", Made.Lines(options)[1], StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Made.Lines(options with { Rows = 3 }));
    }

    [Fact]
    public void Json_rows_hold_the_fields_of_the_csv_rows()
    {
        GeneratorOptions options = Made.Messy(RowOrder.Random) with { Dirty = 0 };
        string[] csv = Made.Lines(options);
        string[] json = Made.Lines(options with { Format = OutputFormat.NdJson });
        Assert.Equal(csv.Select(AsJson), json);
    }

    private static string AsJson(string csv)
    {
        string[] fields = csv.Split(',');
        string power = fields[2].Length == 0 ? "null" : fields[2];
        return $$"""{"timestamp":"{{fields[0]}}","device_id":"{{fields[1]}}","power_w":{{power}},"voltage_v":{{fields[3]}}}""";
    }
}
