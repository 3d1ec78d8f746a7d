using System.Text.Json;

namespace TelemetryEngine.DataGen.Tests;

public sealed class FaultTests
{
    private const int Rows = 100_000;

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.2)]
    [InlineData(1)]
    public void Nulls_are_as_frequent_as_asked(double fraction)
    {
        string[] lines = Made.Lines(new() { Rows = Rows, Nulls = fraction });
        AssertNear(fraction, lines.Count(line => MeterLine.Parse(line)!.PowerCentiwatts is null));
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Duplicates_repeat_the_row_before(double fraction)
    {
        string[] lines = Made.Lines(new() { Rows = Rows, Duplicates = fraction, Nulls = 0.01, Dirty = 0.01 });
        AssertNear(fraction, lines.Zip(lines.Skip(1)).Count(pair => pair.First == pair.Second));
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.3)]
    [InlineData(1)]
    public void Disorder_moves_times_back_by_1_to_60_steps(double fraction)
    {
        GeneratorOptions options = new() { Rows = Rows, Devices = 10 };
        MeterLine[] ordered = [.. Made.Lines(options).Select(line => MeterLine.Parse(line)!)];
        MeterLine[] late = [.. Made.Lines(options with { Disorder = fraction }).Select(line => MeterLine.Parse(line)!)];
        int[] steps = [.. ordered.Zip(late, (inOrder, moved) => (int)((inOrder.Time - moved.Time) / options.Step))];
        Assert.Equal(ordered.Select(line => line.Device), late.Select(line => line.Device));
        Assert.All(steps, step => Assert.InRange(step, 0, GeneratorOptions.MaxDisorderSteps));
        AssertNear(fraction, steps.Count(step => step > 0));
        Assert.True(fraction < 0.01 || steps.Where(step => step > 0).Distinct().Count() == GeneratorOptions.MaxDisorderSteps);
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.4)]
    [InlineData(1)]
    public void Dirty_rows_are_as_frequent_as_asked_in_every_text_format(double fraction)
    {
        GeneratorOptions meters = new() { Rows = Rows, Dirty = fraction };
        AssertNear(fraction, Made.Lines(meters).Count(line => MeterLine.Parse(line) is null));
        AssertNear(fraction, Made.Lines(meters with { Format = OutputFormat.NdJson }).Count(line => !IsCleanJson(line)));
        GeneratorOptions stations = meters with { Profile = Profile.OneBillionRows };
        AssertNear(fraction, Made.Lines(stations).Count(line => StationLine.Parse(line) is null));
        AssertNear(fraction, Made.Lines(stations with { Format = OutputFormat.NdJson }).Count(line => !IsCleanJson(line)));
    }

    [Fact]
    public void Every_kind_of_defect_has_its_share()
    {
        string[] lines = Made.Lines(new() { Rows = Rows, Dirty = 1 });
        int[] kinds =
        [
            lines.Count(line => line.Contains('W', StringComparison.Ordinal)),
            lines.Count(line => line.Count(c => c == ',') == 2),
            lines.Count(line => line.Count(c => c == ',') == 4),
            lines.Count(line => line.StartsWith("2024-13-", StringComparison.Ordinal) && line.Contains(",,", StringComparison.Ordinal)),
        ];
        Assert.Equal(Rows, kinds.Sum());
        Assert.All(kinds, kind => AssertNear(0.25, kind));
    }

    [Fact]
    public void The_rows_without_a_fault_are_those_of_a_run_without_faults()
    {
        GeneratorOptions clean = new() { Rows = 10_000 };
        string[] dirty = Made.Lines(clean with { Nulls = 0.1, Dirty = 0.1 });
        string[] expected = Made.Lines(clean);
        int equal = expected.Zip(dirty).Count(pair => pair.First == pair.Second);
        Assert.Equal(dirty.Count(line => MeterLine.Parse(line) is { PowerCentiwatts: not null }), equal);
        Assert.InRange(equal, 7_900, 8_300);
    }

    private static bool IsCleanJson(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return !line.Contains("\"2024-13-", StringComparison.Ordinal);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Six deviations of a binomial: no false alarm for any seed, and a wrong rate is far outside.
    private static void AssertNear(double fraction, int hits)
    {
        double deviation = Math.Sqrt(Rows * fraction * (1 - fraction));
        Assert.InRange(hits, (Rows * fraction) - (6 * deviation) - 1, (Rows * fraction) + (6 * deviation) + 1);
    }
}
