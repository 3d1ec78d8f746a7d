using System.Globalization;
using System.Numerics;
using System.Text;
using TelemetryEngine.DataGen.Rows;

namespace TelemetryEngine.DataGen.Tests;

public sealed class StationTests
{
    private static readonly GeneratorOptions Options = new() { Profile = Profile.OneBillionRows, Rows = 300_000, Seed = 5 };

    [Fact]
    public void There_are_413_names_sorted_by_their_bytes()
    {
        byte[][] names = [.. StationNames.All.Select(Encoding.UTF8.GetBytes)];
        Assert.Equal(413, names.Length);
        Assert.All(names, name => Assert.InRange(name.Length, 3, 26));
        for (int i = 1; i < names.Length; i++)
        {
            Assert.True(names[i - 1].AsSpan().SequenceCompareTo(names[i]) < 0, StationNames.All[i]);
        }

        Assert.DoesNotContain(StationNames.All, name => name.AsSpan().IndexOfAny(",;\"\\") >= 0);
        Assert.Contains(StationNames.All, name => name.Contains(' ', StringComparison.Ordinal));
        Assert.Contains(StationNames.All, name => !Ascii.IsValid(name));
    }

    [Fact]
    public void Every_line_is_a_known_name_and_one_decimal_in_range()
    {
        string[] lines = Made.Lines(Options);
        HashSet<string> names = [.. StationNames.All];
        foreach (string text in lines)
        {
            StationLine line = Assert.IsType<StationLine>(StationLine.Parse(text));
            Assert.Contains(line.Station, names);
            Assert.InRange(line.Temperature!.Value, -99.9m, 99.9m);
            Assert.EndsWith(line.Temperature.Value.ToString("0.0", CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
        }

        Assert.Equal(413, lines.Select(line => line.Split(';')[0]).Distinct().Count());
    }

    [Fact]
    public void Temperatures_lie_around_the_mean_of_their_station()
    {
        decimal[][] stations = [.. Made.Lines(Options)
            .Select(line => StationLine.Parse(line)!)
            .GroupBy(line => line.Station)
            .Select(group => group.Select(line => line.Temperature!.Value).ToArray())];
        decimal[] means = [.. stations.Select(station => station.Average())];
        Assert.InRange(means.Max() - means.Min(), 40m, 55m);
        Assert.All(stations, station => Assert.InRange(Deviation(station), 9, 11.5));
    }

    [Fact]
    public void The_truth_is_minimum_average_and_maximum_by_station()
    {
        GeneratorOptions options = Options with { Rows = 20_000, Nulls = 0.3, Duplicates = 0.1, Dirty = 0.1 };
        StringBuilder expected = new("station,min_temperature,avg_temperature,max_temperature\n");
        IEnumerable<IGrouping<string, StationLine>> groups = Made.Lines(options)
            .Select(StationLine.Parse)
            .OfType<StationLine>()
            .GroupBy(line => line.Station)
            .OrderBy(group => Encoding.UTF8.GetBytes(group.Key), Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y)));
        foreach (IGrouping<string, StationLine> group in groups)
        {
            BigInteger[] tenths = [.. group.Select(line => line.Temperature).OfType<decimal>().Select(value => new BigInteger(value * 10))];
            BigInteger sum = tenths.Aggregate(BigInteger.Zero, (left, right) => left + right);
            double[] numbers = [ExactQuotient.Of(tenths.Min(), 10), ExactQuotient.Of(sum, 10 * tenths.Length), ExactQuotient.Of(tenths.Max(), 10)];
            expected.Append(group.Key).Append(',');
            expected.AppendJoin(',', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        }

        Assert.Equal(expected.ToString(), Made.TruthText(options, every: null));
    }

    private static double Deviation(decimal[] values)
    {
        double mean = (double)values.Average();
        return Math.Sqrt(values.Average(value => ((double)value - mean) * ((double)value - mean)));
    }
}
