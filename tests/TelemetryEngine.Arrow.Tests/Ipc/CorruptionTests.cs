using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Arrow.Tests.Ipc;

/// <summary>Whatever comes in, it is read or it is an <see cref="ArrowFormatException"/>.</summary>
public sealed class CorruptionTests
{
    private static readonly RecordBatch[] Batches = [Samples.Batch(10, nulls: true), Samples.Batch(10, nulls: true).Slice(3, 4)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_cut_short_anywhere_is_an_error(bool asStream)
    {
        byte[] bytes = Samples.Write(asFile: true, Samples.Schema, Batches);
        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] cut = bytes[..length];
            ArrowFormatException error = Assert.Throws<ArrowFormatException>(() => Samples.Read(asFile: true, cut, asStream));
            Assert.InRange(error.Offset, 0, length);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stream_cut_short_ends_cleanly_between_messages_only(bool asStream)
    {
        byte[] bytes = Samples.Write(asFile: false, Samples.Schema, Batches);
        List<int> clean = [];
        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] cut = bytes[..length];
            try
            {
                _ = Samples.Read(asFile: false, cut, asStream);
                clean.Add(length);
            }
            catch (ArrowFormatException error)
            {
                Assert.InRange(error.Offset, 0, length);
            }
        }

        Assert.Equal(MessageEnds(bytes), clean);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_changed_byte_gives_a_value_or_an_error(bool asFile)
    {
        byte[] bytes = Samples.Write(asFile, Samples.Schema, Batches);
        Random random = new(17);
        int errors = 0;
        for (int position = 0; position < bytes.Length; position++)
        {
            byte original = bytes[position];
            foreach (byte changed in (byte[])[(byte)(original ^ (1 << random.Next(8))), (byte)random.Next(256), 0, 0x7F, 0xFF])
            {
                bytes[position] = changed;
                errors += TryRead(asFile, bytes, asStream: position % 2 == 0);
            }

            bytes[position] = original;
        }

        Assert.True(errors > bytes.Length / 10, $"only {errors} of {bytes.Length} positions matter");
    }

    [Fact]
    public void A_changed_metadata_word_gives_a_value_or_an_error()
    {
        byte[] bytes = Samples.Write(asFile: true, Samples.Schema, Batches);
        int[] words = [0, 1, -1, -8, 8, 64, int.MaxValue, int.MinValue, 0x7FFFFFF8, bytes.Length];
        int errors = 0;
        for (int position = 0; position + 4 <= bytes.Length; position += 4)
        {
            byte[] original = bytes[position..(position + 4)];
            foreach (int word in words)
            {
                BitConverter.TryWriteBytes(bytes.AsSpan(position), word);
                errors += TryRead(asFile: true, bytes, asStream: false);
            }

            original.CopyTo(bytes, position);
        }

        Assert.True(errors > 1000);
    }

    [Fact]
    public void A_claimed_length_allocates_no_more_than_came()
    {
        // A message that claims 256 MiB of metadata, the most that is read, on a stream that can't say how long it is.
        byte[] bytes = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0x10, 1, 2, 3];
        using ArrowStreamReader reader = new(new TrickleStream(bytes));
        long before = GC.GetAllocatedBytesForCurrentThread();
        ArrowFormatException error = Assert.Throws<ArrowFormatException>(() => reader.Schema);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
        Assert.Equal(11, error.Offset);
        Assert.Equal("byte 11: the input ends after 3 of 268435456 bytes of a message", error.Message);
    }

    [Fact]
    public void The_wrong_container_is_named()
    {
        byte[] file = Samples.Write(asFile: true, Samples.Schema, Batches);
        byte[] stream = Samples.Write(asFile: false, Samples.Schema, Batches);
        Assert.Equal(
            "byte 0: no Arrow file: it does not start with ARROW1 (it looks like an Arrow stream)",
            Assert.Throws<ArrowFormatException>(() => Samples.Read(asFile: true, stream)).Message);
        Assert.Equal(
            "byte 0: no Arrow stream: it starts like an Arrow file",
            Assert.Throws<ArrowFormatException>(() => Samples.Read(asFile: false, file)).Message);
    }

    private static int TryRead(bool asFile, byte[] bytes, bool asStream)
    {
        try
        {
            _ = Samples.Read(asFile, bytes, asStream);
            return 0;
        }
        catch (ArrowFormatException error)
        {
            Assert.InRange(error.Offset, 0, bytes.Length);
            return 1;
        }
    }

    /// <summary>Walks the messages by the format's words alone: marker, length, and the body's length, taken from a reading of the whole.</summary>
    private static List<int> MessageEnds(byte[] bytes)
    {
        List<int> ends = [];
        for (int at = 0; at < bytes.Length;)
        {
            Assert.Equal(-1, BitConverter.ToInt32(bytes, at));
            int length = BitConverter.ToInt32(bytes, at + 4);
            if (length == 0)
            {
                break;
            }

            int root = at + 8 + BitConverter.ToInt32(bytes, at + 8);
            int vtable = root - BitConverter.ToInt32(bytes, root);
            int slot = BitConverter.ToUInt16(bytes, vtable) > 10 ? BitConverter.ToUInt16(bytes, vtable + 10) : 0;
            at += 8 + length + (slot == 0 ? 0 : (int)BitConverter.ToInt64(bytes, root + slot));
            ends.Add(at);
        }

        return ends;
    }
}
