using TelemetryEngine.Execution.Scanning;

namespace TelemetryEngine.Tests.Execution.Scanning;

public sealed class CrewTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 50)]
    [InlineData(7, 3)]
    [InlineData(7, 500)]
    public void Each_item_is_done_once(int threads, int items)
    {
        int[] done = new int[items];
        Crew.Each(threads, items, item => Interlocked.Increment(ref done[item]));
        Assert.All(done, times => Assert.Equal(1, times));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_failure_on_any_thread_is_thrown_when_all_have_ended(int failing)
    {
        int ended = 0;
        RunException error = Assert.Throws<RunException>(() => Crew.Run(4, thread =>
        {
            Interlocked.Increment(ref ended);
            if (thread == failing)
            {
                throw new RunException("no");
            }
        }));
        Assert.Equal("no", error.Message);
        Assert.Equal(4, ended);
    }

    /// <summary>The second start fails, as where a container may have only so many threads.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Where_the_system_gives_fewer_threads_all_numbers_are_done_nevertheless(int given)
    {
        int[] done = new int[5];
        int started = 0;
        Crew.Run(done.Length, number => Interlocked.Increment(ref done[number]), thread => started++ < given && Crew.TryStart(thread));
        Assert.All(done, static times => Assert.Equal(1, times));
        Assert.Equal(given + 1, started);
    }

    [Fact]
    public void A_failure_is_thrown_when_the_threads_that_started_have_ended()
    {
        using ManualResetEventSlim failed = new();
        bool hasEnded = false;
        int started = 0;
        RunException error = Assert.Throws<RunException>(() => Crew.Run(
            3,
            number =>
            {
                if (number == 1)
                {
                    failed.Wait();
                    hasEnded = true;
                    return;
                }

                failed.Set();
                throw new RunException("no");
            },
            thread => started++ == 0 && Crew.TryStart(thread)));
        Assert.Equal("no", error.Message);
        Assert.True(hasEnded);
    }
}
