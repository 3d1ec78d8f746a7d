using TelemetryEngine.Cli.Reports;

namespace TelemetryEngine.Cli.Tests.Reports;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_000, "1.0 kB")]
    [InlineData(9_960, "10 kB")]
    [InlineData(840_000_000, "840 MB")]
    [InlineData(999_700_000, "1.0 GB")]
    public void Sizes(double bytes, string text) => Assert.Equal(text, Quantity.Bytes(bytes));

    [Theory]
    [InlineData(0.085, "85 ms")]
    [InlineData(0.9996, "1.0 s")]
    [InlineData(1.24, "1.2 s")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(7260, "2 h 1 min")]
    public void Times(double seconds, string text) => Assert.Equal(text, Quantity.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, 0, "0 %")]
    [InlineData(0, 5, "0 %")]
    [InlineData(1, 100_000, "<0.1 %")]
    [InlineData(1, 6, "17 %")]
    [InlineData(999, 1000, ">99 %")]
    [InlineData(5, 5, "100 %")]
    public void Shares(long part, long whole, string text) => Assert.Equal(text, Quantity.Share(part, whole));

    [Fact]
    public void OneIsNotMany()
    {
        Assert.Equal("1 row", Quantity.Count(1, "row"));
        Assert.Equal("20,000,000 rows", Quantity.Count(20_000_000, "row"));
    }

    [Fact]
    public void ASummary()
    {
        RunSummary summary = new()
        {
            RowsRead = 20_000_000,
            RowsAccepted = 19_999_990,
            RowsRejected = 1,
            RowsFiltered = 9,
            NullValues = 1,
            FieldsMadeNull = 2,
            ResultRows = 55_000,
            BytesRead = 1_000_000_000,
            Elapsed = TimeSpan.FromSeconds(1.2),
        };

        Assert.Equal(
            "20,000,000 rows read, 19,999,990 accepted, 1 rejected, 9 filtered, 1 null field, 2 unreadable fields made null → 55,000 result rows in 1.2 s (833 MB/s)",
            SummaryLine.Describe(summary));
    }

    [Fact]
    public void ProgressOfAFileAndOfAPipe()
    {
        RunProgress file = new(250_000_000, 1_000_000_000, 5_000_000, TimeSpan.FromSeconds(1));

        Assert.Equal(" 25%  250 MB of 1.0 GB  5,000,000 rows/s  3.0 s left", ProgressLine.Describe(file));
        Assert.Equal("250 MB  5,000,000 rows/s  1.0 s", ProgressLine.Describe(file with { BytesTotal = null }));
    }
}
