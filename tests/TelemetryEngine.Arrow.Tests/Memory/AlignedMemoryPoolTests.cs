using System.Buffers;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests.Memory;

/// <summary>These look at a count over the whole process, so nothing else may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NativeMemoryCollection
{
    public const string Name = "native memory";
}

[Collection(NativeMemoryCollection.Name)]
public sealed class AlignedMemoryPoolTests
{
    [Fact]
    public void A_lease_is_exact_aligned_and_dead_after_its_return()
    {
        using AlignedMemoryPool pool = new();
        foreach (int length in (int[])[0, 1, 4032, 4033, 100_000, LargePages.PageBytes - 64, LargePages.PageBytes - 63, 5_000_000, (1 << 30) - 64, (1 << 30) - 63])
        {
            IMemoryOwner<byte> lease = pool.Rent(length);
            Memory<byte> memory = lease.Memory;
            Assert.Equal(length, memory.Length);
            Assert.True(PinnedMemory.IsAligned(memory.Span, 64));
            Assert.Equal(1, pool.LeaseCount);
            lease.Dispose();
            lease.Dispose();
            Assert.Equal(0, pool.LeaseCount);
            Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        }
    }

    [Fact]
    public void Memory_that_came_back_is_lent_again()
    {
        using AlignedMemoryPool pool = new();
        IMemoryOwner<byte> first = pool.Rent(5000);
        first.Memory.Span[0] = 42;
        first.Dispose();
        long live = AlignedMemory.LiveBytes;
        using IMemoryOwner<byte> second = pool.Rent(6000);
        Assert.Equal(live, AlignedMemory.LiveBytes);
        Assert.Equal(42, second.Memory.Span[0]);
    }

    [Fact]
    public void A_lease_outlives_its_pool_and_nothing_is_left()
    {
        long before = AlignedMemory.LiveBytes;
        AlignedMemoryPool pool = new();
        IMemoryOwner<byte> lease = pool.Rent(100);
        pool.Rent(1 << 20).Dispose();
        pool.Dispose();
        lease.Memory.Span.Fill(1);
        lease.Dispose();
        Assert.Equal(before, AlignedMemory.LiveBytes);
        Assert.Throws<ObjectDisposedException>(() => pool.Rent(1));
    }
}
