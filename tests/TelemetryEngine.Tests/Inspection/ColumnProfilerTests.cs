using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Inspection;

namespace TelemetryEngine.Tests.Inspection;

public sealed class ColumnProfilerTests
{
    [Theory]
    [InlineData(new[] { double.NaN, 2, 1, double.NaN }, "1", "2")]
    [InlineData(new[] { double.NaN }, "NaN", "NaN")]
    [InlineData(new double[0], null, null)]
    public void NaNIsAnEndOnlyWhenThereIsNothingElse(double[] values, string? min, string? max)
    {
        ColumnProfiler profile = ColumnProfiler.For(DoubleType.Default);
        profile.Add(new DoubleArray.Builder().AppendRange(values).Build());

        Assert.Equal((min, max), (profile.Min, profile.Max));
    }

    [Fact]
    public void TextsCompareByBytes()
    {
        ColumnProfiler profile = ColumnProfiler.For(StringType.Default);
        profile.Add(new StringArray.Builder().AppendRange(["b", "\uFF5E", "\U00010000", null, "b"]).Build());

        Assert.Equal(("b", "\U00010000", 1L, 3), (profile.Min, profile.Max, profile.Nulls, profile.Distinct!.Value));
        Assert.Equal(["b", "\uFF5E", "\U00010000"], profile.Samples);
    }

    [Theory]
    [InlineData(new double[] { 1, 2, -9999, 3, -9999, -9999 }, "-9999", 3, "1", "3")]
    [InlineData(new double[] { 0.1, -200, 5, -200, -200, 11.9 }, "-200", 3, "0.1", "11.9")]
    [InlineData(new double[] { 1, 65535, 2, 65535, 65535 }, "65535", 3, "1", "2")]
    public void AValueThatIsOftenAndFarFromAllOthersIsPointedOut(double[] values, string value, int count, string least, string most)
    {
        ColumnProfiler profile = ColumnProfiler.For(DoubleType.Default);
        profile.Add(new DoubleArray.Builder().AppendRange(values).Build());

        Assert.Equal(new Sentinel(value, count, least, most), profile.Sentinel);
    }

    [Theory]
    [InlineData(new double[] { 1, 2, -9999, 3 })]
    [InlineData(new double[] { 1, 1000, -100, -100, -100 })]
    [InlineData(new double[] { 0, 0, 0, 5, 6 })]
    [InlineData(new double[] { -9999, -9999, -9999 })]
    [InlineData(new double[] { 1, 2, -57.3, -57.3, -57.3 })]
    [InlineData(new double[0])]
    public void WhatIsRareOrNearOrNoUsualWordForMissingIsNot(double[] values)
    {
        ColumnProfiler profile = ColumnProfiler.For(DoubleType.Default);
        profile.Add(new DoubleArray.Builder().AppendRange(values).Build());

        Assert.Null(profile.Sentinel);
    }

    [Theory]
    [InlineData(0, TimeUnit.Second, "1970-01-01T00:00:00Z")]
    [InlineData(-1, TimeUnit.Millisecond, "1969-12-31T23:59:59.999Z")]
    [InlineData(1_500_000, TimeUnit.Microsecond, "1970-01-01T00:00:01.5Z")]
    [InlineData(long.MaxValue, TimeUnit.Second, "9223372036854775807 (Second)")]
    public void Instants(long value, TimeUnit unit, string text) => Assert.Equal(text, InstantText.Of(value, unit));
}
