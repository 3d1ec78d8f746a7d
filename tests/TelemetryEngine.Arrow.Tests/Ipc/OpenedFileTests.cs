using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Arrow.Tests.Memory;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests.Ipc;

/// <summary>Files that are opened by their path: each batch is read by the thread that asks for it.</summary>
[Collection(NativeMemoryCollection.Name)]
public sealed class OpenedFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Zstd)]
    public void Batches_are_those_of_a_stream_and_outlive_their_reader(CompressionType compression)
    {
        RecordBatch whole = Samples.Batch(1000, nulls: true);
        RecordBatch[] batches = [whole, whole.Slice(7, 10), whole.Slice(0, 0)];
        File.WriteAllBytes(_path, Samples.Write(asFile: true, whole.Schema, batches, new IpcOptions { Compression = compression }));
        List<RecordBatch> read = [];
        using (ArrowFileReader reader = ArrowFileReader.Open(_path))
        {
            while (reader.ReadNextRecordBatch() is { } batch)
            {
                read.Add(batch);
            }
        }

        Assert.Equal(batches.Select(Samples.Values), read.Select(Samples.Values));
        foreach (RecordBatch batch in read)
        {
            batch.Dispose();
        }
    }

    [Fact]
    public void A_batch_that_was_disposed_does_not_look_at_memory_that_may_be_gone()
    {
        RecordBatch sample = Samples.Batch(10, nulls: false);
        File.WriteAllBytes(_path, Samples.Write(asFile: true, sample.Schema, [sample]));
        using ArrowFileReader reader = ArrowFileReader.Open(_path);
        RecordBatch batch = reader.ReadNextRecordBatch()!;
        Int64Array numbers = (Int64Array)batch.Column("int64");
        Assert.Equal(10, numbers.Values.Length);
        batch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => numbers.Values.Length);
    }

    [Fact]
    public void Bodies_are_read_into_memory_that_serves_again()
    {
        RecordBatch sample = Samples.Batch(1000, nulls: true);
        File.WriteAllBytes(_path, Samples.Write(asFile: true, sample.Schema, [.. Enumerable.Repeat(sample, 20)]));
        object?[] expected = Samples.Values(sample);
        long before = AlignedMemory.LiveBytes;
        long first = 0;
        using (ArrowFileReader reader = ArrowFileReader.Open(_path))
        {
            while (reader.ReadNextRecordBatch() is { } batch)
            {
                using (batch)
                {
                    Assert.Equal(expected, Samples.Values(batch));
                    first = first == 0 ? AlignedMemory.LiveBytes : first;
                    Assert.Equal(first, AlignedMemory.LiveBytes);
                }
            }
        }

        Assert.NotEqual(before, first);
        Assert.Equal(before, AlignedMemory.LiveBytes);
    }

    [Fact]
    public void A_file_that_is_cut_short_while_it_is_read_is_an_error()
    {
        RecordBatch sample = Samples.Batch(1000, nulls: true);
        byte[] bytes = Samples.Write(asFile: true, sample.Schema, [sample]);
        File.WriteAllBytes(_path, bytes);
        using ArrowFileReader reader = ArrowFileReader.Open(_path);
        using (FileStream file = new(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(bytes.Length / 2);
        }

        Assert.Contains("the input ends", Assert.Throws<ArrowFormatException>(() => reader.ReadRecordBatch(0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_cut_anywhere_are_refused_as_they_are_in_memory()
    {
        RecordBatch batch = Samples.Batch(5, nulls: true);
        byte[] bytes = Samples.Write(asFile: true, batch.Schema, [batch]);
        for (int length = 0; length < bytes.Length; length += 13)
        {
            File.WriteAllBytes(_path, bytes[..length]);
            ArrowFormatException expected = Assert.Throws<ArrowFormatException>(() => new ArrowFileReader(bytes.AsMemory(0, length)));
            Assert.Equal(expected.Message, Assert.Throws<ArrowFormatException>(() => ArrowFileReader.Open(_path)).Message);
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        string missing = _path + ".missing";
        Assert.Contains(missing, Assert.Throws<FileNotFoundException>(() => ArrowFileReader.Open(missing)).Message, StringComparison.Ordinal);
    }
}
