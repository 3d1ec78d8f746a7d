using TelemetryEngine.Arrow;
using TelemetryEngine.Cli.Inspection;

namespace TelemetryEngine.Cli.Tests.Inspection;

public sealed class ProfileTests
{
    [Theory]
    [InlineData(new[] { double.NaN, 2, 1, double.NaN }, "1", "2")]
    [InlineData(new[] { double.NaN }, "NaN", "NaN")]
    [InlineData(new double[0], "", "")]
    public void NaNIsAnEndOnlyWhenThereIsNothingElse(double[] values, string min, string max)
    {
        ColumnProfile profile = ColumnProfile.For(DoubleType.Default);
        profile.Add(new DoubleArray.Builder().AppendRange(values).Build());

        Assert.Equal((min, max), (profile.Min, profile.Max));
    }

    [Fact]
    public void TextsCompareByBytes()
    {
        ColumnProfile profile = ColumnProfile.For(StringType.Default);
        profile.Add(new StringArray.Builder().AppendRange(["b", "\uFF5E", "\U00010000", null, "b"]).Build());

        Assert.Equal(("b", "\U00010000", 1L, 3), (profile.Min, profile.Max, profile.Nulls, profile.Distinct!.Value));
        Assert.Equal(["b", "\uFF5E", "\U00010000"], profile.Samples);
    }

    [Theory]
    [InlineData(new long[] { 1, 2, 3 }, 0, 0)]
    [InlineData(new long[] { 1, 1, 2, 2 }, 0, 2)]
    [InlineData(new long[] { 3, 1, 2, 1, 1 }, 2, 2)]
    [InlineData(new long[] { -1, -2 }, 1, 0)]
    public void TimesOutOfOrderAndRepeated(long[] times, int outOfOrder, int repeats)
    {
        TimestampType type = new(TimeUnit.Second, null);
        InstantProfile profile = new(type);
        profile.Add(new TimestampArray.Builder(type).AppendRange(times).Build());

        Assert.Equal((outOfOrder, repeats, true), ((int)profile.OutOfOrder, (int)profile.Repeats, profile.RepeatsAreExact));
    }

    [Theory]
    [InlineData(0, TimeUnit.Second, "1970-01-01T00:00:00Z")]
    [InlineData(-1, TimeUnit.Millisecond, "1969-12-31T23:59:59.999Z")]
    [InlineData(1_500_000, TimeUnit.Microsecond, "1970-01-01T00:00:01.5Z")]
    [InlineData(long.MaxValue, TimeUnit.Second, "9223372036854775807 (Second)")]
    public void Instants(long value, TimeUnit unit, string text) => Assert.Equal(text, InstantText.Of(value, unit));
}
