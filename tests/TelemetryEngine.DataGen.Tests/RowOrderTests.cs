namespace TelemetryEngine.DataGen.Tests;

public sealed class RowOrderTests
{
    [Fact]
    public void By_device_every_device_comes_at_each_step()
    {
        GeneratorOptions options = new() { Rows = 1_000, Devices = 13, Step = TimeSpan.FromSeconds(15) };
        string[] lines = Made.Lines(options);
        for (int row = 0; row < lines.Length; row++)
        {
            MeterLine line = Assert.IsType<MeterLine>(MeterLine.Parse(lines[row]));
            Assert.Equal(new DateTime(2024, 1, 1).AddSeconds(row / 13 * 15), line.Time);
            Assert.Equal($"meter-{row % 13:d5}", line.Device);
        }
    }

    [Fact]
    public void At_random_the_time_is_that_of_the_row_and_every_device_comes_about_equally_often()
    {
        string[] lines = Made.Lines(new() { Rows = 100_000, Devices = 10, Order = RowOrder.Random });
        MeterLine[] readings = [.. lines.Select(line => MeterLine.Parse(line)!)];
        Assert.All(
            readings.Select((reading, row) => (reading, row)),
            pair => Assert.Equal(new DateTime(2024, 1, 1).AddSeconds(pair.row / 10 * 10), pair.reading.Time));
        int[] counts = [.. readings.CountBy(reading => reading.Device).Select(pair => pair.Value)];
        Assert.Equal(10, counts.Length);
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1_000)]
    [InlineData(4_097)]
    [InlineData(50_000)]
    public void Shuffled_rows_are_those_by_device_in_another_order(int rows)
    {
        GeneratorOptions options = Made.Messy(RowOrder.Device) with { Rows = rows };
        string[] ordered = Made.Lines(options);
        string[] shuffled = Made.Lines(options with { Order = RowOrder.Shuffled });
        Assert.Equal(ordered.Order(StringComparer.Ordinal), shuffled.Order(StringComparer.Ordinal));
        Assert.True(rows < 10 || ordered.Zip(shuffled).Count(pair => pair.First == pair.Second) < rows / 10);
    }

    [Fact]
    public void Shuffled_times_have_no_order_left()
    {
        string[] lines = Made.Lines(new() { Rows = 100_000, Devices = 10, Order = RowOrder.Shuffled });
        DateTime[] times = [.. lines.Select(line => MeterLine.Parse(line)!.Time)];
        Assert.InRange(times.Zip(times.Skip(1)).Count(pair => pair.First < pair.Second), 48_000, 52_000);
        Assert.InRange(times.Zip(times.Skip(10)).Count(pair => pair.First < pair.Second), 48_000, 52_000);
        DateTime middle = times.Order().ElementAt(50_000);
        Assert.InRange(times.Take(10_000).Count(time => time < middle), 4_700, 5_300);
    }

    [Fact]
    public void Stations_follow_the_same_orders()
    {
        GeneratorOptions options = new() { Profile = Profile.OneBillionRows, Rows = 10_000, Devices = 100, Order = RowOrder.Device };
        string[] ordered = Made.Lines(options);
        string[] names = [.. ordered.Take(100).Select(line => line.Split(';')[0])];
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.All(ordered.Select((line, row) => (line, row)), pair => Assert.StartsWith(names[pair.row % 100] + ";", pair.line));
        string[] shuffled = Made.Lines(options with { Order = RowOrder.Shuffled });
        Assert.Equal(ordered.Order(StringComparer.Ordinal), shuffled.Order(StringComparer.Ordinal));
        Assert.Equal(Made.Lines(options with { Order = null }), Made.Lines(options with { Order = RowOrder.Random }));
    }
}
