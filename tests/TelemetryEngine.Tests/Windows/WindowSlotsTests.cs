using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Windows;

public sealed class WindowSlotsTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(3600, 0)]
    [InlineData(3600, 1800)]
    [InlineData(long.MaxValue, 5)]
    public void RowsLookedAtOneByOneGetTheSlotsThatRunsGet(long length, long offset)
    {
        Random random = new(7);
        long[] instants = new long[5000];
        for (int row = 0; row < instants.Length; row++)
        {
            // stretches of one window, jumps between a few thousand, and the ends of the axis
            instants[row] = random.Next(4) switch
            {
                0 when row > 0 => instants[row - 1],
                1 => random.NextInt64(-4000, 4000) * 3600,
                2 => random.NextInt64(),
                _ => random.Next(2) == 0 ? long.MinValue + random.Next(3) : long.MaxValue - random.Next(3),
            };
        }

        WindowSlots byRuns = new(new UniformWindows(length, offset));
        WindowSlots byRows = new(new UniformWindows(length, offset));
        int[] expected = new int[instants.Length];
        for (int row = 0; row < instants.Length;)
        {
            WindowRun run = byRuns.Next(instants, row);
            expected.AsSpan(run.Start..run.End).Fill(run.Slot);
            row = run.End;
        }

        int[] slots = new int[instants.Length];
        int changes = byRows.SlotsOf(instants, slots);

        Assert.Equal(expected, slots);
        Assert.Equal(byRuns.Ordinals.ToArray(), byRows.Ordinals.ToArray());
        Assert.Equal(1 + Enumerable.Range(1, slots.Length - 1).Count(row => slots[row] != slots[row - 1]), changes);
    }
}
