using TelemetryEngine.Grouping;

namespace TelemetryEngine.Tests.Grouping;

public sealed class CellRowsTests
{
    /// <summary>Against an array for each row; the second time from memory that is not clean any more.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void RowsGrowAndKeepTheirCells(int seed)
    {
        Random random = new(seed);
        CellRows rows = new();
        for (int round = 0; round < 2; round++)
        {
            Dictionary<int, int[]> expected = [];
            for (int step = 0; step < 3000; step++)
            {
                int row = random.Next(200);
                int[] before = expected.GetValueOrDefault(row, []);
                // some longer than any array that many share
                int length = before.Length + random.Next(1, step % 1000 == 0 ? 3_000_000 : 600);
                rows.Grow(row, length);
                Array.Resize(ref before, length);
                expected[row] = before;
                int cell = random.Next(length);
                rows[row].Cells[cell] = before[cell] = step + 1;
            }

            Assert.Equal(expected.Keys.Max() + 1, rows.Count);
            for (int row = 0; row < rows.Count; row++)
            {
                int[] cells = expected.GetValueOrDefault(row, []);
                Assert.True(cells.AsSpan().SequenceEqual(rows[row].Cells));
                Assert.Equal(cells.Length, rows.All[row].Length);
                Assert.Equal(cells.FirstOrDefault(), rows[row].At(0));
                Assert.Equal(0, rows[row].At(cells.Length));
                Assert.Equal(0, rows[row].At(-1));
            }

            rows.Clear();
            Assert.Equal(0, rows.Count);
            Assert.Equal(0, rows[0].Length);
        }
    }

    [Fact]
    public void ARowThatIsNotThereHasNoCells()
    {
        CellRows rows = new();
        rows.Grow(3, 5);
        Assert.Equal([0, 0, 0, 5], rows.All.ToArray().Select(static row => row.Length));
        Assert.Equal(0, rows[4].Length);
        Assert.True(rows[1].Cells.IsEmpty);
    }
}
