using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Arrow.Tests;
using TelemetryEngine.Arrow.Tests.Types;
using TelemetryEngine.Execution;
using TelemetryEngine.Formats;
using TelemetryEngine.Tests.Formats;

namespace TelemetryEngine.Tests.Execution;

/// <summary>Rows of an Arrow input that are not aggregated keep what they are, whatever type a column has.</summary>
public sealed class RowsOfAnyTypeTests
{
    private static readonly int[] Lengths = [40, 0, 1, 77];

    [Theory]
    [InlineData("arrow", "arrow", 1, 16384, CompressionType.None)]
    [InlineData("arrow", "arrows", 2, 7, CompressionType.Zstd)]
    [InlineData("arrows", "arrow", 7, 1, CompressionType.None)]
    [InlineData("arrows", "arrows", 2, 33, CompressionType.Lz4Frame)]
    public void EveryTypeComesOutAsItCame(string from, string to, int threads, int batchRows, CompressionType compression)
    {
        using TemporaryFolder folder = new();
        List<RecordBatch> batches = Batches(sharedDictionaries: from == "arrow");
        File.WriteAllBytes(folder["in"], WriterRun.Bytes(from, new WriterOptions(), [.. batches]));
        RunOptions options = new() { Threads = threads, BatchRows = batchRows };
        Pipeline all = Telemetry.ReadArrow(folder["in"]).With(options);
        AssertRows(batches, _ => true, Written(all, to, compression));
        AssertRows(batches, id => id % 3 == 1 || id > 100, Written(all.Where("id % 3 = 1 or id > 100"), to, compression));
        AssertRows(batches, id => id < 45, Written(all.Limit(45), to, compression));
        AssertRows(batches, id => id is > 30 and < 41, Written(all.Where("id > 30").Limit(10), to, compression));
        AssertRows(batches, _ => false, Written(all.Where("id < 0"), to, compression));
    }

    [Fact]
    public void BatchesOfAProgramAndTablesKeepThemToo()
    {
        List<RecordBatch> batches = Batches(sharedDictionaries: false);
        Table table = Telemetry.From(batches).Where("id % 2 = 0").ToTable();
        Assert.Equal(batches[0].Schema.Text(), table.Schema.Text());
        AssertRows(batches, id => id % 2 == 0, (table.Schema, table.Batches));
    }

    [Fact]
    public void ComputedColumnsComeBehindThem()
    {
        List<RecordBatch> batches = Batches(sharedDictionaries: false);
        Table table = Telemetry.From(batches).Derive("twice", "id * 2").Where("twice > 10").ToTable();
        Assert.Equal([.. batches[0].Schema.FieldsList.Select(Arrays.Text), "twice: int64"], table.Schema.FieldsList.Select(Arrays.Text));
        Assert.Equal(batches[0].Schema.Metadata, table.Schema.Metadata);
        long last = batches.Sum(batch => batch.Length) - 1;
        Assert.Equal(Enumerable.Range(6, (int)last - 5).Select(id => (long?)id * 2), table.Batches.SelectMany(b => Values((Int64Array)b.Column("twice"))));
    }

    [Fact]
    public void TheLastBatchesOfALimitAreCut()
    {
        List<RecordBatch> batches = Batches(sharedDictionaries: false);
        AssertRows(batches, id => id < 3, Read(Telemetry.From(batches).Limit(3).ToTable()));
    }

