using TelemetryEngine.DataGen.Rows;

namespace TelemetryEngine.DataGen.Tests.Rows;

public sealed class RowPermutationTests
{
    [Fact]
    public void It_meets_every_row_once_for_any_count()
    {
        foreach (int count in Enumerable.Range(1, 300).Append(65_535).Append(65_536).Append(65_537))
        {
            RowPermutation permutation = new(count, seed: 7);
            HashSet<long> seen = [.. Enumerable.Range(0, count).Select(row => permutation.Map(row))];
            Assert.Equal(count, seen.Count);
            Assert.All(seen, row => Assert.InRange(row, 0, count - 1));
        }
    }

    [Theory]
    [InlineData((1L << 40) + 12_345)]
    [InlineData(1L << 60)]
    public void Huge_ranges_keep_rows_apart_and_inside(long count)
    {
        RowPermutation permutation = new(count, seed: 7);
        HashSet<long> seen = [.. Enumerable.Range(0, 100_000).Select(row => permutation.Map(row))];
        Assert.Equal(100_000, seen.Count);
        Assert.All(seen, row => Assert.InRange(row, 0, count - 1));
        Assert.InRange(seen.Count(row => row < count / 2), 49_000, 51_000);
    }

    [Fact]
    public void Another_seed_is_another_permutation()
    {
        RowPermutation first = new(1000, seed: 1);
        RowPermutation second = new(1000, seed: 2);
        Assert.InRange(Enumerable.Range(0, 1000).Count(row => first.Map(row) == second.Map(row)), 0, 20);
    }

    [Fact]
    public void A_row_beyond_the_range_is_misuse() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RowPermutation(10, 1).Map(10));
}
