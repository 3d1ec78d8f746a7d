using TelemetryEngine.Execution.Results;

namespace TelemetryEngine.Tests.Execution.Results;

public sealed class OrderedWorkTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(1000, 1)]
    [InlineData(1000, 2)]
    [InlineData(1000, 16)]
    [InlineData(3, 16)]
    public void Items_are_taken_in_their_order(int items, int threads)
    {
        List<int> taken = [];
        OrderedWork.Of(items, threads, item => item * 3).Run(taken.Add, CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, items).Select(i => i * 3), taken);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void The_first_item_that_fails_is_the_failure_whatever_the_threads(int threads)
    {
        for (int round = 0; round < 50; round++)
        {
            List<int> taken = [];
            OrderedWork<int, int> work = OrderedWork.Of(100, threads, item => item >= 40 ? throw new RunException($"item {item}") : item);
            Assert.Equal("item 40", Assert.Throws<RunException>(() => work.Run(taken.Add, CancellationToken.None)).Message);
            Assert.Equal(Enumerable.Range(0, 40), taken);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void A_taker_that_fails_stops_the_makers(int threads)
    {
        int made = 0;
        OrderedWork<int, int> work = OrderedWork.Of(1_000_000, threads, _ => Interlocked.Increment(ref made));
        Assert.Throws<IOException>(() => work.Run(_ => throw new IOException("full"), CancellationToken.None));
        Assert.InRange(made, 1, 100);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Cancelling_ends_it_between_items(int threads)
    {
        using CancellationTokenSource source = new();
        int taken = 0;
        OrderedWork<int, int> work = OrderedWork.Of(1_000_000, threads, item => item);
        Assert.Throws<OperationCanceledException>(() => work.Run(
            item =>
            {
                taken++;
                if (item == 20)
                {
                    source.Cancel();
                }
            },
            source.Token));
        Assert.Equal(21, taken);
    }

    [Fact]
    public void Makers_stay_near_the_taker()
    {
        int made = 0;
        int taken = 0;
        OrderedWork.Of(1000, 4, _ => Interlocked.Increment(ref made)).Run(
            _ => Assert.InRange(Volatile.Read(ref made), taken + 1, ++taken + 8), CancellationToken.None);
        Assert.Equal(1000, made);
    }
}