    [Fact]
    public void FilesMayDifferInDictionariesAndNullability()
    {
        using TemporaryFolder folder = new();
        DictionaryType narrow = new(UInt8Type.Default, StringType.Default, ordered: false);
        RecordBatch first = Pair(nullable: false, new CodedBuilder().Append("a").Build(), new Int64Array.Builder().Append(1).Build());
        RecordBatch second = Pair(nullable: true, new CodedBuilder().Append("b").Build(), new Int64Array.Builder().AppendNull().Build());
        DictionaryArray codes = new(narrow, new UInt8Array.Builder().Append(0).Build(), new StringArray.Builder().Append("c").Build());
        RecordBatch third = Pair(nullable: true, codes, new Int64Array.Builder().Append(3).Build());
        string[] paths = [.. ((RecordBatch[])[first, second, third]).Select((batch, i) =>
        {
            File.WriteAllBytes(folder[$"{i}"], WriterRun.Bytes("arrow", new WriterOptions(), batch));
            return folder[$"{i}"];
        })];

        (Schema schema, IReadOnlyList<RecordBatch> rows) = Written(Telemetry.ReadArrow(paths[..2]), "arrow", CompressionType.None);
        Assert.Equal(["d: dictionary<int32, utf8>", "x: int64"], schema.FieldsList.Select(Arrays.Text));
        Assert.Equal(["a", "b"], rows.Select(batch => ((DictionaryArray)batch.Column("d")).GetString(0)));

        // texts with codes of different types have no type in common but text
        (schema, rows) = Written(Telemetry.ReadArrow(paths), "arrow", CompressionType.None);
        Assert.Equal(["d: utf8", "x: int64"], schema.FieldsList.Select(Arrays.Text));
        Assert.Equal(["a", "b", "c"], rows.Select(batch => ((StringArray)batch.Column("d")).GetString(0)));

        static RecordBatch Pair(bool nullable, IArrowArray d, IArrowArray x) =>
            new(new Schema([new Field("d", d.DataType, nullable: true), new Field("x", x.DataType, nullable)], null), [d, x], 1);
    }

