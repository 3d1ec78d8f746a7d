using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Arrow.Tests.Memory;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests.Ipc;

/// <summary>What readers hold together is bounded, asked for before it is allocated, and given back.</summary>
[Collection(NativeMemoryCollection.Name)]
public sealed class ReadMemoryTests : IDisposable
{
    private const int Rows = 10_000;
    private const int BatchBytes = Rows * sizeof(long);

    private static readonly Schema Schema = new([new Field("a", Int64Type.Default, nullable: false)], null);

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(false, CompressionType.None)]
    [InlineData(false, CompressionType.Zstd)]
    [InlineData(false, CompressionType.Lz4Frame)]
    [InlineData(true, CompressionType.None)]
    [InlineData(true, CompressionType.Zstd)]
    [InlineData(true, CompressionType.Lz4Frame)]
    public void A_batch_waits_for_others_and_comes_whole_once_they_are_disposed(bool isFile, CompressionType compression)
    {
        byte[] bytes = Write(isFile, compression, [.. Enumerable.Range(0, 4).Select(Batch)]);
        ReadMemory memory = new(compression == CompressionType.None ? BatchBytes * 5 / 2 : BatchBytes * 31 / 10);
        IpcReadOptions options = new() { Memory = memory };
        using (IDisposable reader = Open(isFile, bytes, options, out Func<RecordBatch?> next))
        {
            RecordBatch first = next()!;
            RecordBatch second = next()!;
            Assert.InRange(memory.HeldBytes, 2 * BatchBytes, memory.LimitBytes);
            for (int i = 0; i < 3; i++)
            {
                ArrowMemoryException error = Assert.Throws<ArrowMemoryException>(() => next());
                Assert.True(error.IsTemporary);
                Assert.Contains($"{memory.LimitBytes} may be held of all batches and dictionaries", error.Message, StringComparison.Ordinal);
            }

            first.Dispose();
            Assert.Equal(2 * Rows, ((Int64Array)next()!.Column(0)).Values[0]);
            second.Dispose();
            using RecordBatch last = next()!;
            Assert.Equal(3 * Rows, ((Int64Array)last.Column(0)).Values[0]);
        }
    }

    [Theory]
    [InlineData(false, CompressionType.None)]
    [InlineData(false, CompressionType.Zstd)]
    [InlineData(true, CompressionType.None)]
    [InlineData(true, CompressionType.Zstd)]
    public void All_is_given_back(bool isFile, CompressionType compression)
    {
        byte[] bytes = Write(isFile, compression, [.. Enumerable.Range(0, 3).Select(Batch)]);
        long drawn = 0;
        long most = 0;
        ReadMemory memory = new(10 * BatchBytes, more =>
        {
            drawn += more;
            most = Math.Max(most, drawn);
        });
        using (IDisposable reader = Open(isFile, bytes, new IpcReadOptions { Memory = memory }, out Func<RecordBatch?> next))
        {
            while (next() is { } batch)
            {
                Assert.InRange(memory.HeldBytes, BatchBytes, 3 * BatchBytes);
                batch.Dispose();
                Assert.Equal(0, memory.HeldBytes);
            }
        }

        Assert.Equal(0, drawn);
        Assert.InRange(most, BatchBytes, 3 * BatchBytes);
    }

    [Theory]
    [InlineData(false, CompressionType.None)]
    [InlineData(false, CompressionType.Zstd)]
    [InlineData(true, CompressionType.None)]
    [InlineData(true, CompressionType.Zstd)]
    public void A_batch_that_can_never_fit_is_refused_before_memory_is_taken(bool isFile, CompressionType compression)
    {
        RecordBatch zeros = new(Schema, [Batches.Longs(new long[1 << 20])], 1 << 20);
        byte[] bytes = Write(isFile, compression, zeros);
        ReadMemory memory = new(1 << 20);
        using IDisposable reader = Open(isFile, bytes, new IpcReadOptions { Memory = memory }, out Func<RecordBatch?> next);
        long live = AlignedMemory.LiveBytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        ArrowMemoryException error = Assert.Throws<ArrowMemoryException>(() => next());
        Assert.False(error.IsTemporary);
        Assert.Contains(compression == CompressionType.None ? "the batch has a body of 83886" : "says it unpacks to 8388608; 1048576 may be held", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before + AlignedMemory.LiveBytes - live, 0, 1 << 20);
        Assert.Equal(0, memory.HeldBytes);
    }

    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Zstd)]
    public void Columns_that_are_not_read_are_not_counted(CompressionType compression)
    {
        IArrowArray column = Batch(0).Column(0);
        RecordBatch two = Batches.Of(("a", column), ("b", column));
        byte[] bytes = Samples.Write(asFile: true, two.Schema, [two], new IpcOptions { Compression = compression });
        File.WriteAllBytes(_path, bytes);
        ReadMemory memory = new(BatchBytes * 7 / 4);
        IpcReadOptions options = new() { Memory = memory };
        using (ArrowFileReader all = ArrowFileReader.Open(_path, options))
        {
            Assert.False(Assert.Throws<ArrowMemoryException>(() => all.ReadRecordBatch(0)).IsTemporary);
        }

        using ArrowFileReader one = ArrowFileReader.Open(_path, options);
        one.Select(1);
        using RecordBatch batch = one.ReadRecordBatch(0);
        Assert.Equal(Samples.Values(column), Samples.Values(batch));
        Assert.InRange(memory.HeldBytes, BatchBytes, memory.LimitBytes);
    }

    [Theory]
    [InlineData(false, CompressionType.None)]
    [InlineData(false, CompressionType.Zstd)]
    [InlineData(true, CompressionType.None)]
    [InlineData(true, CompressionType.Zstd)]
    public void Dictionaries_are_counted_as_long_as_they_are_in_force(bool isFile, CompressionType compression)
    {
        RecordBatch batch = Batches.Of("a", Codes(Enumerable.Range(0, 5_000).Select(i => $"{i:D40}")));
        byte[] bytes = Samples.Write(isFile, batch.Schema, [batch], new IpcOptions { Compression = compression });
        ReadMemory memory = new(2 << 20);
        using (IDisposable reader = Open(isFile, bytes, new IpcReadOptions { Memory = memory }, out Func<RecordBatch?> next))
        {
            next()!.Dispose();
            Assert.InRange(memory.HeldBytes, 200_000, 600_000);
        }

        Assert.Equal(0, memory.HeldBytes);
        using IDisposable less = Open(isFile, bytes, new IpcReadOptions { Memory = new ReadMemory(100_000) }, out Func<RecordBatch?> refused);
        ArrowMemoryException error = Assert.Throws<ArrowMemoryException>(() => refused());
        Assert.False(error.IsTemporary);
        Assert.Contains("dictionary 0 needs ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dictionaries_that_grow_by_additions_are_held_to_the_bound()
    {
        List<string> words = [];
        List<RecordBatch> batches = [];
        for (int i = 0; i < 50; i++)
        {
            words.AddRange(Enumerable.Range(words.Count, 200).Select(n => $"{n:D100}"));
            batches.Add(Batches.Of("a", Codes(words)));
        }

        byte[] bytes = Samples.Write(asFile: false, batches[0].Schema, batches, new IpcOptions { EmitDictionaryDeltas = true });
        ReadMemory memory = new(1 << 20);
        using ArrowStreamReader reader = new(new TrickleStream(bytes), options: new IpcReadOptions { Memory = memory });
        int read = 0;
        ArrowMemoryException error = Assert.Throws<ArrowMemoryException>(() =>
        {
            while (reader.ReadNextRecordBatch() is { } batch)
            {
                batch.Dispose();
                read++;
            }
        });
        Assert.False(error.IsTemporary);
        Assert.InRange(read, 5, 40);
    }

    [Fact]
    public void A_bound_of_nothing_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReadMemory(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReadMemory(-1));
    }

    private static RecordBatch Batch(int number) => new(Schema, [Batches.Longs(Enumerable.Range(0, Rows).Select(i => ((long)number * Rows) + i))], Rows);

    /// <summary>A row for each of some texts that all differ.</summary>
    private static DictionaryArray Codes(IEnumerable<string> texts)
    {
        StringArray dictionary = Samples.Texts([.. texts]);
        return Batches.CodesOf(dictionary, [.. Enumerable.Range(0, dictionary.Length)]);
    }

    private static byte[] Write(bool isFile, CompressionType compression, params RecordBatch[] batches) =>
        Samples.Write(isFile, Schema, batches, new IpcOptions { Compression = compression });

    private static IDisposable Open(bool isFile, byte[] bytes, IpcReadOptions options, out Func<RecordBatch?> next)
    {
        if (isFile)
        {
            ArrowFileReader file = new(new MemoryStream(bytes), options: options);
            next = file.ReadNextRecordBatch;
            return file;
        }

        ArrowStreamReader stream = new(new TrickleStream(bytes), options: options);
        next = stream.ReadNextRecordBatch;
        return stream;
    }
}
