using System.IO.Compression;
using TelemetryEngine.Arrow;
using TelemetryEngine.Formats;
using TelemetryEngine.Formats.ArrowIpc;
using TelemetryEngine.Sources;
using TelemetryEngine.Tests.Sources;

namespace TelemetryEngine.Tests.Formats.ArrowIpc;

public sealed class ArrowSourceTests
{
    [Theory]
    [InlineData("arrow", 1, 16384)]
    [InlineData("arrow", 2, 50)]
    [InlineData("arrow", 7, 1)]
    [InlineData("arrows", 1, 7)]
    [InlineData("arrows", 2, 16384)]
    [InlineData("arrows", 7, 33)]
    public void AnyReadersAndBatchesGiveTheRowsThatWereWritten(string format, int readers, int batchRows)
    {
        using TemporaryFolder folder = new();
        List<RecordBatch> first = Batches(100, 0, 57);
        List<RecordBatch> second = Batches(3, 200);
        string[] paths = [Put(folder, "a.bin", format, first), Put(folder, "b.bin", format, second)];
        using ArrowSource source = ArrowSource.Open(paths);
        Assert.False(source.OnlyOnce);
        Assert.Equal(paths.Sum(path => new FileInfo(path).Length), source.LengthBytes);
        for (int pass = 0; pass < 2; pass++)
        {
            var rows = SourceRows.Read(source, readers, SourceRows.All(source, batchRows));
            Assert.Equal(ArrowRows.Rows([.. first, .. second]), rows.Select(row => row.Values));
            Assert.Equal(
                [.. Enumerable.Range(0, 157).Select(n => (0, (long)n)), .. Enumerable.Range(0, 203).Select(n => (1, (long)n))],
                rows.Select(row => (row.File, row.Position)));
        }
    }

    [Theory]
    [InlineData("arrow")]
    [InlineData("arrows")]
    public void AnyColumnsHaveTheValuesThatTheyHaveAmongAll(string format)
    {
        using TemporaryFolder folder = new();
        List<RecordBatch> batches = Batches(100, 0, 57);
        using ArrowSource source = ArrowSource.Open([Put(folder, "a.bin", format, batches)]);
        List<object?[]> all = [.. ArrowRows.Rows(batches)];
        for (int count = 1; count <= source.Schema.Count; count++)
        {
            int[] columns = [.. Enumerable.Range(source.Schema.Count - count, count)];
            var rows = SourceRows.Read(source, 2, SourceRows.All(source, batchRows: 33) with { Columns = columns });
            Assert.Equal(all.Select(row => columns.Select(column => row[column])), rows.Select(row => columns.Select(column => row.Values[column])));
        }
    }

    [Theory]
    [InlineData("arrow")]
    [InlineData("arrows")]
    public void AtTheEndAllBytesAreReadAndNoMore(string format)
    {
        using TemporaryFolder folder = new();
        using ArrowSource source = ArrowSource.Open([Put(folder, "a.bin", format, Batches(100, 57)), Put(folder, "b.bin", format, Batches(3))]);
        using Scan scan = source.Open(SourceRows.All(source));
        using BatchReader reader = scan.CreateReader();
        while (reader.Read(CancellationToken.None) is not null)
        {
            Assert.InRange(scan.BytesRead, 1, source.LengthBytes!.Value);
        }

        Assert.Equal(source.LengthBytes, scan.BytesRead);
    }

    [Theory]
    [InlineData("arrow")]
    [InlineData("arrows")]
    public void StandardInputIsReadOnce(string format)
    {
        List<RecordBatch> batches = Batches(100, 57);
        using ArrowSource source = ArrowSource.Open(["-"], new OneWayStream(WriterRun.Bytes(format, new WriterOptions(), [.. batches])));
        Assert.True(source.OnlyOnce);
        Assert.Null(source.LengthBytes);
        Assert.Equal(ArrowRows.Rows(batches), SourceRows.Read(source, 2, SourceRows.All(source)).Select(row => row.Values));
    }

    [Fact]
    public void APackedFileIsUnpacked()
    {
        using TemporaryFolder folder = new();
        List<RecordBatch> batches = Batches(100);
        using (GZipStream packed = new(File.Create(folder["x.arrow.gz"]), CompressionLevel.Fastest))
        {
            packed.Write(WriterRun.Bytes("arrow", new WriterOptions(), [.. batches]));
        }

        using ArrowSource source = ArrowSource.Open([folder["x.arrow.gz"]]);
        Assert.Equal(ArrowRows.Rows(batches), SourceRows.Read(source, 1, SourceRows.All(source)).Select(row => row.Values));
    }

    [Fact]
    public void FilesMustAgree()
    {
        using TemporaryFolder folder = new();
        string first = Put(folder, "a.arrow", "arrow", Batches(1));
        string second = Put(folder, "b.arrow", "arrow", [SampleBatch.OfOne("at", new Int64Array.Builder().Build())]);
        InputException error = Assert.Throws<InputException>(() => ArrowSource.Open([first, second]));
        Assert.Equal($"{second} differs from {first}: column 'at' is int64, not timestamp[ms, Europe/Berlin]", error.Message);
    }

