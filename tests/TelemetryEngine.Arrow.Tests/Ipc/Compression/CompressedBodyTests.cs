using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Arrow.Ipc.Compression;
using TelemetryEngine.Arrow.Ipc.FlatBuffers;
using TelemetryEngine.Arrow.Tests.Memory;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests.Ipc.Compression;

/// <summary>Compressed bodies from a hand that is not to be trusted.</summary>
[Collection(NativeMemoryCollection.Name)]
public sealed class CompressedBodyTests
{
    private static readonly Schema Schema = Batches.SchemaOf(("a", Int64Type.Default));

    [Theory]
    [InlineData(CompressionType.Lz4Frame, 1L << 60)]
    [InlineData(CompressionType.Zstd, 1L << 60)]
    [InlineData(CompressionType.Lz4Frame, long.MaxValue)]
    [InlineData(CompressionType.Zstd, long.MinValue)]
    [InlineData(CompressionType.Lz4Frame, -2)]
    public void An_announced_length_that_no_frame_has_is_refused_before_memory_is_taken(CompressionType type, long announced)
    {
        byte[] frame = Pack(type, new byte[8000]);
        ArrowFormatException error = Refused(Stream(type, 1000, announced, frame), out long allocated);
        string most = type == CompressionType.Zstd ? "32768" : "255";
        Assert.EndsWith($"column 'a': {frame.Length} bytes are to unpack to {announced}; they can't to more than {most} times as many", error.Message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 64 << 10);
    }

    [Fact]
    public void A_bomb_is_held_to_what_the_reader_allows()
    {
        byte[] frame = Pack(CompressionType.Zstd, new byte[1 << 26]);
        Assert.InRange(frame.Length, 1, 8 << 10);
        byte[] bytes = Stream(CompressionType.Zstd, 1 << 23, 1 << 26, frame);
        ArrowFormatException error = Refused(bytes, out long allocated, new IpcReadOptions { MaxUncompressedBytes = 1 << 20 });
        Assert.EndsWith("column 'a': unpacks to 67108864 bytes, 1048576 of the 1048576 for a body, or for all dictionaries, are left", error.Message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 64 << 10);
    }

