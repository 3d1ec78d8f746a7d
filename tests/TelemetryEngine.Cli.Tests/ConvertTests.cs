using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Testing;
using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests;

/// <summary>Columns of types that the engine does not compute with, on their way through the program.</summary>
public sealed class ConvertTests
{
    private static readonly ListType Tags = new(new Field("tag", StringType.Default, nullable: true));

    [Theory]
    [InlineData("out.arrow", "none")]
    [InlineData("out.arrow", "zstd")]
    [InlineData("out.arrows", "lz4")]
    public void AreHandedOnUnharmed(string output, string compression)
    {
        using TemporaryFolder folder = new();
        Schema schema = Put(folder);

        Run(folder, $"convert in.arrow --where 'n <> 2' --limit 2 --quiet -o {output} --compression {compression}").Expect(0);

        using FileStream stream = File.OpenRead(folder[output]);
        using ArrowStreamReader reader = output.EndsWith("arrow", StringComparison.Ordinal) ? new ArrowFileReader(stream, new CompressionCodecFactory()) : new ArrowStreamReader(stream, new CompressionCodecFactory());
        using RecordBatch batch = reader.ReadNextRecordBatch();
        Assert.Equal(schema.Text(), reader.Schema.Text());
        Assert.Equal([1, 3], ((Int8Array)batch.Column("n")).Values.ToArray());
        ListArray lists = (ListArray)batch.Column("tags");
        Assert.Equal(["a", "b"], Texts(lists.GetSlicedValues(0)));
        Assert.True(lists.IsNull(1));
    }

    [Fact]
    public void AreNamedWhereAFormatCanNotHoldThem()
    {
        using TemporaryFolder folder = new();
        Put(folder);

        Outcome outcome = Run(folder, "convert in.arrow -o out.csv").Expect(2);

        Assert.Contains("column 'tags' of type list<tag: utf8> can't be written as text; write Arrow, which holds any type (--format arrow or arrows)", outcome.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["out.csv"]));
    }

    [Theory]
    [InlineData("aggregate in.arrow --agg 'count(tags)'")]
    [InlineData("aggregate in.arrow --by tags --agg 'count()'")]
    [InlineData("convert in.arrow --where 'tags is null' -o out.arrow")]
    [InlineData("convert in.arrow --derive 'x = tags' -o out.arrow")]
    public void AreNamedWhereTheyAreComputedWith(string command)
    {
        using TemporaryFolder folder = new();
        Put(folder);

        Assert.Contains("column 'tags' has the Arrow type list<tag: utf8>, which can't be computed with", Run(folder, command).Expect(2).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void AreListedByInspect()
    {
        using TemporaryFolder folder = new();
        Put(folder);

        Outcome outcome = Run(folder, "inspect in.arrow").Expect(0);

        Assert.Contains("tags    list<tag: utf8>  25 %", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("--schema n=int32\n", outcome.Output, StringComparison.Ordinal);
    }

    private static Schema Put(TemporaryFolder folder)
    {
        Schema schema = new(
            [new Field("n", Int8Type.Default, nullable: false), new Field("tags", Tags, nullable: true, metadata: new Dictionary<string, string> { ["origin"] = "test" })],
            new Dictionary<string, string> { ["source"] = "here" });
        StringArray texts = new StringArray.Builder().AppendRange(["a", "b", "c", "d"]).Build();
        ListArray lists = new(Tags, 4, ArrowArrays.CopyOf<int>([0, 2, 3, 3, 4]), texts, ArrowArrays.CopyOf<byte>([0b1011]), 1);
        using FileStream stream = File.Create(folder["in.arrow"]);
        using ArrowFileWriter writer = new(stream, schema, leaveOpen: true);
        writer.WriteRecordBatch(new RecordBatch(schema, [new Int8Array.Builder().AppendRange([1, 2, 3, 4]).Build(), lists], 4));
        writer.WriteEnd();
        return schema;
    }

    private static IEnumerable<string?> Texts(IArrowArray list) => Enumerable.Range(0, list.Length).Select(row => ((StringArray)list).GetString(row));

    [Theory]
    [InlineData("--limit 10", "10 rows read, 10 accepted, 0 rejected, 0 filtered, 0 null fields → 10 result rows")]
    [InlineData("", "20,000 rows read, 20,000 accepted, 0 rejected, 0 filtered, 0 null fields → 20,000 result rows")]
    public void TheSummaryAddsUpAtALimit(string limit, string summary)
    {
        using TemporaryFolder folder = new();
        folder.Put("rows.csv", "n\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i}\n")));

        Assert.StartsWith(summary, Run(folder, $"convert rows.csv {limit}").Expect(0).Errors, StringComparison.Ordinal);
    }

    /// <summary>What has gone to standard output before a row that ends the run can't be taken back; so it is the same for any number of threads.</summary>
    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    public void AFailingRunWritesTheRowsBeforeTheFailureForAnyThreads(string format)
    {
        const int Rows = 60_000;
        using TemporaryFolder folder = new();
        folder.Put("bad.csv", "k,v\n" + string.Concat(Enumerable.Range(0, Rows).Select(static row => $"a,{row}\n")) + "a,bad,3\na,1\n");

        string one = Run(folder, $"convert bad.csv --threads 1 --format {format} --quiet").Expect(1).Output;
        string several = Run(folder, $"convert bad.csv --threads 3 --format {format} --quiet").Expect(1).Output;

        Assert.Equal(several, one);
        Assert.Equal(format == "csv" ? Rows + 1 : Rows, one.Count(static c => c == '\n'));
    }
}
