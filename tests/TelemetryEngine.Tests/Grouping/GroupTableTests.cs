using TelemetryEngine.Grouping;

namespace TelemetryEngine.Tests.Grouping;

public sealed class GroupTableTests
{
    [Theory]
    [InlineData(50, 40)]
    [InlineData(3, 5000)]
    [InlineData(3000, 3)]
    [InlineData(100_000, 100_000)]
    public void RowsOfManyWindowsGetTheGroupsThatTheyGetOneByOne(int windows, int keyCount)
    {
        Random random = new(11);
        GroupTable together = new();
        GroupTable single = new();
        for (int batch = 0; batch < 20; batch++)
        {
            int[] slots = [.. Enumerable.Range(0, 1000).Select(_ => random.Next(windows))];
            int[] keys = [.. Enumerable.Range(0, 1000).Select(_ => random.Next(10) == 0 ? -1 : random.Next(keyCount))];
            int[] groups = new int[keys.Length];

            together.Assign(slots, keyCount, keys, groups);

            for (int row = 0; row < keys.Length; row++)
            {
                Assert.Equal(keys[row] < 0 ? 0 : single.Assign(slots[row], keyCount, keys[row]), groups[row]);
            }
        }

        Assert.Equal(single.Groups.ToArray(), together.Groups.ToArray());
    }
}