    [Fact]
    public void The_columns_of_a_batch_share_what_the_reader_allows()
    {
        IArrowArray column = Batches.Longs(new long[1000]);
        RecordBatch written = Batches.Of(("a", column), ("b", column));
        byte[] bytes = Samples.Write(asFile: true, written.Schema, [written], new IpcOptions { Compression = CompressionType.Zstd });
        using ArrowFileReader enough = new(bytes, new IpcReadOptions { MaxUncompressedBytes = 16_000 });
        enough.ReadRecordBatch(0).Dispose();
        using ArrowFileReader less = new(new MemoryStream(bytes), options: new IpcReadOptions { MaxUncompressedBytes = 15_999 });
        ArrowFormatException error = Assert.Throws<ArrowFormatException>(() => less.ReadRecordBatch(0));
        Assert.EndsWith("column 'b': unpacks to 8000 bytes, 7999 of the 15999 for a body, or for all dictionaries, are left", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dictionaries_share_what_the_reader_allows_as_long_as_they_are_in_force()
    {
        RecordBatch[] batches = [.. Enumerable.Range(0, 5).Select(i => Batches.Of(("a", Codes($"{i} first")), ("b", Codes($"{i} second"))))];
        byte[] bytes = Samples.Write(asFile: false, batches[0].Schema, batches, new IpcOptions { Compression = CompressionType.Zstd });
        IpcReadOptions options = new() { MaxUncompressedBytes = 12_000 };
        using ArrowStreamReader enough = new(bytes, options);
        Assert.All(batches, batch => Assert.Equal(Samples.Values(batch), Samples.Values(enough.ReadNextRecordBatch()!)));
        using ArrowStreamReader less = new(bytes, options with { MaxUncompressedBytes = 9_000 });
        ArrowFormatException error = Assert.Throws<ArrowFormatException>(() => less.ReadNextRecordBatch());
        Assert.Contains("dictionary 1: unpacks to ", error.Message, StringComparison.Ordinal);

        static DictionaryArray Codes(string start) => Samples.Codes([.. Enumerable.Range(0, 100).Select(i => $"{start} {i:D40}")]);
    }

    [Theory]
    [InlineData(CompressionType.Lz4Frame)]
    [InlineData(CompressionType.Zstd)]
    public void A_frame_must_unpack_to_what_is_announced_and_end_there(CompressionType type)
    {
        byte[] frame = Pack(type, new byte[8000]);
        Assert.Equal(1000, Read(Stream(type, 1000, 8000, frame)).Single().Length);
        long before = AlignedMemory.LiveBytes;
        Assert.EndsWith("column 'a': buffer of 7992 bytes where 1000 rows need 8000", Refused(Stream(type, 1000, 7992, frame), out _).Message, StringComparison.Ordinal);
        Assert.Contains("that should unpack to 8001 bytes", Refused(Stream(type, 1000, 8001, frame), out _).Message, StringComparison.Ordinal);
        Assert.Contains("that should unpack to 7992 bytes", Refused(Stream(type, 999, 7992, frame), out _).Message, StringComparison.Ordinal);
        Assert.Contains("that should unpack to 8000 bytes", Refused(Stream(type, 1000, 8000, [.. frame, 1, 2, 3]), out _).Message, StringComparison.Ordinal);
        Assert.Contains("that should unpack to 8000 bytes", Refused(Stream(type, 1000, 8000, frame[..^1]), out _).Message, StringComparison.Ordinal);
        byte[] broken = [.. frame];
        broken[0] ^= 1;
        Assert.Contains("that should unpack to 8000 bytes", Refused(Stream(type, 1000, 8000, broken), out _).Message, StringComparison.Ordinal);
        Assert.Equal(before, AlignedMemory.LiveBytes);
    }

    [Theory]
    [InlineData(CompressionType.Lz4Frame)]
    [InlineData(CompressionType.Zstd)]
    public void Stored_buffers_are_held_to_the_rows(CompressionType type)
    {
        byte[] values = [.. Enumerable.Range(0, 3).SelectMany(i => BitConverter.GetBytes((long)i))];
        Assert.Equal([0L, 1L, 2L], Read(Stream(type, 3, -1, values)).Single());
        Assert.EndsWith("column 'a': buffer of 24 bytes where 4 rows need 32", Refused(Stream(type, 4, -1, values), out _).Message, StringComparison.Ordinal);
        Assert.Empty(Read(Stream(type, 0, null, [])).Single());
        Assert.EndsWith("column 'a': buffer of 0 bytes where 1 rows need 8", Refused(Stream(type, 1, null, []), out _).Message, StringComparison.Ordinal);
        Assert.EndsWith("column 'a': compressed buffer of 3 bytes; it starts with a length of 8", Refused(Stream(type, 1, null, [1, 2, 3]), out _).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CompressionType.Lz4Frame, false)]
    [InlineData(CompressionType.Lz4Frame, true)]
    [InlineData(CompressionType.Zstd, false)]
    [InlineData(CompressionType.Zstd, true)]
    public void A_changed_byte_gives_a_value_or_an_error(CompressionType type, bool asFile)
    {
        byte[] bytes = Samples.Write(asFile, Samples.Schema, [Samples.Batch(40, nulls: true)], new IpcOptions { Compression = type });
        Random random = new(5);
        int errors = 0;
        long before = AlignedMemory.LiveBytes;
        for (int position = 0; position < bytes.Length; position++)
        {
            byte original = bytes[position];
            foreach (byte changed in (byte[])[(byte)(original ^ (1 << random.Next(8))), 0, 0xFF])
            {
                bytes[position] = changed;
                try
                {
                    _ = Samples.Read(asFile, bytes, asStream: position % 2 == 0);
                }
                catch (ArrowFormatException)
                {
                    errors++;
                }
            }

            bytes[position] = original;
        }

        Assert.True(errors > bytes.Length / 10, $"only {errors} of {bytes.Length} positions matter");
        Assert.Equal(before, AlignedMemory.LiveBytes);
    }

    private static byte[] Pack(CompressionType type, byte[] bytes)
    {
        using BufferCodec codec = BufferCodec.Create(type);
        byte[] frame = new byte[bytes.Length];
        return frame[..codec.Compress(bytes, frame)];
    }

    /// <summary>A stream of one batch of one column without nulls, whose buffer of values is made of these two.</summary>
    private static byte[] Stream(CompressionType type, int rows, long? announced, byte[] frame)
    {
        byte[] start = Samples.Write(asFile: false, Schema, []);
        byte[] buffer = announced is { } length ? [.. BitConverter.GetBytes(length), .. frame] : frame;
        FlatBufferBuilder builder = new();
        int nodes = builder.CreateStructVector(Words(rows, 0), 1);
        int buffers = builder.CreateStructVector(Words(0, 0, 0, buffer.Length), 2);
        builder.StartTable();
        builder.AddByte(Slots.BodyCompression.Codec, type == CompressionType.Zstd ? Slots.BodyCompression.Zstd : Slots.BodyCompression.Lz4Frame);
        int compression = builder.EndTable();
        builder.StartTable();
        builder.AddInt64(Slots.RecordBatch.Length, rows);
        builder.AddPointer(Slots.RecordBatch.Nodes, nodes);
        builder.AddPointer(Slots.RecordBatch.Buffers, buffers);
        builder.AddPointer(Slots.RecordBatch.Compression, compression);
        int batch = builder.EndTable();
        builder.StartTable();
        builder.AddInt64(Slots.Message.BodyLength, (buffer.Length + 7) / 8 * 8);
        builder.AddPointer(Slots.Message.Header, batch);
        builder.AddInt16(Slots.Message.Version, (short)MetadataVersion.V5);
        builder.AddByte(Slots.Message.HeaderType, (byte)MessageType.RecordBatch);
        byte[] metadata = builder.Finish(builder.EndTable());
        byte[] padded = [.. metadata, .. new byte[(8 - (metadata.Length % 8)) % 8]];
        return [.. start[..^8], 255, 255, 255, 255, .. BitConverter.GetBytes(padded.Length), .. padded, .. buffer, .. new byte[(8 - (buffer.Length % 8)) % 8]];
    }

    private static byte[] Words(params ReadOnlySpan<long> words)
    {
        byte[] bytes = new byte[words.Length * sizeof(long)];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), words[i]);
        }

        return bytes;
    }

    private static List<long[]> Read(byte[] bytes)
    {
        using ArrowStreamReader reader = new(bytes);
        List<long[]> batches = [];
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            batches.Add(((Int64Array)batch.Column(0)).Values.ToArray());
            batch.Dispose();
        }

        return batches;
    }

    private static ArrowFormatException Refused(byte[] bytes, out long allocated, IpcReadOptions? options = null)
    {
        long native = AlignedMemory.LiveBytes;
        long managed = GC.GetAllocatedBytesForCurrentThread();
        using ArrowStreamReader reader = new(bytes, options);
        ArrowFormatException error = Assert.Throws<ArrowFormatException>(() => reader.ReadNextRecordBatch());
        allocated = GC.GetAllocatedBytesForCurrentThread() - managed + AlignedMemory.LiveBytes - native;
        Assert.InRange(error.Offset, 0, bytes.Length);
        return error;
    }
}
