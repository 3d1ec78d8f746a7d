using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Sources;

/// <summary>Rows are counted, handed on, or the first of them is kept: whatever the policy asks for, and no more.</summary>
public sealed class RejectLogTests
{
    [Theory]
    [InlineData(ErrorPolicy.Skip)]
    [InlineData(ErrorPolicy.Null)]
    public void Rows_that_nobody_asks_for_are_counted_without_memory(ErrorPolicy policy)
    {
        RejectLog log = new(policy);
        Assert.False(log.AsksForRows);
        Reject reject = Row(1);
        log.Add(reject);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
        {
            log.Add(reject);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(10_001, log.Count);
        Assert.Null(log.First);
        log.Clear();
        Assert.Equal(0, log.Count);
    }

    [Fact]
    public void Rows_that_somebody_asks_for_are_counted_and_handed_on()
    {
        ListedRejects rows = new();
        RejectLog log = new(ErrorPolicy.Skip, rows);
        Assert.True(log.AsksForRows);
        log.Add(Row(7));
        log.Add(Row(3));
        Assert.Equal(2, log.Count);
        Assert.Equal([Row(3), Row(7)], rows.InOrder());
        log.Clear();
        Assert.Empty(rows.InOrder());
        Assert.Equal(0, log.Count);
    }

    [Fact]
    public void Under_fail_the_first_row_of_the_input_is_kept()
    {
        RejectLog log = new(ErrorPolicy.Fail);
        Assert.True(log.AsksForRows);
        foreach (long position in new long[] { 9, 4, 6 })
        {
            log.Add(Row(position));
        }

        Assert.Equal(Row(4), log.First);
        Assert.Equal(0, log.Count);
        Assert.True(log.IsBehindFailure(0, 5));
        Assert.False(log.IsBehindFailure(0, 4));
        log.Clear();
        Assert.Null(log.First);
    }

    private static Reject Row(long position) => new(0, position, "x", new MessageText("bad"), "text");
}
