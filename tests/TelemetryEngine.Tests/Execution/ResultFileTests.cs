using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using Apache.Arrow.Ipc;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Execution;
using TelemetryEngine.Formats;

namespace TelemetryEngine.Tests.Execution;

/// <summary>A pipeline writes what its executor writes, wherever that goes, and to a file whole or not at all.</summary>
public sealed class ResultFileTests : IDisposable
{
    private const string Readings = "time,device,power_w\n2026-01-01T00:10:00Z,a,1.5\n2026-01-01T00:50:00Z,=b,2\n2026-01-01T01:10:00Z,a,\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("telemetry-written-").FullName;
    private readonly TemporaryFile _input = new(Readings);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Pipeline Hourly => Telemetry.ReadCsv(_input.Path).Window(new WindowPlan { Every = "1h" }).GroupBy("device").Aggregate(Aggregate.Avg("power_w"));

    public void Dispose()
    {
        _input.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("r.csv", "csv")]
    [InlineData("r.tsv", "csv", '\t')]
    [InlineData("r.ndjson", "ndjson")]
    [InlineData("r.jsonl", "ndjson")]
    [InlineData("r.arrow", "arrow")]
    [InlineData("r.arrows", "arrows")]
    [InlineData("r.md", "markdown")]
    [InlineData("r.table", "table")]
    public async Task TheNameOfAFileSaysItsFormat(string name, string format, char delimiter = ',')
    {
        byte[] expected = Expected(Hourly, format, new WriterOptions { Delimiter = (byte)delimiter });

        RunSummary summary = Hourly.Write(In(name), cancellation: Token);

        Assert.Equal(expected, await File.ReadAllBytesAsync(In(name), Token));
        Assert.Equal(3, summary.ResultRows);
        await Hourly.WriteAsync(In("other-" + name), cancellation: Token);
        Assert.Equal(expected, await File.ReadAllBytesAsync(In("other-" + name), Token));
    }

    [Fact]
    public void RowsThatAreNotAggregatedAreWrittenToo()
    {
        Pipeline rows = Telemetry.ReadCsv(_input.Path).Where("device = 'a'");

        Assert.Equal(2, rows.Write(In("r.csv"), cancellation: Token).ResultRows);

        Assert.Equal(Expected(rows, "csv", new WriterOptions()), File.ReadAllBytes(In("r.csv")));
    }

