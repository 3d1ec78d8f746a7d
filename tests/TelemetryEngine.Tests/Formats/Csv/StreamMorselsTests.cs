using System.IO.Compression;
using System.Text;
using Apache.Arrow;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>A compressed file of many chunks, read ahead or not.</summary>
public sealed class StreamMorselsTests
{
    private const int Rows = 2_000_000;

    [Fact]
    public void Rows_come_in_the_order_of_the_file()
    {
        using TemporaryFolder folder = new();
        long next = 0;
        foreach (RecordBatch batch in Telemetry.ReadCsv(Write(folder)).ToTable().Batches)
        {
            foreach (long number in ((Int64Array)batch.Column("n")).Values)
            {
                Assert.Equal(next++, number);
            }
        }

        Assert.Equal(Rows, next);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void No_chunk_is_lost_or_read_twice(int threads)
    {
        using TemporaryFolder folder = new();
        TelemetryEngine.Table table = Telemetry.ReadCsv(Write(folder)).With(new RunOptions { Threads = threads }).Aggregate(Count(), Sum("n"), Min("n"), Max("n")).ToTable();
        Assert.Equal([$"{Rows}|{(Rows - 1L) * Rows / 2}|0|{Rows - 1}"], Testing.TableText.Rows(table));
    }

    /// <summary>Lines of plain chunks are counted as they come, those of chunks with quotes or carriage returns afterwards.</summary>
    [Theory]
    [InlineData("\n", 0)]
    [InlineData("\n", 150_000)]
    [InlineData("\r\n", 0)]
    [InlineData("\r", 150_000)]
    public void A_row_that_cant_be_read_is_named_by_its_line(string lineEnd, int quotedEach)
    {
        using TemporaryFolder folder = new();
        string path = folder["bad.csv.gz"];
        long line = 1;
        using (StreamWriter writer = new(new GZipStream(File.Create(path), CompressionLevel.Fastest), Encoding.UTF8))
        {
            writer.Write($"n,text{lineEnd}");
            for (int row = 1; row <= Rows; row++)
            {
                bool isQuoted = quotedEach > 0 && row % quotedEach == 0;
                writer.Write(isQuoted ? $"{row},\"a{lineEnd}b\"{lineEnd}" : $"{row},abc{lineEnd}");
                line += isQuoted ? 2 : 1;
            }

            writer.Write($"bad,abc{lineEnd}");
        }

        InputException error = Assert.Throws<InputException>(() => Telemetry.ReadCsv(path).Schema(("n", "int64")).Aggregate(Sum("n")).ToTable());
        Assert.Equal(line + 1, error.Line);
    }

    /// <summary>gzip files may follow each other in one file; the last of these ends early.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Members_follow_each_other_and_a_cut_in_the_last_is_noticed(int threads)
    {
        using TemporaryFolder folder = new();
        string path = folder["members.csv.gz"];
        const int Members = 300;
        for (int member = 0; member < Members; member++)
        {
            using FileStream file = new(path, FileMode.Append);
            using StreamWriter writer = new(new GZipStream(file, CompressionLevel.Fastest));
            writer.Write(member == 0 ? "n,text\n" : "");
            for (int row = member * Rows / Members; row < (member + 1) * Rows / Members; row++)
            {
                writer.Write($"{row},abc\n");
            }
        }

        Pipeline sums = Telemetry.ReadCsv(path).With(new RunOptions { Threads = threads }).Aggregate(Count(), Sum("n"));
        Assert.Equal([$"{Rows}|{(Rows - 1L) * Rows / 2}"], Testing.TableText.Rows(sums.ToTable()));

        using (FileStream file = new(path, FileMode.Open))
        {
            file.SetLength(file.Length - 5);
        }

        InputException error = Assert.Throws<InputException>(() => sums.ToTable());
        Assert.StartsWith($"{path} can't be read to its end: ", error.Message, StringComparison.Ordinal);
    }

    private static string Write(TemporaryFolder folder)
    {
        string path = folder["many.csv.gz"];
        using StreamWriter writer = new(new GZipStream(File.Create(path), CompressionLevel.Fastest), Encoding.UTF8);
        writer.Write("n,text\n");
        for (int row = 0; row < Rows; row++)
        {
            writer.Write($"{row},abc\n");
        }

        return path;
    }
}
