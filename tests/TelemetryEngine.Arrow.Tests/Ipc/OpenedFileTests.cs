using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Arrow.Tests.Memory;

namespace TelemetryEngine.Arrow.Tests.Ipc;

/// <summary>Files that are opened by their path: read by whoever asks for a batch, or mapped into memory.</summary>
[Collection(NativeMemoryCollection.Name)]
public sealed class OpenedFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(false, CompressionType.None)]
    [InlineData(false, CompressionType.Zstd)]
    [InlineData(true, CompressionType.None)]
    [InlineData(true, CompressionType.Zstd)]
    public void Batches_are_those_of_a_stream_and_outlive_their_reader(bool mapped, CompressionType compression)
    {
        RecordBatch whole = Samples.Batch(1000, nulls: true);
        RecordBatch[] batches = [whole, whole.Slice(7, 10), whole.Slice(0, 0)];
        File.WriteAllBytes(_path, Samples.Write(asFile: true, whole.Schema, batches, new IpcOptions { Compression = compression }));
        List<RecordBatch> read = [];
        using (ArrowFileReader reader = Open(mapped))
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_batch_that_was_disposed_does_not_look_at_memory_that_may_be_gone(bool mapped)
    {
        RecordBatch sample = Samples.Batch(10, nulls: false);
        File.WriteAllBytes(_path, Samples.Write(asFile: true, sample.Schema, [sample]));
        using ArrowFileReader reader = Open(mapped);
        RecordBatch batch = reader.ReadNextRecordBatch()!;
        var numbers = (Int64Array)batch.Column("int64");
        Assert.Equal(10, numbers.Values.Length);
        batch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => numbers.Values.Length);
    }

    [Fact]
    public void Bodies_of_a_mapped_file_are_not_copied()
    {
        const int rows = 1_000_000;
        Int64Array.Builder values = new();
        values.AppendRange(new long[rows]);
        Schema schema = new([new Field("x", Int64Type.Default)]);
        File.WriteAllBytes(_path, Samples.Write(asFile: true, schema, [new RecordBatch(schema, [values.Build()], rows)]));
        long native = AlignedMemory.LiveBytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        using ArrowFileReader reader = ArrowFileReader.OpenMapped(_path);
        using RecordBatch batch = reader.ReadNextRecordBatch()!;
        Assert.Equal(rows, batch.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, rows);
        Assert.Equal(native, AlignedMemory.LiveBytes);
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Files_cut_anywhere_are_refused_as_they_are_in_memory(bool mapped)
    {
        RecordBatch batch = Samples.Batch(5, nulls: true);
        byte[] bytes = Samples.Write(asFile: true, batch.Schema, [batch]);
        for (int length = 0; length < bytes.Length; length += 13)
        {
            File.WriteAllBytes(_path, bytes[..length]);
            ArrowFormatException expected = Assert.Throws<ArrowFormatException>(() => new ArrowFileReader(bytes.AsMemory(0, length)));
            Assert.Equal(expected.Message, Assert.Throws<ArrowFormatException>(() => Open(mapped)).Message);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_is_not_there_is_named(bool mapped)
    {
        string missing = _path + ".missing";
        Assert.Contains(missing, Assert.Throws<FileNotFoundException>(() => Open(mapped, missing)).Message, StringComparison.Ordinal);
    }

    private ArrowFileReader Open(bool mapped, string? path = null) => mapped ? ArrowFileReader.OpenMapped(path ?? _path) : ArrowFileReader.Open(path ?? _path);
}
