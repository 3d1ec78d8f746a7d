using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli.Tests.Flags;

public sealed class FlagTextTests
{
    [Theory]
    [InlineData("200m", 200L << 20)]
    [InlineData("2g", 2L << 30)]
    [InlineData("1.5k", 1536)]
    [InlineData("2GiB", 2L << 30)]
    [InlineData("4096", 4096)]
    public void Sizes(string text, long bytes) => Assert.Equal(bytes, FlagText.Size(Aggregate("--memory", text), "--memory"));

    [Fact]
    public void AShareIsOneOfTheMemoryThereIs() => Assert.Equal(
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2.0, FlagText.Size(Aggregate("--memory", "50%"), "--memory")!.Value, 1.0);

    [Theory]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("-1g")]
    [InlineData("%")]
    [InlineData("99999999999g")]
    [InlineData("NaN")]
    public void NoSizes(string text) => Assert.Throws<UsageException>(() => FlagText.Size(Aggregate("--memory", text), "--memory"));

    [Theory]
    [InlineData("7", 7)]
    [InlineData("20m", 20_000_000)]
    [InlineData("20_000", 20_000)]
    [InlineData("1,000", 1_000)]
    [InlineData("2g", 2_000_000_000)]
    public void Counts(string text, long count) => Assert.Equal(count, FlagText.Count(Aggregate("--limit", text), "--limit", 0));

    [Theory]
    [InlineData("9223372036854775807k")]
    [InlineData("1.5")]
    [InlineData("m")]
    public void NoCounts(string text) => Assert.Throws<UsageException>(() => FlagText.Count(Aggregate("--limit", text), "--limit", 0));

    private static Arguments Aggregate(string flag, string value) => Arguments.Parse(Verbs.Find("aggregate")!, ["x.csv", flag, value]);
}
