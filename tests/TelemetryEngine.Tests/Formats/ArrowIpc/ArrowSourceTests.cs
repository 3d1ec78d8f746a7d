using System.IO.Compression;
using Apache.Arrow;
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
                SourceRows.Read(source, 1, SourceRows.All(source));
            }
            catch (Exception e) when ((e is AggregateException { InnerException: InputException inner } ? inner : e) is InputException { File: { } file } && file == path)
            {
                failures++;
            }
        }

        Assert.Equal((whole.Length + 12) / 13, failures);
    }

    [Theory]
    [InlineData("x.arrows")]
    [InlineData("x.arrows.gz")]
    [InlineData("-")]
    public void StreamsBehindEachOtherAreOneInput(string name)
    {
        using TemporaryFolder folder = new();
        List<RecordBatch> first = Batches(100, 57);
        List<RecordBatch> second = Batches(3, 200);
        byte[] bytes = [.. Bytes("arrows", first), .. Bytes("arrows", second), .. Bytes("arrows", []), .. Bytes("arrows", first)];
        using ArrowSource source = name == "-" ? ArrowSource.Open(["-"], new OneWayStream(bytes)) : ArrowSource.Open([Pack(folder, name, bytes)]);
        int[] columns = [0, source.Schema.Count - 1];
        IEnumerable<object?[]> rows = SourceRows.Read(source, 2, SourceRows.All(source, 33) with { Columns = columns }).Select(row => row.Values);
        Assert.Equal(ArrowRows.Rows([.. first, .. second, .. first]).Select(row => columns.Select(c => row[c])), rows.Select(row => columns.Select(c => row[c])));
    }

    [Theory]
    [InlineData("x.arrows")]
    [InlineData("x.arrows.gz")]
    [InlineData("-")]
    public void WhatFollowsAStreamAndIsNoneIsAnError(string name)
    {
        List<RecordBatch> batches = Batches(100, 57);
        byte[] whole = Bytes("arrows", batches);
        byte[] other = WriterRun.Bytes("arrows", new WriterOptions(), SampleBatch.OfOne("at", new Int64Array.Builder().Build()));
        Assert.Contains($"the Arrow stream that begins at byte {whole.Length} differs from the one before it: column 'at' is int64, not", Failure([.. whole, .. other]), StringComparison.Ordinal);
        Assert.Contains($"an Arrow stream ends at byte {whole.Length}, and what stands behind it is no other", Failure([.. whole, .. "junk"u8]), StringComparison.Ordinal);
        Assert.Contains($"an Arrow stream ends at byte {whole.Length}, and what stands behind it is no other", Failure([.. whole, 0]), StringComparison.Ordinal);
        Assert.Contains($"ends at byte {whole.Length - 8} without the end mark of an Arrow stream", Failure(whole[..^8]), StringComparison.Ordinal);
        Assert.Contains($"in the Arrow stream that begins at byte {whole.Length}, byte ", Failure([.. whole, .. whole.AsSpan(0, whole.Length - 20)]), StringComparison.Ordinal);

        string Failure(byte[] bytes) => Failing(name, bytes)!.Message;
    }

    [Theory]
    [InlineData("x.arrow")]
    [InlineData("x.arrow.gz")]
    [InlineData("-")]
    public void WhatFollowsAFileIsAnError(string name)
    {
        byte[] whole = Bytes("arrow", Batches(100, 57));
        byte[] none = Bytes("arrow", []);
        Assert.Null(Failure(whole));
        Assert.Null(Failure(none));
        Assert.Contains("name them one by one".Replace("them", name == "x.arrow" ? "them" : "the files", StringComparison.Ordinal), Failure([.. whole, .. whole]), StringComparison.Ordinal);
        Assert.NotNull(Failure([.. whole, .. none]));
        Assert.NotNull(Failure([.. none, .. none]));
        Assert.NotNull(Failure([.. whole, 0]));
        Assert.NotNull(Failure(whole[..^1]));

        string? Failure(byte[] bytes) => Failing(name, bytes)?.Message;
    }

    [Theory]
    [InlineData("x.arrow.gz", "arrow")]
    [InlineData("x.arrows.gz", "arrows")]
    [InlineData("x.arrows.br", "arrows")]
    public void APackedFileIsReadToItsLastByte(string name, string format)
    {
        using TemporaryFolder folder = new();
        string path = Pack(folder, name, Bytes(format, Batches(100)));
        byte[] packed = File.ReadAllBytes(path);
        foreach (byte[] bytes in new byte[][] { packed[..^1], packed[..^4], [.. packed, 0], [.. packed, .. "junk"u8] })
        {
            File.WriteAllBytes(path, bytes);
            Assert.StartsWith($"can't read '{path}': ", Failing(() => ArrowSource.Open([path]))!.Message, StringComparison.Ordinal);
        }
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
            "column 'x': ordered dictionaries with different values can't be put together; write an Arrow stream, which may have several (WriteArrowStream)",
            error.Message);
        Assert.NotEmpty(WriterRun.Bytes("arrows", new WriterOptions(), batches));
    }

    private static RecordBatch Coded(string text, bool ordered = false) => SampleBatch.OfOne("x", new CodedBuilder(ordered).Append(text).Build());

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

    /// <summary>What is wrong with an input; null when nothing is.</summary>
    private static InputException? Failing(string name, byte[] bytes)
    {
        using TemporaryFolder folder = new();
        return Failing(() => name == "-" ? ArrowSource.Open(["-"], new OneWayStream(bytes)) : ArrowSource.Open([Pack(folder, name, bytes)]));
    }

    private static InputException? Failing(Func<ArrowSource> open)
    {
        try
        {
            using ArrowSource source = open();
            SourceRows.Read(source, 1, SourceRows.All(source));
            return null;
        }
        catch (AggregateException e) when (e.InnerException is InputException inner)
        {
            return inner;
        }
        catch (InputException e)
        {
            return e;
        }
    }

    private static byte[] Bytes(string format, List<RecordBatch> batches)
    {
        using MemoryStream stream = new();
        using BatchWriter writer = FormatCatalog.FindByName(format)!.CreateWriter!(stream, ArrowRows.Make(nulls: true, 1)[0].Schema, new WriterOptions());
        batches.ForEach(writer.Write);
        writer.Finish();
        return stream.ToArray();
    }

    private static string Pack(TemporaryFolder folder, string name, byte[] bytes)
    {
        using Stream file = File.Create(folder[name]);
        using Stream packed = Path.GetExtension(name) switch
        {
            ".gz" => new GZipStream(file, CompressionLevel.Fastest),
            ".br" => new BrotliStream(file, CompressionLevel.Fastest),
            _ => file,
        };
        packed.Write(bytes);
        return folder[name];
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
