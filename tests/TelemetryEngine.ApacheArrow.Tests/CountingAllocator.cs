using System.Buffers;

namespace TelemetryEngine.ApacheArrow.Tests;

/// <summary>Counts what Apache.Arrow has allocated and not yet disposed.</summary>
internal sealed class CountingAllocator : Theirs.Memory.MemoryAllocator
{
    public int Live { get; private set; }

    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        bytesAllocated = length;
        Live++;
        return new Owner(this, length);
    }

    private sealed class Owner(CountingAllocator allocator, int length) : IMemoryOwner<byte>
    {
        private bool _disposed;

        public Memory<byte> Memory { get; } = new byte[length];

        public void Dispose()
        {
            allocator.Live -= _disposed ? 0 : 1;
            _disposed = true;
        }
    }
}
