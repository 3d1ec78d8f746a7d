using TelemetryEngine.Execution;

namespace TelemetryEngine.Tests.Execution;

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
}
