using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Arrow.Tests.Ipc;

public sealed class WriterTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Async_writes_the_same_bytes(bool asFile)
    {
        RecordBatch[] batches = [Samples.Batch(2000, nulls: true), Samples.Batch(3, nulls: false)];
        byte[] expected = Samples.Write(asFile, Samples.Schema, batches[..1].Append(batches[0]));
        using MemoryStream stream = new();
        using ArrowStreamWriter writer = asFile ? new ArrowFileWriter(stream, Samples.Schema) : new ArrowStreamWriter(stream, Samples.Schema);
        await writer.WriteRecordBatchAsync(batches[0], TestContext.Current.CancellationToken);
        await writer.WriteRecordBatchAsync(batches[0], TestContext.Current.CancellationToken);
        await writer.WriteEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected, stream.ToArray());
    }

    [Fact]
    public void A_file_without_its_end_is_no_file()
    {
        using MemoryStream stream = new();
        using (ArrowFileWriter writer = new(stream, Samples.Schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(Samples.Batch(3, nulls: false));
        }

        Assert.Throws<ArrowFormatException>(() => new ArrowFileReader(stream.ToArray()));
    }

    [Fact]
    public void Nothing_is_written_behind_the_end_or_behind_a_failure()
    {
        RecordBatch batch = Samples.Batch(3, nulls: false);
        using ArrowStreamWriter ended = new(new MemoryStream(), Samples.Schema);
        ended.WriteEnd();
        ended.WriteEnd();
        Assert.Throws<InvalidOperationException>(() => ended.WriteRecordBatch(batch));

        using ArrowStreamWriter full = new(new MemoryStream(new byte[100]), Samples.Schema);
        Assert.Throws<NotSupportedException>(() => full.WriteRecordBatch(batch));
        Assert.Throws<InvalidOperationException>(() => full.WriteRecordBatch(batch));
        Assert.Throws<InvalidOperationException>(full.WriteEnd);
    }

    [Fact]
    public void A_batch_of_another_schema_is_refused_and_does_no_harm()
    {
        RecordBatch good = Batches.Of("a", Samples.Numbers<int>(Int32Type.Default, 1));
        RecordBatch bad = Batches.Of("a", Samples.Numbers<long>(Int64Type.Default, 1));
        using MemoryStream stream = new();
        using ArrowFileWriter writer = new(stream, good.Schema);
        Assert.Throws<ArgumentException>(() => writer.WriteRecordBatch(bad));
        writer.WriteRecordBatch(good);
        writer.WriteEnd();
        Assert.Equal([1], Samples.Read(asFile: true, stream.ToArray()).Batches[0]);
    }

    [Fact]
    public void The_stream_is_closed_unless_left_open()
    {
        using MemoryStream open = new();
        new ArrowStreamWriter(open, Samples.Schema, leaveOpen: true).Dispose();
        Assert.True(open.CanWrite);
        MemoryStream closed = new();
        new ArrowStreamWriter(closed, Samples.Schema).Dispose();
        Assert.False(closed.CanWrite);
        MemoryStream read = new(Samples.Write(asFile: true, Samples.Schema, []));
        new ArrowFileReader(read, leaveOpen: true).Dispose();
        Assert.True(read.CanRead);
        read.Position = 0;
        new ArrowFileReader(read).Dispose();
        Assert.False(read.CanRead);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Borders_of_8_bytes_make_small_batches_smaller(bool asFile)
    {
        RecordBatch[] batches = [Samples.Batch(5, nulls: true), Samples.Batch(5, nulls: true)];
        byte[] wide = Samples.Write(asFile, Samples.Schema, batches);
        foreach (CompressionType compression in Enum.GetValues<CompressionType>())
        {
            byte[] narrow = Samples.Write(asFile, Samples.Schema, batches, new IpcOptions { Alignment = 8, Compression = compression });
            Assert.True(narrow.Length < wide.Length, $"{narrow.Length} of {wide.Length} bytes");
            Assert.Equal(batches.Select(Samples.Values), Samples.Read(asFile, narrow).Batches);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Version_4_is_written_and_read(bool asFile)
    {
        RecordBatch batch = Samples.Batch(5, nulls: true);
        byte[] five = Samples.Write(asFile, Samples.Schema, [batch]);
        byte[] four = Samples.Write(asFile, Samples.Schema, [batch], new IpcOptions { MetadataVersion = MetadataVersion.V4 });
        Assert.Equal(five.Length, four.Length);
        // the schema, two dictionaries and the batch, and the footer
        Assert.Equal(asFile ? 5 : 4, five.Zip(four).Count(pair => pair is (4, 3)));
        Assert.Equal(asFile ? 5 : 4, five.Zip(four).Count(pair => pair.First != pair.Second));
        Assert.Equal(Samples.Values(batch), Samples.Read(asFile, four).Batches.Single());
    }

    [Fact]
    public void Options_that_do_not_fit_each_other_are_refused()
    {
        IpcOptions[] wrong =
        [
            new() { Alignment = 16 },
            new() { Compression = (CompressionType)7 },
            new() { MetadataVersion = (MetadataVersion)2 },
            new() { MetadataVersion = MetadataVersion.V4, Compression = CompressionType.Zstd },
        ];
        Assert.All(wrong, options => Assert.Throws<ArgumentException>(() => new ArrowFileWriter(new MemoryStream(), Samples.Schema, options: options)));
    }
}
