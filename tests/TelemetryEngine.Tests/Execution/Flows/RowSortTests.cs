using TelemetryEngine.Execution.Flows;

namespace TelemetryEngine.Tests.Execution.Flows;

public sealed class RowSortTests
{
    private const int Rows = 70_000;

    public static TheoryData<string, int> Cases()
    {
        TheoryData<string, int> cases = [];
        foreach (string kind in (string[])["one", "few", "packed", "wide", "three wide", "same", "in order", "nulls first"])
        {
            foreach (int threads in (int[])[1, 2, 7])
            {
                cases.Add(kind, threads);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Places_are_those_of_a_stable_sort(string kind, int threads)
    {
        Random random = new(42);
        ulong[][] ranks = kind switch
        {
            "one" => [Column(random, ulong.MaxValue)],
            "few" => [Column(random, 3)],
            "packed" => [Column(random, 1000), Column(random, 1UL << 40)],
            "wide" => [Column(random, ulong.MaxValue), Column(random, 10)],
            "three wide" => [Column(random, 5), Column(random, ulong.MaxValue), Column(random, ulong.MaxValue - 1)],
            "same" => [Column(random, 1), Column(random, 1)],
            "in order" => [[.. Enumerable.Range(0, Rows).Select(static row => (ulong)row / 10)], Column(random, 1)],
            _ => [Column(random, 2), Column(random, 50), Column(random, 2)],
        };

        int[] places = RowSort.Places(ranks, Rows, threads);

        IOrderedEnumerable<int> expected = Enumerable.Range(0, Rows).OrderBy(row => ranks[0][row]);
        foreach (ulong[] next in ranks[1..])
        {
            expected = expected.ThenBy(row => next[row]);
        }

        Assert.Equal(expected, places);
    }

    [Fact]
    public void No_rows_have_no_order() => Assert.Empty(RowSort.Places([[]], 0, 2));

    private static ulong[] Column(Random random, ulong values) =>
        [.. Enumerable.Range(0, Rows).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue) % values)];
}
