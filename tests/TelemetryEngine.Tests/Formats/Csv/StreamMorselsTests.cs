using System.IO.Compression;
using System.Text;
using TelemetryEngine.Arrow;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>A compressed file of many chunks, read ahead or not.</summary>
public sealed class StreamMorselsTests
{
    private const int Rows = 700_000;

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
