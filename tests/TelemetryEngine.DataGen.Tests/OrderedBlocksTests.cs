namespace TelemetryEngine.DataGen.Tests;

public sealed class OrderedBlocksTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(1000, 1)]
    [InlineData(1000, 7)]
    public void Every_block_comes_once_and_in_order(long count, int threads)
    {
        List<long> emitted = [];
        OrderedBlocks<long[]> blocks = new(
            count,
            () => new long[1],
            (block, slot) => slot[0] = block * block,
            (block, slot) =>
            {
                Assert.Equal(block * block, slot[0]);
                emitted.Add(block);
            });
        blocks.Run(threads, CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, (int)count).Select(block => (long)block), emitted);
    }

    [Fact]
    public void A_failing_worker_fails_the_run()
    {
        OrderedBlocks<object> blocks = new(
            1000,
            () => new object(),
            (block, _) => _ = block == 500 ? throw new InvalidDataException("block 500") : block,
            (block, _) => Assert.True(block < 500));
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => blocks.Run(3, CancellationToken.None));
        Assert.Equal("block 500", failure.Message);
    }

    [Fact]
    public void No_more_blocks_are_held_than_two_for_each_thread()
    {
        int slots = 0;
        OrderedBlocks<object> blocks = new(
            1000,
            () =>
            {
                slots++;
                return new object();
            },
            (_, _) => { },
            (_, _) => { });
        blocks.Run(3, CancellationToken.None);
        Assert.Equal(6, slots);
    }
}
