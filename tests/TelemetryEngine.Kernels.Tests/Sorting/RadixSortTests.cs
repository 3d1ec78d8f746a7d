using TelemetryEngine.Kernels.Sorting;

namespace TelemetryEngine.Kernels.Tests.Sorting;

public sealed class RadixSortTests
{
    [Theory]
    [InlineData(0, ulong.MaxValue)]
    [InlineData(1, ulong.MaxValue)]
    [InlineData(1000, 3UL)]
    [InlineData(1000, 1UL << 40)]
    [InlineData(5000, ulong.MaxValue)]
    public void Items_come_in_the_order_of_their_keys_and_equal_ones_stay(int count, ulong most)
    {
        Random random = new(count);
        ulong[] keys = [.. Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue) % most)];
        int[] items = [.. Enumerable.Range(0, count)];
        int[] expected = [.. items.OrderBy(item => keys[item])];

        RadixSort.Sort([.. keys], items, new ulong[keys.Length], new int[keys.Length]);

        Assert.Equal(expected, items);
    }

    [Fact]
    public void Every_digit_counts()
    {
        ulong[] keys = [.. Enumerable.Range(0, 64).Select(static bit => 1UL << (bit * 37 % 64)), 0];
        int[] items = [.. Enumerable.Range(0, keys.Length)];
        int[] expected = [.. items.OrderBy(item => keys[item])];

        RadixSort.Sort([.. keys], items, new ulong[keys.Length], new int[keys.Length]);

        Assert.Equal(expected, items);
    }
}
