using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>How long a record may be, and how large a batch, follows from the memory that a run may take.</summary>
public sealed class CsvLimitsTests
{
    [Theory]
    [InlineData(1L, 4, 4, true)]
    [InlineData(100L << 20, 6, 6, true)]
    [InlineData(800L << 20, 50, 32, true)]
    [InlineData(1L << 30, 64, 32, false)]
    [InlineData(64L << 30, 64, 32, false)]
    public void A_record_may_take_a_sixteenth(long memoryBytes, int recordMega, int batchMega, bool isForMemory)
    {
        CsvLimits limits = CsvLimits.Of(new MemoryBudget(memoryBytes));
        Assert.Equal((recordMega, batchMega, isForMemory), (limits.MaxRecordBytes >> 20, limits.MaxBatchBytes >> 20, limits.IsForMemory));
    }

    [Fact]
    public void A_row_that_is_too_long_says_what_allows_more()
    {
        using TemporaryFile file = new($"a,b\n1,y\n2,{new string('x', 5 << 20)}\n3,z\n");
        Pipeline ask = Telemetry.ReadCsv(file.Path).Aggregate(Count(), Sum("a"));
        Assert.Equal(3, ask.ToTable().Summary.RowsAccepted);
        foreach (int threads in new[] { 1, 2 })
        {
            InputException error = Assert.Throws<InputException>(() => ask.With(new RunOptions { Threads = threads, MemoryBytes = 50 << 20 }).ToTable());
            Assert.EndsWith("line 3, byte 8: a record of more than 4 MB; perhaps a quote in it is never closed (a record may take a sixteenth of RunOptions.MemoryBytes)", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_header_that_is_too_long_says_so_before_it_is_read()
    {
        using TemporaryFile file = new($"{new string('x', 5 << 20)}\n3\n");
        Pipeline ask = Telemetry.ReadCsv(file.Path).Aggregate(Count());
        Assert.Equal(1, ask.ToTable().Summary.RowsAccepted);
        InputException error = Assert.Throws<InputException>(() => ask.With(new RunOptions { MemoryBytes = 50 << 20 }).ToTable());
        Assert.EndsWith("begins with a record of more than 4 MB; perhaps a quote in it is never closed (a record may take a sixteenth of RunOptions.MemoryBytes)", error.Message, StringComparison.Ordinal);
    }
}
