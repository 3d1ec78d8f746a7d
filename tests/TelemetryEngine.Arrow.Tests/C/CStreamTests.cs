using System.Runtime.InteropServices;
using TelemetryEngine.Arrow.C;

namespace TelemetryEngine.Arrow.Tests.C;

/// <summary>Streams of batches through the C stream interface.</summary>
public sealed unsafe class CStreamTests
{
    private static readonly Schema Numbers = new([new Field("x", Int64Type.Default)], new Dictionary<string, string> { ["k"] = "v" });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public void Batches_come_one_by_one_and_are_released_once(int count)
    {
        CountingOwner[] owners = [.. Enumerable.Range(0, count).Select(_ => new CountingOwner())];
        int asked = 0;
        bool isEnded = false;
        using (ImportedArrayStream stream = Travel(Numbers, Batches()))
        {
            Assert.Equal(Numbers, stream.Schema);
            for (int i = 0; i < count; i++)
            {
                Assert.Equal(i, asked);
                using RecordBatch batch = stream.ReadNextRecordBatch()!;
                Assert.Equal([i, null, i + 2], Values(batch));
                Assert.Equal(0, owners[i].Disposals);
            }

            Assert.Null(stream.ReadNextRecordBatch());
            Assert.Null(stream.ReadNextRecordBatch());
            stream.Dispose();
            Assert.Throws<ObjectDisposedException>(() => stream.ReadNextRecordBatch());
        }

        Assert.True(isEnded);
        Assert.All(owners, owner => Assert.Equal(1, owner.Disposals));

        IEnumerable<RecordBatch> Batches()
        {
            try
            {
                for (; asked < count;)
                {
                    yield return Batch(owners[asked], asked++);
                }
            }
            finally
            {
                isEnded = true;
            }
        }
    }

    [Fact]
    public void A_batch_outlives_its_stream()
    {
        CountingOwner owner = new();
        ImportedArrayStream stream = Travel(Numbers, [Batch(owner, 5)]);
        RecordBatch batch = stream.ReadNextRecordBatch()!;
        stream.Dispose();
        stream.Dispose();
        Assert.Equal([5, null, 7], Values(batch));
        batch.Dispose();
        Assert.Equal(1, owner.Disposals);
    }

    [Fact]
    public void What_an_enumerator_throws_arrives_with_its_text()
    {
        using ImportedArrayStream broken = Travel(Numbers, Failing(new IOException("the disk is gone: ⚡")));
        using (RecordBatch? batch = broken.ReadNextRecordBatch())
        {
            Assert.NotNull(batch);
        }

        Assert.Contains("the disk is gone: ⚡ (error 5)", Assert.Throws<IOException>(broken.ReadNextRecordBatch).Message, StringComparison.Ordinal);
        using ImportedArrayStream wrong = Travel(Numbers, Failing(new ArrowFormatException("not a batch", 77)));
        wrong.ReadNextRecordBatch()!.Dispose();
        Assert.Contains("byte 77: not a batch (error 22)", Assert.Throws<IOException>(wrong.ReadNextRecordBatch).Message, StringComparison.Ordinal);

        static IEnumerable<RecordBatch> Failing(Exception error)
        {
            yield return Batch(null, 1);
            throw error;
        }
    }

    [Fact]
    public void A_batch_of_another_schema_is_an_error_and_disposed()
    {
        CountingOwner owner = new();
        using ImportedArrayStream stream = Travel(new Schema([new Field("y", Int64Type.Default)]), [Batch(owner, 1)]);
        string message = Assert.Throws<IOException>(stream.ReadNextRecordBatch).Message;
        Assert.Contains("a batch of 'x: int64' in a stream of 'y: int64' (error 22)", message, StringComparison.Ordinal);
        Assert.Equal(1, owner.Disposals);
    }

    [Fact]
    public void Malformed_streams_are_refused()
    {
        Assert.Contains("is null", Assert.Throws<ArgumentException>(() => CArrowArrayStreamImporter.ImportArrayStream(null)).Message, StringComparison.Ordinal);
        CArrowArrayStream* stream = CArrowArrayStream.Create();
        Assert.Contains("already released", Assert.Throws<ArgumentException>(() => CArrowArrayStreamImporter.ImportArrayStream(stream)).Message, StringComparison.Ordinal);
        CArrowArrayStreamExporter.ExportArrayStream(Numbers, [], stream);
        stream->get_next = null;
        Assert.Contains("lacks a function", Assert.Throws<ArgumentException>(() => CArrowArrayStreamImporter.ImportArrayStream(stream)).Message, StringComparison.Ordinal);
        Assert.True(stream->release == null);
        CArrowArrayStreamExporter.ExportArrayStream(Numbers, [], stream);
        stream->get_schema = &Refuse;
        Assert.Contains("no schema: no reason is given (error 12)", Assert.Throws<IOException>(() => CArrowArrayStreamImporter.ImportArrayStream(stream)).Message, StringComparison.Ordinal);
        CArrowArrayStream.Free(stream);
    }

    [UnmanagedCallersOnly]
    private static int Refuse(CArrowArrayStream* stream, CArrowSchema* schema) => 12;

    private static ImportedArrayStream Travel(Schema schema, IEnumerable<RecordBatch> batches)
    {
        CArrowArrayStream* stream = CArrowArrayStream.Create();
        CArrowArrayStreamExporter.ExportArrayStream(schema, batches, stream);
        ImportedArrayStream imported = CArrowArrayStreamImporter.ImportArrayStream(stream);
        Assert.True(stream->release == null);
        CArrowArrayStream.Free(stream);
        return imported;
    }

    private static RecordBatch Batch(IDisposable? owner, int first) =>
        new(Numbers, [new Int64Array.Builder().Append(first).AppendNull().Append(first + 2).Build()], 3, owner);

    private static long?[] Values(RecordBatch batch)
    {
        Int64Array column = (Int64Array)batch.Column("x");
        return [.. Enumerable.Range(0, column.Length).Select(row => column.IsNull(row) ? (long?)null : column.Values[row])];
    }
}
