using System.Buffers.Binary;
using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Arrow.Tests.Memory;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests.Ipc;

/// <summary>A length that the input claims costs no memory before its bytes have come.</summary>
[Collection(NativeMemoryCollection.Name)]
public sealed class ClaimedLengthTests : IDisposable
{
    private const int Mega = 1 << 20;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(int.MaxValue - 15)]
    [InlineData(IpcReadOptions.MaxMetadataBytes + 8)]
    public void Metadata_longer_than_any_is_refused_unread(int claimed)
    {
        EndlessStream stream = new(Prefix(claimed), int.MaxValue);
        ArrowFormatException error = Refused(stream, options: null, out long allocated);
        Assert.Equal($"byte 0: a message with {claimed} bytes of metadata: 268435456 are supported here", error.Message);
        Assert.Equal(8, stream.Given);
        Assert.InRange(allocated, 0, 64 << 10);
    }

    [Fact]
    public void Metadata_longer_than_a_quarter_of_the_memory_is_refused_unread()
    {
        EndlessStream stream = new(Prefix(3 * Mega), int.MaxValue);
        ArrowFormatException error = Refused(stream, new IpcReadOptions { Memory = new ReadMemory(8 * Mega) }, out long allocated);
        Assert.EndsWith($"a message with {3 * Mega} bytes of metadata: {2 * Mega} are supported here", error.Message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 64 << 10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3 * Mega)]
    public void Metadata_takes_no_more_than_a_few_times_what_came(int come)
    {
        EndlessStream stream = new(Prefix(200 * Mega), come);
        ArrowFormatException error = Refused(stream, options: null, out long allocated);
        Assert.Contains($"the input ends after {come} of {200 * Mega} bytes", error.Message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 2 * Mega + (4L * come));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_body_takes_no_more_than_a_few_times_what_came_or_the_longest_before_had(bool isBounded)
    {
        // a sound stream of 40 batches, then one whose body is claimed to be 1 GiB
        RecordBatch batch = Batches.Of("a", Batches.Longs(new long[Mega / 8]));
        byte[] whole = Samples.Write(asFile: false, batch.Schema, Enumerable.Repeat(batch, 40));
        byte[] one = Samples.Write(asFile: false, batch.Schema, [batch]);
        byte[] none = Samples.Write(asFile: false, batch.Schema, []);
        int start = none.Length - 8;
        int metadata = 8 + BinaryPrimitives.ReadInt32LittleEndian(one.AsSpan(start + 4));
        byte[] last = one[start..(start + metadata)];
        int length = one.Length - 8 - start - metadata;
        int at = last.AsSpan().IndexOf(BitConverter.GetBytes((long)length));
        Assert.True(at > 0);
        BinaryPrimitives.WriteInt64LittleEndian(last.AsSpan(at), 1L << 30);

        EndlessStream stream = new([.. whole[..^8], .. last], 0);
        ReadMemory? memory = isBounded ? new ReadMemory(64 * Mega) : null;
        using ArrowStreamReader reader = new(stream, options: new IpcReadOptions { Memory = memory });
        for (int i = 0; i < 40; i++)
        {
            reader.ReadNextRecordBatch()!.Dispose();
        }

        long live = AlignedMemory.LiveBytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Exception error = Assert.ThrowsAny<Exception>(() => reader.ReadNextRecordBatch());
        Assert.Contains(isBounded ? "the batch has a body of 1073741824 bytes; 67108864 may be held" : "the input ends after 0 of 1073741824 bytes", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before + AlignedMemory.LiveBytes - live, -8 * Mega, 8 * Mega);
        Assert.Equal(0, memory?.HeldBytes ?? 0);
    }

    [Fact]
    public void A_footer_longer_than_any_is_refused_unread()
    {
        // a file with a hole: it takes no place on the disk, and claims that nearly all of it is its footer
        const long Length = 1L << 30;
        using (FileStream file = new(_path, FileMode.Create))
        {
            file.Write("ARROW1\0\0"u8);
            file.SetLength(Length);
            file.Position = Length - 10;
            byte[] tail = [0, 0, 0, 0, .. "ARROW1"u8];
            BinaryPrimitives.WriteInt32LittleEndian(tail, (int)Length - 100);
            file.Write(tail);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        ArrowFormatException error = Assert.Throws<ArrowFormatException>(() => ArrowFileReader.Open(_path));
        Assert.Contains($"a footer of {Length - 100} bytes: 268435456 are supported here", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 10);
    }

    private static ArrowFormatException Refused(Stream stream, IpcReadOptions? options, out long allocated)
    {
        long live = AlignedMemory.LiveBytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        using ArrowStreamReader reader = new(stream, options: options);
        ArrowFormatException error = Assert.Throws<ArrowFormatException>(() => reader.Schema);
        allocated = GC.GetAllocatedBytesForCurrentThread() - before + AlignedMemory.LiveBytes - live;
        return error;
    }

    private static byte[] Prefix(int length)
    {
        byte[] prefix = [255, 255, 255, 255, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(prefix.AsSpan(4), length);
        return prefix;
    }

    /// <summary>Some bytes, then zeros, and no word of how many.</summary>
    private sealed class EndlessStream(byte[] head, int zeros) : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            int count = (int)Math.Min(buffer.Length, head.Length + (long)zeros - Given);
            buffer = buffer[..count];
            buffer.Clear();
            if (Given < head.Length)
            {
                int copied = Math.Min(count, head.Length - (int)Given);
                head.AsSpan((int)Given, copied).CopyTo(buffer);
            }

            Given += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
