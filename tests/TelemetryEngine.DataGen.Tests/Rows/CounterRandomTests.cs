using System.Numerics;
using TelemetryEngine.DataGen.Rows;

namespace TelemetryEngine.DataGen.Tests.Rows;

public sealed class CounterRandomTests
{
    [Fact]
    public void Every_bit_is_set_half_of_the_time()
    {
        CounterRandom random = new(1, RandomPurpose.Noise);
        for (int bit = 0; bit < 64; bit++)
        {
            int set = Enumerable.Range(0, 20_000).Count(row => (random.At(row) >> bit & 1) != 0);
            Assert.InRange(set, 9_575, 10_425);
        }
    }

    [Fact]
    public void Neighbouring_rows_seeds_and_purposes_differ_in_half_of_the_bits()
    {
        CounterRandom random = new(1, RandomPurpose.Noise);
        CounterRandom otherSeed = new(2, RandomPurpose.Noise);
        CounterRandom otherPurpose = new(1, RandomPurpose.Null);
        int[] rows = [.. Enumerable.Range(0, 10_000)];
        Assert.InRange(rows.Average(row => BitOperations.PopCount(random.At(row) ^ random.At(row + 1))), 31.7, 32.3);
        Assert.InRange(rows.Average(row => BitOperations.PopCount(random.At(row) ^ otherSeed.At(row))), 31.7, 32.3);
        Assert.InRange(rows.Average(row => BitOperations.PopCount(random.At(row) ^ otherPurpose.At(row))), 31.7, 32.3);
    }

    [Fact]
    public void Below_stays_below_and_reaches_every_number()
    {
        CounterRandom random = new(3, RandomPurpose.Station);
        HashSet<int> seen = [.. Enumerable.Range(0, 1000).Select(row => random.Below(7, row))];
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], seen.Order());
    }
}
