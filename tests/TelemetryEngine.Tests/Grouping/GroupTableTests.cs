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

    /// <summary>Keys that come round after round, of which some windows leave some out or get them late: a key has one group in a window, whatever order it came in.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void KeysInTurnHaveOneGroupEach(int order)
    {
        const int Keys = 40;
        const int Windows = 6;
        GroupTable table = new();
        Dictionary<(int, int), int> expected = [];
        int[] inTurn = [.. Enumerable.Range(0, Keys)];
        int[][] batches = order switch
        {
            0 => [inTurn, inTurn],
            1 => [inTurn[5..20], inTurn, inTurn[..30], inTurn],
            2 => [[.. inTurn.Reverse()], inTurn, [3, -1, 4, -1, 39, 0]],
            _ => [[.. inTurn.Where(static key => key % 3 != 0)], [-1, -1, 7, 8, 9], inTurn],
        };
        for (int window = 0; window < Windows; window++)
        {
            foreach (int[] keys in batches)
            {
                int[] groups = new int[keys.Length];
                table.Assign(window, Keys, keys, groups);
                for (int row = 0; row < keys.Length; row++)
                {
                    int group = keys[row] < 0 ? 0 : expected.TryGetValue((window, keys[row]), out int known) ? known : expected.Count + 1;
                    Assert.Equal(group, groups[row]);
                    if (keys[row] >= 0)
                    {
                        expected[(window, keys[row])] = group;
                    }
                }
            }
        }

        Assert.Equal(expected.OrderBy(static pair => pair.Value).Select(static pair => pair.Key), table.Groups[1..].ToArray());
    }

    [Theory]
    [InlineData(50, 40)]
    [InlineData(100_000, 100_000)]
    public void GroupsAreListedForWhoeverAsksAlsoBetweenBatches(int windows, int keyCount)
    {
        Random random = new(5);
        GroupTable table = new();
        List<(int, int)> expected = [];
        for (int batch = 0; batch < 50; batch++)
        {
            for (int row = 0; row < 100; row++)
            {
                (int slot, int key) = (random.Next(windows / 2) * 2, random.Next(keyCount));
                if (table.Assign(slot, keyCount, key) > expected.Count)
                {
                    expected.Add((slot, key));
                }
            }

            Assert.Equal(expected, table.Groups[1..].ToArray());
            Assert.Equal(
                Enumerable.Range(0, windows + 1).Select(slot => slot % 2 == 0 && expected.Exists(group => group.Item1 == slot)).Count(static used => used),
                table.UsedSlots(windows + 1).Count(static used => used));
        }

        bool[] isUsed = table.UsedSlots(windows + 1);
        Assert.All(expected, group => Assert.True(isUsed[group.Item1]));
    }

    [Fact]
    public void SeveralThreadsMayAskForTheGroupsOfAGridAtOnce()
    {
        GroupTable table = new();
        for (int i = 0; i < 10_000; i++)
        {
            table.Assign(i / 100, 100, i % 100);
        }

        (int, int)[] expected = [.. Enumerable.Range(0, 10_000).Select(static i => (i / 100, i % 100))];
        Parallel.For(0, 8, _ => Assert.Equal(expected, table.Groups[1..].ToArray()));
    }
}