    [Theory]
    [InlineData("r.csv.gz")]
    [InlineData("r.csv.br")]
    public void AFileIsPackedAsItsNameSays(string name)
    {
        Hourly.Write(In(name), cancellation: Token);

        using FileStream file = File.OpenRead(In(name));
        using Stream unpacked = name.EndsWith("gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : new BrotliStream(file, CompressionMode.Decompress);
        using MemoryStream bytes = new();
        unpacked.CopyTo(bytes);
        Assert.Equal(Expected(Hourly, "csv", new WriterOptions()), bytes.ToArray());
    }

    public static TheoryData<string> Formats => ["csv", "ndjson", "arrow", "arrows", "markdown"];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task EveryFormatGoesToFilesStreamsAndPipes(string format)
    {
        byte[] expected = Expected(Hourly, format, new WriterOptions());
        (Func<string, RunSummary> toFile, Func<Stream, RunSummary> toStream, Func<PipeWriter, RunSummary> toPipe) = format switch
        {
            "csv" => ((Func<string, RunSummary>)(p => Hourly.WriteCsv(p)), (Func<Stream, RunSummary>)(s => Hourly.WriteCsv(s)), (Func<PipeWriter, RunSummary>)(p => Hourly.WriteCsv(p))),
            "ndjson" => (p => Hourly.WriteNdJson(p), s => Hourly.WriteNdJson(s), p => Hourly.WriteNdJson(p)),
            "arrow" => (p => Hourly.WriteArrow(p), s => Hourly.WriteArrow(s), p => Hourly.WriteArrow(p)),
            "arrows" => (p => Hourly.WriteArrowStream(p), s => Hourly.WriteArrowStream(s), p => Hourly.WriteArrowStream(p)),
            _ => (p => Hourly.WriteMarkdown(p), s => Hourly.WriteMarkdown(s), p => Hourly.WriteMarkdown(p)),
        };

        toFile(In("no-extension"));
        Assert.Equal(expected, await File.ReadAllBytesAsync(In("no-extension"), Token));

        using MemoryStream stream = new();
        toStream(stream);
        Assert.True(stream.CanWrite);
        Assert.Equal(expected, stream.ToArray());

        Pipe pipe = new();
        using MemoryStream read = new();
        Task copy = pipe.Reader.CopyToAsync(read, Token);
        await Task.Run(() => toPipe(pipe.Writer), Token);
        Assert.False(copy.IsCompleted);
        await pipe.Writer.CompleteAsync();
        await copy;
        Assert.Equal(expected, read.ToArray());
    }

    [Fact]
    public void OptionsAreTheProgramsOwn()
    {
        Hourly.Write(In("r.csv"), new WriteOptions { Delimiter = ';', Header = false, IsForSpreadsheets = true }, Token);
        Assert.Equal(Expected(Hourly, "csv", new WriterOptions { Delimiter = (byte)';', Header = false, IsForSpreadsheets = true }), File.ReadAllBytes(In("r.csv")));
        Assert.Contains("\"'=b\"", File.ReadAllText(In("r.csv")), StringComparison.Ordinal);

        Hourly.WriteCsv(In("r.tsv"), cancellation: Token);
        Assert.Contains('\t', File.ReadAllText(In("r.tsv")));

        foreach ((CompressionCodecType theirs, CompressionType ours) in new[] { (CompressionCodecType.Lz4Frame, CompressionType.Lz4Frame), (CompressionCodecType.Zstd, CompressionType.Zstd) })
        {
            Hourly.Write(In("r.arrow"), new WriteOptions { Compression = theirs }, Token);
            Assert.Equal(Expected(Hourly, "arrow", new WriterOptions { Compression = ours }), File.ReadAllBytes(In("r.arrow")));
        }
    }

    [Fact]
    public void ADelimiterIsOneAsciiCharacter()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WriteOptions { Delimiter = 'µ' });
        Assert.Throws<ArgumentOutOfRangeException>(() => new WriteOptions { Delimiter = '"' });
        Assert.Null(new WriteOptions { Delimiter = null }.Delimiter);
    }

    [Fact]
    public void WhatAFormatHasNoUseForIsAnError()
    {
        Assert.Equal("Delimiter is for CSV, and the output is ndjson; leave it out, or write CSV", Refused(new WriteOptions { Delimiter = ';' }, "r.ndjson"));
        Assert.Equal("Header is for CSV, and the output is markdown; leave it out, or write CSV", Refused(new WriteOptions { Header = false }, "r.md"));
        Assert.Equal("IsForSpreadsheets is for CSV, and the output is arrow; leave it out, or write CSV", Refused(new WriteOptions { IsForSpreadsheets = true }, "r.arrow"));
        Assert.Equal(
            "Compression packs the buffers of Arrow, and the output is csv; write Arrow, or pack a whole file by its name: FILE.csv.gz", Refused(new WriteOptions { Compression = CompressionCodecType.Zstd }, "r.csv"));
    }

    [Fact]
    public void AFormatThatIsNamedStandsBeforeTheNameOfTheFile()
    {
        Hourly.Write(In("r.csv"), cancellation: Token);
        Hourly.Write(In("r"), new WriteOptions { Format = "csv" }, Token);
        Hourly.Write(In("tabs.csv.gz"), new WriteOptions { Format = "tsv" }, Token);
        Hourly.Write(In("r.md"), new WriteOptions { Format = "table", MaxTableRows = 1 }, Token);

        Assert.Equal(File.ReadAllBytes(In("r.csv")), File.ReadAllBytes(In("r")));
        using StreamReader packed = new(new GZipStream(File.OpenRead(In("tabs.csv.gz")), CompressionMode.Decompress));
        Assert.Equal("window_start\tdevice\tavg_power_w", packed.ReadLine());
        Assert.EndsWith("… 2 more rows\n", File.ReadAllText(In("r.md")), StringComparison.Ordinal);
        Assert.StartsWith("there is no format 'cvs'; did you mean 'csv'?", Refused(new WriteOptions { Format = "cvs" }, "r.csv"), StringComparison.Ordinal);
        Assert.Equal(
            "there is no format 'nem12'; there is csv, ndjson, arrow, arrows, table, markdown", Refused(new WriteOptions { Format = "nem12" }, "r.csv"));
        Assert.Equal("MaxTableRows is for tables, and the output is csv; leave it out, or write a table", Refused(new WriteOptions { MaxTableRows = 1 }, "r.csv"));
        PlanException other = Assert.Throws<PlanException>(() => Hourly.WriteCsv(In("r.csv"), new WriteOptions { Format = "arrow" }, Token));
        Assert.Equal("Format is 'arrow', and the method writes csv; leave it out, or call Write", other.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new WriteOptions { MaxTableRows = -1 });
    }

    [Fact]
    public void ANameThatStandsForNoFormatIsAnErrorThatListsThem()
    {
        string path = In("r.xyz");

        PlanException error = Assert.Throws<PlanException>(() => Hourly.Write(path, cancellation: Token));

        Assert.Equal(
            $"the name '{path}' stands for no format; there is .csv, .tsv, .tab, .ndjson, .jsonl, .arrow, .feather, .ipc, .arrows, .table, .md, also with .gz or .br behind it", error.Message);
    }

    [Fact]
    public void AnInputIsNoOutput()
    {
        PlanException error = Assert.Throws<PlanException>(() => Hourly.Write(_input.Path, cancellation: Token));

        Assert.Equal($"the output '{_input.Path}' is also the input '{_input.Path}'; write to another file", error.Message);
        Assert.Equal(Readings, File.ReadAllText(_input.Path));
        Pipeline withRejects = Hourly.With(new RunOptions { RejectsPath = _input.Path });
        Assert.Throws<PlanException>(() => withRejects.Write(In("r.csv"), cancellation: Token));
        using MemoryStream stream = new();
        Assert.Throws<PlanException>(() => withRejects.WriteCsv(stream, cancellation: Token));
        Assert.Equal(Readings, File.ReadAllText(_input.Path));
    }

    [Fact]
    public void ResultAndRejectsAreTwoFiles()
    {
        PlanException error = Assert.Throws<PlanException>(() => Hourly.With(new RunOptions { RejectsPath = In("r.csv") }).Write(In("r.csv"), cancellation: Token));

        Assert.Equal($"the rejected rows '{In("r.csv")}' and the result '{In("r.csv")}' are the same file; name two", error.Message);
    }

    [Fact]
    public void AFileStaysAsItWasWhereARunFails()
    {
        File.WriteAllText(In("r.csv"), "old");
        using TemporaryFile broken = new(Readings + "2026-01-01T01:20:00Z,a,many\n");
        Pipeline fails = Telemetry.ReadCsv(broken.Path).Schema(("power_w", "float64"));

        Assert.Throws<InputException>(() => fails.Write(In("r.csv"), cancellation: Token));
        Assert.Throws<InputException>(() => fails.Write(In("new.csv.gz"), cancellation: Token));
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Hourly.Write(In("r.csv"), cancellation: cancelled.Token));

        Assert.Equal("old", File.ReadAllText(In("r.csv")));
        Assert.Equal([In("r.csv")], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void RejectedRowsAppearWithTheResult()
    {
        using TemporaryFile broken = new(Readings + "2026-01-01T01:20:00Z,a,many\n");
        Pipeline skips = Telemetry.ReadCsv(broken.Path).Schema(("power_w", "float64")).OnError(TelemetryEngine.Sources.ErrorPolicy.Skip).Aggregate(Aggregate.Count());
        Pipeline pipeline = skips.With(new RunOptions { RejectsPath = In("rejects.csv") });

        Assert.Equal(1, pipeline.Write(In("r.csv"), cancellation: Token).RowsRejected);
        Assert.Contains("many", File.ReadAllText(In("rejects.csv")), StringComparison.Ordinal);

        File.Delete(In("rejects.csv"));
        using MemoryStream stream = new();
        pipeline.WriteCsv(stream, cancellation: Token);
        Assert.Contains("many", File.ReadAllText(In("rejects.csv")), StringComparison.Ordinal);

        File.Delete(In("rejects.csv"));
        Assert.Throws<OutputException>(() => pipeline.Write(Path.Combine(_folder, "no", "r.csv"), cancellation: Token));
        Assert.False(File.Exists(In("rejects.csv")));
    }

    [Fact]
    public async Task AReaderThatLeavesEndsTheRun()
    {
        using TemporaryFile many = new("v\n" + string.Concat(Enumerable.Repeat("123456789\n", 200_000)));
        Pipe pipe = new();
        Task<OutputException> run = Task.Run(() => Assert.Throws<OutputException>(() => Telemetry.ReadCsv(many.Path).WriteCsv(pipe.Writer, cancellation: Token)), Token);
        ReadResult first = await pipe.Reader.ReadAsync(Token);
        Assert.StartsWith("v\n", Encoding.UTF8.GetString(first.Buffer.FirstSpan), StringComparison.Ordinal);

        await pipe.Reader.CompleteAsync();

        OutputException error = await run;
        Assert.Equal("can't write to the pipe: the reader closed the pipe", error.Message);
        Assert.True(error.IsBrokenPipe);
    }

    [Fact]
    public async Task TheWaitForASlowReaderCanBeCalledOff()
    {
        using TemporaryFile many = new("v\n" + string.Concat(Enumerable.Repeat("123456789\n", 200_000)));
        using CancellationTokenSource source = new();
        Pipe pipe = new();
        Task run = Task.Run(() => Telemetry.ReadCsv(many.Path).WriteCsv(pipe.Writer, cancellation: source.Token), Token);
        await pipe.Reader.ReadAsync(Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public void AStreamMustBeOneToWriteTo()
    {
        using MemoryStream closed = new([], writable: false);
        Assert.Throws<ArgumentException>(() => Hourly.WriteCsv(closed, cancellation: Token));
    }

    private string Refused(WriteOptions options, string name) => Assert.Throws<PlanException>(() => Hourly.Write(In(name), options, Token)).Message;

    private static byte[] Expected(Pipeline pipeline, string format, WriterOptions options)
    {
        using Executor executor = pipeline.Open();
        using MemoryStream output = new();
        executor.Write(FormatCatalog.FindByName(format)!, output, options, Token);
        return output.ToArray();
    }

    private string In(string name) => Path.Combine(_folder, name);
}
