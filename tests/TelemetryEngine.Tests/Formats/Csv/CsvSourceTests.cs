using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Formats.Csv;

public sealed class CsvSourceTests
{
    [Theory]
    [InlineData(".csv.gz")]
    [InlineData(".csv.br")]
    [InlineData(".gz")]
    [InlineData(".csv")]
    public void CompressedFilesAreReadLikePlainOnes(string extension)
    {
        byte[] text = HostileText.Table(5, 2000, 3, withFaults: false);
        SourceContents plain = CsvReading.Read(text);
        using TemporaryFile file = new(Pack(text, extension), extension);
        using CsvSource source = CsvSource.Open([file.Path], new CsvDialect());
        Assert.False(source.OnlyOnce);
        Assert.Equal(new FileInfo(file.Path).Length, source.LengthBytes);
        foreach (int threads in (int[])[1, 2, 7])
        {
            SourceContents read = SourceReader.Read(source, new SourceSettings { Threads = threads, MorselBytes = 1000 });
            Assert.Equal(plain.Rows, read.Rows);
        }
    }

    [Theory]
    [InlineData(".csv.gz")]
    [InlineData(".csv.br")]
    public void TruncatedCompressionIsAnError(string extension)
    {
        byte[] packed = Pack(HostileText.Table(5, 20_000, 3, withFaults: false), extension);
        using TemporaryFile file = new(packed[..(packed.Length / 2)], extension);
        InputException error = Assert.Throws<InputException>(() => CsvReading.Read(file.Path, null, null, out _));
        Assert.Contains("can't be read to its end", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PipeCanBeReadOnce()
    {
        using CsvSource source = CsvSource.Open(PipeReader.Create(new MemoryStream("a\n1\n"u8.ToArray())), "pipe", new CsvDialect());
        Assert.True(source.OnlyOnce);
        Assert.Null(source.LengthBytes);
        Assert.Equal([1L], SourceReader.Read(source).Column(0));
        Assert.Throws<InvalidOperationException>(() => SourceReader.Read(source));
    }

    [Fact]
    public void StandardInputIsTheGivenStream()
    {
        using CsvSource source = CsvSource.Open(["-"], new CsvDialect(), new MemoryStream("a\n1\nx\n"u8.ToArray()));
        Assert.Equal(["1", "x"], SourceReader.Read(source).Column(0));
        Assert.Equal(["standard input"], source.Files);
    }

    [Fact]
    public void FilesFollowEachOther()
    {
        using TemporaryFile first = new("a,b\n1,x\n2,y");
        using TemporaryFile second = new(Pack("a,b\r\n3,z\r\n"u8.ToArray(), ".csv.gz"), ".csv.gz");
        using TemporaryFile third = new("a,b\n");
        using TemporaryFile fourth = new("a,b\nq,w\n");
        using CsvSource source = CsvSource.Open([first.Path, second.Path, third.Path, fourth.Path], CsvReading.Typed(("a", "int64")));
        foreach (int threads in (int[])[1, 2, 7])
        {
            SourceContents read = SourceReader.Read(source, new SourceSettings { Threads = threads, MorselBytes = 7, Policy = ErrorPolicy.Skip });
            Assert.Equal([(0, 4L), (0, 8L), (1, 5L)], read.Rows.Select(static row => (row.File, row.Position)));
            Assert.Equal(["x", "y", "z"], read.Column(1));
            Assert.Equal((3, 4L, 2L), read.Rejects.Select(static reject => (reject.File, reject.Position, reject.Line)).Single());
        }
    }

    [Theory]
    [InlineData("a,c\n", "column 2 is 'b' in the first and 'c' in the second")]
    [InlineData("a\n", "'b' is missing in the second")]
    [InlineData("a,b,c\n", "'c' is missing in the first")]
    public void HeadersMustAgree(string other, string difference)
    {
        using TemporaryFile first = new("a,b\n1,x\n");
        using TemporaryFile second = new(other);
        InputException error = Assert.Throws<InputException>(() => CsvSource.Open([first.Path, second.Path], new CsvDialect()));
        Assert.Equal($"the headers of {first.Path} and {second.Path} differ: {difference}; TextPlan.UnionByName = true reads what is missing as null", error.Message);
    }

    [Fact]
    public void MissingFileAndFolderAreErrors()
    {
        Assert.StartsWith("there is no file ", Assert.Throws<InputException>(() => CsvSource.Open(["no-such-file.csv"], new CsvDialect())).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<InputException>(() => CsvSource.Open([Path.GetTempPath()], new CsvDialect())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongGuessIsFoundAndTheScanDoneAgain()
    {
        StringBuilder text = new("a,b\n");
        for (int i = 0; i < 40_000; i++)
        {
            text.Append(i).Append(i == 20_000 ? ",\"" + string.Concat(Enumerable.Repeat("7,8\n", 1_000)) + "\"\n" : ",x\n");
        }

        using TemporaryFile file = new(text.ToString());
        using CsvSource source = CsvSource.Open([file.Path], CsvReading.Typed(("a", "int64"), ("b", "utf8")));
        SourceSettings small = new() { MorselBytes = 1_000, Columns = ["a"] };
        foreach (int threads in (int[])[1, 2, 7])
        {
            SourceContents read = SourceReader.Read(source, small with { Threads = threads });
            Assert.Equal(Enumerable.Range(0, 40_000).Select(static i => (object?)(long)i), read.Column(0));
            Assert.Null(read.First);
        }
    }

    [Fact]
    public void QuotedLineEndsInTheSampleMakeBordersExactAtOnce()
    {
        byte[] text = HostileText.Table(3, 500, 3, withFaults: false);
        SourceContents read = CsvReading.Read(text, null, new SourceSettings { MorselBytes = 7, Threads = 2 });
        Assert.False(read.WasRedone);
        Assert.NotEmpty(read.Rows);
    }

    [Fact]
    public void ReaderThatStopsEarlyHoldsNobodyUp()
    {
        byte[] text = HostileText.Table(3, 5_000, 3, withFaults: false);
        using CsvSource source = CsvSource.Open(new BytewisePipe(text, 500, 100), "pipe", new CsvDialect());
        RejectLog log = new(ErrorPolicy.Skip);
        using Scan scan = source.Open(new ScanRequest([0], log, BatchRows: 10, MorselBytes: 100));
        using BatchReader stops = scan.CreateReader();
        using BatchReader goesOn = scan.CreateReader();
        int rows = stops.Read(CancellationToken.None)!.Rows;
        while (goesOn.Read(CancellationToken.None) is { } batch)
        {
            rows += batch.Rows;
        }

        Assert.InRange(rows, 4_900, 5_000);
    }

    [Fact]
    public void CancellationEndsTheWaitForAPipe()
    {
        Pipe pipe = new();
        pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes("a\n" + string.Concat(Enumerable.Repeat("1\n", 1 << 20)))).AsTask();
        using CsvSource source = CsvSource.Open(pipe.Reader, "pipe", new CsvDialect());
        using Scan scan = source.Open(new ScanRequest([0], new RejectLog(ErrorPolicy.Fail)));
        using BatchReader reader = scan.CreateReader();
        using CancellationTokenSource cancellation = new();
        Task<bool> reading = Task.Run(() =>
        {
            while (reader.Read(cancellation.Token) is not null)
            {
            }

            return true;
        });
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => reading.GetAwaiter().GetResult());
    }

    [Fact]
    public void NothingIsAllocatedPerBatchOnceAllIsWarm()
    {
        StringBuilder text = new("t,d,p\n");
        for (int i = 0; i < 200_000; i++)
        {
            text.Append("2024-01-01T00:00:").Append((i / 1000 % 60).ToString("00", null)).Append("Z,meter-").Append(i % 100).Append(',').Append(i % 977).Append(".25\n");
        }

        using TemporaryFile file = new(text.ToString());
        using CsvSource source = CsvSource.Open([file.Path], new CsvDialect());
        using Scan scan = source.Open(new ScanRequest([0, 1, 2], new RejectLog(ErrorPolicy.Fail), BatchRows: 4096));
        using BatchReader reader = scan.CreateReader();
        for (int i = 0; i < 5; i++)
        {
            Assert.NotNull(reader.Read(CancellationToken.None));
        }

        Assert.Equal(0, Allocation.Least(() => Assert.NotNull(reader.Read(CancellationToken.None))));
    }

    private static byte[] Pack(byte[] text, string extension)
    {
        using MemoryStream packed = new();
        using (Stream stream = extension.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(packed, CompressionLevel.Fastest, true)
            : extension.EndsWith(".br", StringComparison.Ordinal) ? new BrotliStream(packed, CompressionLevel.Fastest, true)
            : packed)
        {
            stream.Write(text);
        }

        return packed.ToArray();
    }
}
