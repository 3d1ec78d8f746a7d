using System.Buffers.Binary;

namespace TelemetryEngine.Arrow.Ipc;

// Told where in a body the buffers of columns lie, before they are looked at: whatever an untrusted hand says of them.
internal abstract class BufferPlaces
{
    public abstract void Add(long start, long bytes);
}

// Adds up what packed buffers say that they unpack to. What can't be true is left out: it is an error when it is unpacked.
// read: Reads a few bytes of the body from a place on; how many it got.
// length: The bytes of the body.
internal sealed class UnpackedSizes(Func<long, byte[], int> read, int length) : BufferPlaces
{
    private readonly byte[] _prefix = new byte[sizeof(long)];

    public long TotalBytes { get; private set; }

    public override void Add(long start, long bytes)
    {
        if (start < 0 || bytes < _prefix.Length || start > length - _prefix.Length || read(start, _prefix) < _prefix.Length)
        {
            return;
        }

        long unpacked = BinaryPrimitives.ReadInt64LittleEndian(_prefix);
        TotalBytes += unpacked is > 0 and <= IpcReadOptions.MaxBodyBytes ? unpacked : 0;
    }
}