    [Fact]
    public void AZoneThatIsNamedIsShownByTimesWithoutOne()
    {
        RecordBatch batch = SampleBatch.OfOne("at", new TimesBuilder(new TimestampType(TimeUnit.Second, (string?)null)).Append(5).Build());
        Assert.Equal(batch.Schema.Text(), Telemetry.From([batch]).ToTable().Schema.Text());
        Table table = Telemetry.From([batch]).Time("at", zone: "Europe/Berlin").ToTable();
        Assert.Equal("timestamp[s, Europe/Berlin]", ArrowNames.Of(table.Schema.FieldsList[0].DataType));
        Assert.Equal(5 - 3600, ((TimestampArray)table.Batches[0].Column(0)).GetValue(0));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    public void TextFormatsNameAColumnThatTheyCanNotHold(string format)
    {
        RecordBatch batch = SampleBatch.OfOne("tags", new BinaryArray.Builder().Append([1]).Build());
        using Executor executor = Telemetry.From([batch]).Open();
        PlanException error = Assert.Throws<PlanException>(() => executor.Write(FormatCatalog.FindByName(format)!, Stream.Null, new WriterOptions(), CancellationToken.None));
        Assert.Equal("column 'tags' of type binary can't be written as text; write Arrow, which holds any type (WriteArrow or WriteArrowStream)", error.Message);
    }

    [Fact]
    public void TextFormatsHaveWhatTheEngineComputesWith()
    {
        RecordBatch batch = new(
            new Schema([new Field("n", UInt8Type.Default, nullable: true), new Field("d", Date32Type.Default, nullable: true), new Field("m", new Decimal32Type(9, 1), nullable: true)], null),
            [new UInt8Array.Builder().Append(200).Build(), Arrays.Of<int>(Date32Type.Default, 1), Arrays.Of<int>(new Decimal32Type(9, 1), 15)],
            1);
        using Executor executor = Telemetry.From([batch]).Open();
        using MemoryStream text = new();
        executor.Write(FormatCatalog.FindByName("csv")!, text, new WriterOptions(), CancellationToken.None);
        Assert.Equal("n,d,m\n200,1970-01-02T00:00:00Z,1.5\n", System.Text.Encoding.UTF8.GetString(text.ToArray()));
    }

    [Theory]
    [InlineData("tags is null")]
    [InlineData("tags = 'a'")]
    [InlineData("coalesce(tags, tags) is null")]
    public void AFilterCanNotLookIntoThem(string where)
    {
        RecordBatch batch = SampleBatch.OfOne("tags", new BinaryArray.Builder().Append([1]).Build());
        PlanException error = Assert.Throws<PlanException>(() => Telemetry.From([batch]).Where(where).ToTable());
        Assert.Contains("tags", error.Message, StringComparison.Ordinal);
        Assert.Contains("binary", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arrow")]
    [InlineData("arrows")]
    public void AColumnThatNoArrayCanHoldMayBeThereAndIsNotRead(string format)
    {
        using TemporaryFolder folder = new();
        foreach (string kind in UnreadableFiles.Kinds)
        {
            File.WriteAllBytes(folder["in"], UnreadableFiles.Write(format == "arrow", kind));
            Pipeline all = Telemetry.ReadArrow(folder["in"]);
            Assert.Equal(["48|6"], TableText.Rows(all.Aggregate(Aggregate.Sum("n"), Aggregate.Count()).ToTable()));
            Assert.Equal(folder["in"], Assert.Throws<InputException>(() => all.ToTable()).File);
        }
    }

    [Fact]
    public void NullsOfColumnsThatAreHandedOnAreCounted()
    {
        RecordBatch batch = SampleBatch.OfOne("tags", new BinaryArray.Builder().Append([1]).AppendNull().AppendNull().Build());
        Assert.Equal(2, Telemetry.From([batch]).ToTable().Summary.NullValues);
    }

    /// <summary>A column of every type and one that numbers the rows, with fields and metadata of all kinds. Ordered dictionaries are always the same: a file
    /// can't hold two.</summary>
    private static List<RecordBatch> Batches(bool sharedDictionaries)
    {
        IArrowType[] types = [.. AllTypes.All];
        Schema schema = new(
            [
                new Field("id", Int64Type.Default, nullable: false, new Dictionary<string, string> { ["unit"] = "rows" }),
                .. types.Select((type, i) => new Field($"c{i}", type, nullable: true, metadata: i % 3 == 0 ? new Dictionary<string, string> { ["n"] = $"{i}" } : null)),
            ],
            new Dictionary<string, string> { ["origin"] = "tests" });
        int rows = Lengths.Sum();
        IArrowArray[] whole = Columns(seed: 5);
        List<RecordBatch> batches = [];
        int start = 0;
        foreach (int length in Lengths)
        {
            Int64Array.Builder id = new();
            id.AppendRange([.. Enumerable.Range(start, length).Select(n => (long)n)]);
            // cut out of more, at an odd place
            IArrowArray[] columns = sharedDictionaries ? whole : [.. whole.Zip(Columns(seed: start), (one, other) => one.DataType is DictionaryType { Ordered: true } ? one : other)];
            batches.Add(new RecordBatch(schema, [id.Build(), .. columns.Select(column => column.Slice(start + 3, length))], length));
            start += length;
        }

        return batches;

        IArrowArray[] Columns(int seed) => [.. types.Select((type, i) => new RandomArrays(seed + i, nulls: true).Make(type, rows + 5))];
    }

    private static (Schema Schema, IReadOnlyList<RecordBatch> Batches) Written(Pipeline pipeline, string format, CompressionType compression)
    {
        using MemoryStream stream = new();
        using (Executor executor = pipeline.Open())
        {
            executor.Write(FormatCatalog.FindByName(format)!, stream, new WriterOptions { Compression = compression }, CancellationToken.None);
        }

        List<RecordBatch> batches = [];
        using ArrowFileReader? file = format == "arrow" ? new ArrowFileReader(stream.ToArray()) : null;
        using ArrowStreamReader? rows = format == "arrow" ? null : new ArrowStreamReader(stream.ToArray());
        while ((file is null ? rows!.ReadNextRecordBatch() : file.ReadNextRecordBatch()) is { } batch)
        {
            batches.Add(batch);
        }

        return (file?.Schema ?? rows!.Schema, batches);
    }

    private static (Schema Schema, IReadOnlyList<RecordBatch> Batches) Read(Table table) => (table.Schema, table.Batches);

    private static void AssertRows(List<RecordBatch> expected, Func<long, bool> keep, (Schema Schema, IReadOnlyList<RecordBatch> Batches) actual)
    {
        Assert.Equal(expected[0].Schema.Text(), actual.Schema.Text());
        for (int column = 0; column < expected[0].ColumnCount; column++)
        {
            Assert.All(actual.Batches, batch => Assert.Equal(ArrowNames.Of(expected[0].Schema.FieldsList[column].DataType), ArrowNames.Of(batch.Column(column).DataType)));
            IEnumerable<object?> wanted = expected.SelectMany(batch => PlainValues.Of(batch.Column(column)).Where((_, row) => keep(((Int64Array)batch.Column(0)).Values[row])));
            Assert.Equal(wanted, actual.Batches.SelectMany(batch => PlainValues.Of(batch.Column(column))));
        }
    }

    private static IEnumerable<long?> Values(Int64Array array) => Enumerable.Range(0, array.Length).Select(row => array.GetValue(row));
}
