using System.Globalization;
using System.Text.Json;
using Apache.Arrow;
using TelemetryEngine.Arrow;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.DataGen.Tests;

/// <summary>The register of energy, its resets, and gaps.</summary>
public sealed class EnergyTests
{
    private static readonly GeneratorOptions Clean = new()
    {
        Rows = 20_000,
        Devices = 10,
        Step = TimeSpan.FromMinutes(10),
        Energy = true,
    };

    [Theory]
    [InlineData(OutputFormat.Csv)]
    [InlineData(OutputFormat.NdJson)]
    public void The_other_columns_are_those_of_a_run_without(OutputFormat format)
    {
        GeneratorOptions options = Made.Messy(RowOrder.Shuffled) with { Format = format };
        string[] without = Made.Lines(options);
        string[] with = Made.Lines(options with { Energy = true, Resets = TimeSpan.FromHours(1) });
        Assert.Equal(without.Length, with.Length);
        foreach ((string before, string after) in without.Zip(with).Where(pair => MeterLine.Parse(pair.First) is not null))
        {
            Assert.StartsWith(before.TrimEnd('}'), after, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(RowOrder.Device)]
    [InlineData(RowOrder.Random)]
    [InlineData(RowOrder.Shuffled)]
    public void A_register_never_falls_and_follows_the_power(RowOrder order)
    {
        foreach (Reading[] device in Devices(Clean with { Order = order }))
        {
            Assert.All(device.Zip(device.Skip(1)), pair => Assert.True(pair.First.Energy <= pair.Second.Energy));
            Assert.InRange(device[0].Energy!.Value, 0, 50_000_000);
            decimal area = device.Zip(device.Skip(1)).Sum(pair =>
                (pair.First.Power + pair.Second.Power)!.Value / 2 * (decimal)(pair.Second.Time - pair.First.Time).TotalHours);
            Assert.InRange((device[^1].Energy - device[0].Energy)!.Value / area, 0.98m, 1.02m);
        }
    }

    [Fact]
    public void Registers_count_in_eighths_with_three_decimals()
    {
        foreach (string text in Made.Lines(Clean).Select(line => line.Split(',')[4]))
        {
            Assert.Equal(0, decimal.Parse(text, CultureInfo.InvariantCulture) % 0.125m);
            Assert.Equal(text.Length - 4, text.IndexOf('.', StringComparison.Ordinal));
            Assert.Equal(decimal.Parse(text, CultureInfo.InvariantCulture), (decimal)double.Parse(text, CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void A_register_is_a_function_of_device_and_time()
    {
        GeneratorOptions messy = Clean with { Disorder = 0.3, Duplicates = 0.2, Order = RowOrder.Random, Resets = TimeSpan.FromDays(2), Nulls = 0.1 };
        Assert.All(
            Made.Lines(messy).Select(Parse).GroupBy(reading => (reading.Device, reading.Time)),
            same => Assert.Single(same.Select(reading => reading.Energy).Distinct()));
    }

    [Fact]
    public void Every_register_begins_again_once_in_each_period()
    {
        TimeSpan period = TimeSpan.FromDays(2);
        Reading[][] devices = Devices(Clean with { Resets = period });
        foreach (Reading[] device in devices)
        {
            DateTime[] resets = [.. device.Zip(device.Skip(1)).Where(pair => pair.Second.Energy < pair.First.Energy).Select(pair => pair.Second.Time)];
            int periods = (int)Math.Ceiling((device[^1].Time - device[0].Time) / period);
            Assert.InRange(resets.Length, periods - 1, periods);
            Assert.All(resets, time => Assert.InRange(device.Single(reading => reading.Time == time).Energy!.Value, 0, 10_000m / 6));
        }

        Assert.Equal(devices.Length, devices.Select(device => device.Zip(device.Skip(1)).First(pair => pair.Second.Energy < pair.First.Energy).Second.Time).Distinct().Count());
    }

    [Fact]
    public void Registers_are_null_apart_from_power()
    {
        Reading[] readings = [.. Made.Lines(Clean with { Rows = 100_000, Nulls = 0.1 }).Select(Parse)];
        Assert.InRange(readings.Count(reading => reading.Energy is null), 9_400, 10_600);
        Assert.InRange(readings.Count(reading => reading.Energy is null && reading.Power is null), 800, 1_200);
    }

    [Theory]
    [InlineData(OutputFormat.Csv)]
    [InlineData(OutputFormat.NdJson)]
    public void Dirty_rows_are_dirty_with_a_register_too(OutputFormat format)
    {
        GeneratorOptions options = Clean with { Dirty = 1, Format = format };
        string[] lines = Made.Lines(options);
        int[] kinds = format == OutputFormat.Csv
            ?
            [
                lines.Count(line => line.Contains('W', StringComparison.Ordinal)),
                lines.Count(line => line.Split(',').Length == 4),
                lines.Count(line => line.Split(',').Length == 6),
                lines.Count(line => line.StartsWith("2024-13-", StringComparison.Ordinal) && line.Contains(",,", StringComparison.Ordinal) && line.EndsWith(','))
            ]
            :
            [
                lines.Count(line => line.Contains("W,", StringComparison.Ordinal)),
                lines.Count(line => !line.Contains('}', StringComparison.Ordinal) && !line.Contains("energy", StringComparison.Ordinal)),
                lines.Count(line => line.EndsWith("},0", StringComparison.Ordinal)),
                lines.Count(line => line.Contains("2024-13-", StringComparison.Ordinal) && line.EndsWith("\"energy_wh\":null}", StringComparison.Ordinal))
            ];
        Assert.Equal(lines.Length, kinds.Sum());
        Assert.All(kinds, kind => Assert.InRange(kind, 4_600, 5_400));
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.3)]
    public void Gaps_leave_out_runs_of_readings_and_change_no_other(double fraction)
    {
        GeneratorOptions options = Clean with { Rows = 200_000, Resets = TimeSpan.FromDays(3) };
        string[] all = Made.Lines(options);
        string[] rest = Made.Lines(options with { Gaps = fraction });
        Assert.Empty(rest.Except(all));
        Assert.Equal(rest, all.Intersect(rest));
        Assert.InRange(1 - ((double)rest.Length / all.Length), fraction * 0.7, fraction * 1.3);
        foreach (IGrouping<string, Reading> device in rest.Select(Parse).GroupBy(reading => reading.Device))
        {
            int[] steps = [.. device.Zip(device.Skip(1), (first, second) => (int)((second.Time - first.Time) / options.Step))];
            Assert.All(steps, step => Assert.Equal(1, step % GeneratorOptions.GapSteps));
            Assert.Contains(GeneratorOptions.GapSteps + 1, steps);
        }
    }

    [Theory]
    [InlineData(OutputFormat.Csv)]
    [InlineData(OutputFormat.NdJson)]
    [InlineData(OutputFormat.Arrow)]
    public void The_number_of_rows_written_is_told(OutputFormat format)
    {
        GeneratorOptions options = Clean with { Rows = 70_000, Gaps = 0.2, Format = format };
        long rows = Generator.Write(options, Stream.Null, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(Made.Lines(options with { Format = OutputFormat.Csv }).Length, rows);
        Assert.Equal(0, Generator.Write(options with { Gaps = 1 }, Stream.Null, cancellation: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(OutputFormat.Csv)]
    [InlineData(OutputFormat.NdJson)]
    [InlineData(OutputFormat.Arrow)]
    public void Threads_and_blocks_never_change_the_bytes(OutputFormat format)
    {
        GeneratorOptions options = GeneratorTests.MessyOf(Profile.Meters, format, RowOrder.Shuffled) with
        {
            Rows = 150_000,
            Energy = true,
            Resets = TimeSpan.FromHours(7),
            Gaps = 0.2,
        };
        byte[] expected = Made.Bytes(options with { Threads = 1 });
        Assert.True(expected.AsSpan().SequenceEqual(Made.Bytes(options with { Threads = 3 }, 777)));
    }

    [Fact]
    public void Json_and_arrow_have_the_values_of_csv()
    {
        GeneratorOptions options = Made.Messy(RowOrder.Random) with { Rows = 70_000, Dirty = 0, Energy = true, Gaps = 0.1, Resets = TimeSpan.FromHours(2) };
        Reading[] expected = [.. Made.Lines(options).Select(Parse)];
        Assert.Contains(expected, reading => reading.Energy is null);
        Assert.Equal(expected, Made.Lines(options with { Format = OutputFormat.NdJson }).Select(ParseJson));
        Assert.Equal(expected, ReadArrow(options with { Format = OutputFormat.Arrow }));
    }

    [Fact]
    public void A_register_holds_from_the_year_1_to_the_year_9999()
    {
        GeneratorOptions options = new() { Rows = 3, Devices = 1, Start = DateTimeOffset.MinValue, Step = TimeSpan.FromDays(1_826_000), Energy = true };
        Reading[] readings = [.. Made.Lines(options).Select(Parse)];
        Assert.Equal(9999, readings[^1].Time.Year);
        Assert.InRange((readings[2].Energy - readings[1].Energy)!.Value / (readings[1].Energy - readings[0].Energy)!.Value, 0.9999999m, 1.0000001m);
        Assert.InRange((readings[2].Energy - readings[0].Energy)!.Value, 365m * 9990 * 24 * 500, 365m * 9999 * 24 * 4000);
    }

    private static Reading[][] Devices(GeneratorOptions options) =>
    [
        .. Made.Lines(options).Select(Parse).GroupBy(reading => reading.Device).Select(device => device.OrderBy(reading => reading.Time).ToArray()),
    ];

    private static Reading Parse(string line)
    {
        string[] fields = line.Split(',');
        MeterLine meter = MeterLine.Parse(string.Join(',', fields[..4]))!;
        return new Reading(
            meter.Time, meter.Device, (decimal?)meter.PowerCentiwatts / 100, fields[4].Length == 0 ? null : decimal.Parse(fields[4], CultureInfo.InvariantCulture));
    }

    private static Reading ParseJson(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement row = document.RootElement;
        Assert.Equal(5, row.EnumerateObject().Count());
        return new Reading(
            row.GetProperty("timestamp").GetDateTimeOffset().UtcDateTime,
            row.GetProperty("device_id").GetString()!,
            Number(row.GetProperty("power_w")),
            Number(row.GetProperty("energy_wh")));
    }

    private static decimal? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDecimal();

    private static List<Reading> ReadArrow(GeneratorOptions options)
    {
        using ArrowFileReader reader = new(Made.Bytes(options));
        Assert.EndsWith(", voltage_v: double not null, energy_wh: double", ArrowNames.Of(reader.Schema), StringComparison.Ordinal);
        List<Reading> readings = [];
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            TimestampArray times = Assert.IsType<TimestampArray>(batch.Column("timestamp"));
            DictionaryArray devices = Assert.IsType<DictionaryArray>(batch.Column("device_id"));
            DoubleArray powers = Assert.IsType<DoubleArray>(batch.Column("power_w"));
            DoubleArray energies = Assert.IsType<DoubleArray>(batch.Column("energy_wh"));
            for (int i = 0; i < batch.Length; i++)
            {
                DateTime time = DateTime.UnixEpoch.AddTicks(times.Values[i] * TimeSpan.TicksPerMicrosecond);
                readings.Add(new Reading(time, devices.TextAt(i)!, (decimal?)powers.GetValue(i), (decimal?)energies.GetValue(i)));
            }
        }

        return readings;
    }

    private sealed record Reading(DateTime Time, string Device, decimal? Power, decimal? Energy);
}
