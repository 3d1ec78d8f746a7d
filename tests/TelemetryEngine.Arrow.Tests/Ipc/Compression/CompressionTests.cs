using System.Runtime.InteropServices;
using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Arrow.Tests.Memory;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests.Ipc.Compression;

/// <summary>Compressed bodies, from writer to reader.</summary>
[Collection(NativeMemoryCollection.Name)]
public sealed class CompressionTests
{
    public static TheoryData<CompressionType, bool, bool, bool> Shapes()
    {
        TheoryData<CompressionType, bool, bool, bool> data = [];
        foreach (CompressionType type in Enum.GetValues<CompressionType>())
        {
            foreach (bool asFile in (bool[])[false, true])
            {
                foreach (bool asStream in (bool[])[false, true])
                {
                    data.Add(type, asFile, asStream, false);
                    data.Add(type, asFile, asStream, true);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void What_is_written_is_read(CompressionType type, bool asFile, bool asStream, bool nulls)
    {
        foreach (int rows in (int[])[0, 1, 7, 8, 64, 3000])
        {
            foreach (int batches in (int[])[0, 1, 4])
            {
                RecordBatch whole = Samples.Batch(rows, nulls);
                RecordBatch[] written = [.. Enumerable.Range(0, batches).Select(i => whole.Slice(rows * i / 7, rows - (rows * i / 5)))];
                byte[] bytes = Samples.Write(asFile, Samples.Schema, written, new IpcOptions { Compression = type });
                (Schema schema, List<object?[]> read) = Samples.Read(asFile, bytes, asStream);
                Assert.Equal(Samples.Text(Samples.Schema), Samples.Text(schema));
                Assert.Equal(written.Select(Samples.Values), read);
            }
        }
    }

    [Theory]
    [InlineData(CompressionType.Lz4Frame)]
    [InlineData(CompressionType.Zstd)]
    public void Growing_and_replaced_dictionaries_are_compressed_too(CompressionType type)
    {
        RecordBatch[] batches = [Codes(0, 500), Codes(0, 900), Codes(300, 700)];
        IpcOptions options = new() { Compression = type, EmitDictionaryDeltas = true };
        byte[] bytes = Samples.Write(asFile: false, batches[0].Schema, batches, options);
        byte[] plain = Samples.Write(asFile: false, batches[0].Schema, batches, options with { Compression = CompressionType.None });
        Assert.True(bytes.Length < plain.Length / 2, $"{bytes.Length} of {plain.Length} bytes");
        Assert.Equal(batches.Select(Samples.Values), Samples.Read(asFile: false, bytes).Batches);
        bytes = Samples.Write(asFile: true, batches[0].Schema, batches[..2], options);
        Assert.Equal(batches[..2].Select(Samples.Values), Samples.Read(asFile: true, bytes, asStream: true).Batches);
    }

    [Theory]
    [InlineData(CompressionType.Lz4Frame, 1_400_000)]
    [InlineData(CompressionType.Zstd, 1_000_000)]
    public void Values_that_repeat_get_small_over_the_borders_of_blocks(CompressionType type, int most)
    {
        RecordBatch batch = Batches.Of("a", Batches.Longs(Enumerable.Range(0, 1_300_000).Select(i => i % 1000 == 0 ? i * 7919L : i & 15)));
        byte[] bytes = Samples.Write(asFile: true, batch.Schema, [batch], new IpcOptions { Compression = type });
        Assert.InRange(bytes.Length, 1, most);
        using RecordBatch read = new ArrowFileReader(bytes).ReadRecordBatch(0);
        Assert.True(((Int64Array)batch.Column(0)).Values.SequenceEqual(((Int64Array)read.Column(0)).Values));
    }

    [Theory]
    [InlineData(CompressionType.Lz4Frame)]
    [InlineData(CompressionType.Zstd)]
    public void Buffers_that_do_not_shrink_are_stored_and_read_where_they_lie(CompressionType type)
    {
        Random random = new(3);
        RecordBatch batch = Batches.Of("a", Batches.Longs(Enumerable.Range(0, 1000).Select(_ => random.NextInt64(long.MinValue, long.MaxValue))));
        byte[] plain = Samples.Write(asFile: false, batch.Schema, [batch]);
        byte[] bytes = Samples.Write(asFile: false, batch.Schema, [batch], new IpcOptions { Compression = type });
        Assert.InRange(bytes.Length, plain.Length, plain.Length + 128);
        using RecordBatch read = new ArrowStreamReader(bytes).ReadNextRecordBatch()!;
        ReadOnlySpan<long> values = ((Int64Array)read.Column(0)).Values;
        Assert.True(((Int64Array)batch.Column(0)).Values.SequenceEqual(values));
        Assert.True(bytes.AsSpan().Overlaps(MemoryMarshal.AsBytes(values)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Memory_is_given_back_with_the_batch(bool asStream)
    {
        byte[] bytes = Samples.Write(asFile: true, Samples.Schema, [Samples.Batch(3000, nulls: true)], new IpcOptions { Compression = CompressionType.Zstd });
        long before = AlignedMemory.LiveBytes;
        ArrowFileReader reader = asStream ? new(new MemoryStream(bytes)) : new(bytes);
        RecordBatch batch = reader.ReadRecordBatch(0);
        DoubleArray column = (DoubleArray)batch.Column(4);
        reader.Dispose();
        Assert.True(AlignedMemory.LiveBytes > before);
        Assert.Equal(3000, column.Values.Length);
        batch.Dispose();
        Assert.Equal(before, AlignedMemory.LiveBytes);
        Assert.Throws<ObjectDisposedException>(() => column.Values.Length);
    }

    [Fact]
    public async Task Writers_are_the_same_in_turn_and_give_their_memory_back()
    {
        RecordBatch batch = Samples.Batch(4000, nulls: true);
        IpcOptions options = new() { Compression = CompressionType.Lz4Frame };
        long before = AlignedMemory.LiveBytes;
        using MemoryStream stream = new();
        using (ArrowStreamWriter writer = new(stream, Samples.Schema, leaveOpen: true, options))
        {
            await writer.WriteRecordBatchAsync(batch, TestContext.Current.CancellationToken);
            await writer.WriteRecordBatchAsync(batch, TestContext.Current.CancellationToken);
            await writer.WriteEndAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(before, AlignedMemory.LiveBytes);
        Assert.Equal(Samples.Write(asFile: false, Samples.Schema, [batch, batch], options), stream.ToArray());
    }

    private static RecordBatch Codes(int start, int count) =>
        Batches.Of("code", Samples.Codes([.. Enumerable.Range(start, count).Select(i => $"the meter in the house number {i}")]));
}