    [Fact]
    public void BadInputIsNamedWithItsPlace()
    {
        using TemporaryFolder folder = new();
        string missing = folder["missing.arrow"];
        Assert.Equal($"can't read '{missing}': there is no such file", Assert.Throws<InputException>(() => ArrowSource.Open([missing])).Message);
        string text = folder.Put("x.arrow", "timestamp,device\n");
        Assert.Equal(
            $"{text}: this is neither an Arrow file nor an Arrow stream; it starts with 74696D657374616D",
            Assert.Throws<InputException>(() => ArrowSource.Open([text])).Message);
        string empty = folder.Put("empty.arrow", "");
        Assert.Throws<InputException>(() => ArrowSource.Open([empty]));
    }

    [Theory]
    [InlineData("arrow")]
    [InlineData("arrows")]
    public void WhatIsCutShortIsBadInputForEveryLength(string format)
    {
        byte[] whole = WriterRun.Bytes(format, new WriterOptions(), [.. Batches(5, 5)]);
        using TemporaryFolder folder = new();
        string path = folder["cut"];
        int failures = 0;
        for (int length = 0; length < whole.Length; length += 13)
        {
            File.WriteAllBytes(path, whole[..length]);
            try
            {
                using ArrowSource source = ArrowSource.Open([path]);
                // A stream may end between two messages: then it is whole, and shorter.
                Assert.InRange(SourceRows.Read(source, 1, SourceRows.All(source)).Count, 0, 10);
            }
            catch (Exception e) when ((e is AggregateException { InnerException: InputException inner } ? inner : e) is InputException { File: { } file } && file == path)
            {
                failures++;
            }
        }

        Assert.InRange(failures, whole.Length / 13 * 9 / 10, whole.Length);
    }

    [Fact]
    public void NoMemoryIsLeftBehind()
    {
        using TemporaryFolder folder = new();
        string path = Put(folder, "a.arrow", "arrow", Batches(100, 100));
        List<SharedBatch> claimed = [];
        using (ArrowSource source = ArrowSource.Open([path]))
        using (BatchScan scan = (BatchScan)source.Open(SourceRows.All(source, 60)))
        {
            while (scan.Claim(own: null, CancellationToken.None) is { } morsel)
            {
                Assert.Equal(100, morsel.Owner.Batch.Length);
                claimed.Add(morsel.Owner);
                scan.Return(morsel);
            }
        }

        Assert.Equal(2, claimed.Distinct().Count());
        Assert.All(claimed, shared => Assert.True(shared.IsReleased));
    }

    [Theory]
    [InlineData("arrow")]
    [InlineData("arrows")]
    public void NoBatchesAreStillAnOutput(string format)
    {
        using MemoryStream stream = new();
        Schema schema = SampleBatch.Make().Schema;
        using (BatchWriter writer = FormatCatalog.FindByName(format)!.CreateWriter!(stream, schema, new WriterOptions()))
        {
            writer.Finish();
        }

        stream.Position = 0;
        using ArrowSource source = ArrowSource.Open(["-"], stream);
        Assert.Equal(schema.FieldsList.Select(field => field.Name), source.Schema.Columns.Select(column => column.Name));
        Assert.Empty(SourceRows.Read(source, 2, SourceRows.All(source)));
    }

    [Theory]
    [InlineData("arrow")]
    [InlineData("arrows")]
    public void BatchesMayHaveDifferentDictionaries(string format)
    {
        RecordBatch[] batches = [Coded("a"), Coded("b"), Coded("a")];
        using ArrowSource source = ArrowSource.Open(["-"], new MemoryStream(WriterRun.Bytes(format, new WriterOptions(), batches)));
        Assert.Equal(["a", "b", "a"], SourceRows.Read(source, 1, SourceRows.All(source)).Select(row => row.Values[0]));
    }

    [Fact]
    public void AFileRefusesASecondOrderedDictionaryInWords()
    {
        RecordBatch[] batches = [Coded("a", ordered: true), Coded("b", ordered: true)];
        PlanException error = Assert.Throws<PlanException>(() => WriterRun.Bytes("arrow", new WriterOptions(), batches));
        Assert.Equal(
            "column 'x': ordered dictionaries with different values can't be put together; write an Arrow stream, which may have several (--format arrows)",
            error.Message);
        Assert.NotEmpty(WriterRun.Bytes("arrows", new WriterOptions(), batches));
    }

    private static RecordBatch Coded(string text, bool ordered = false) => SampleBatch.OfOne("x", new DictionaryArray.Builder(ordered).Append(text).Build());

    // In a file all batches have one dictionary.
    private static List<RecordBatch> Batches(params int[] lengths)
    {
        RecordBatch all = ArrowRows.Make(nulls: true, lengths.Sum())[0];
        List<RecordBatch> batches = [];
        int start = 0;
        foreach (int length in lengths)
        {
            batches.Add(all.Slice(start, length));
            start += length;
        }

        return batches;
    }

    private static string Put(TemporaryFolder folder, string name, string format, List<RecordBatch> batches)
    {
        File.WriteAllBytes(folder[name], WriterRun.Bytes(format, new WriterOptions(), [.. batches]));
        return folder[name];
    }

    private sealed class OneWayStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        // As a pipe does: less than was asked for.
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 5)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 5));
    }
}
