using TelemetryEngine.Inspection;

namespace TelemetryEngine.Tests.Inspection;

public sealed class SeriesTimesTests
{
    [Theory]
    [InlineData(new long[] { 1, 2, 3 }, 0, 0, false)]
    [InlineData(new long[] { 1, 1, 2, 2 }, 0, 2, false)]
    [InlineData(new long[] { 1, 3, 2, 4, 3, 5 }, 2, 1, false)]
    [InlineData(new long[] { 3, 1, 2, 1, 1 }, 1, 2, true)]
    [InlineData(new long[] { -1, -2 }, 0, 0, true)]
    [InlineData(new long[] { 7 }, 0, 0, false)]
    public void OrderAndRepeats(long[] times, int outOfOrder, int repeats, bool isNewestFirst)
    {
        SeriesTimes series = Of(times);

        Assert.Equal((outOfOrder, repeats, isNewestFirst, true), ((int)series.OutOfOrder, (int)series.Repeats, series.IsNewestFirst, series.RepeatsAreExact));
    }

    // hours:   0 1 2 . . 5 6 7 8 . . . . . . 15 16
    [Fact]
    public void GapsAreStepsOfMoreThanTheUsualOne()
    {
        long[] hours = [0, 1, 2, 5, 6, 7, 8, 15, 16];
        SeriesTimes series = Of(hours);
        SeriesTimes backwards = Of([.. hours.Reverse()]);

        Assert.Equal((1, 2, 8, (8L, 15L)), ((int)series.Step.Length, (int)series.Step.Gaps, (int)series.Step.Missing, series.Longest!.Value));
        Assert.Equal((1, 2, 8, (8L, 15L)), ((int)backwards.Step.Length, (int)backwards.Step.Gaps, (int)backwards.Step.Missing, backwards.Longest!.Value));
        Assert.True(series.HasUsualStep && backwards.HasUsualStep);
    }

    [Fact]
    public void ALongSeriesIsToldAsAShortOneIs()
    {
        long[] times = [.. Enumerable.Range(0, 10_000).Where(static i => i % 1000 != 7).Select(static i => i * 60L)];
        SeriesTimes series = Of(times);

        Assert.Equal((60, 10, 10), ((int)series.Step.Length, (int)series.Step.Gaps, (int)series.Step.Missing));
    }

    [Fact]
    public void WhereNoStepIsUsualNothingIsMissing() => Assert.False(Of([0, 1, 3, 7, 20, 100]).HasUsualStep);

    [Fact]
    public void MoreTimesThanCanBeRememberedMakeRepeatsALowerBound()
    {
        SeriesTimes series = new("");
        int room = 2;
        foreach (long time in (long[])[1, 3, 2, 4, 2, 3])
        {
            series.Add(time, ref room);
        }

        Assert.Equal((1, false), ((int)series.Repeats, series.RepeatsAreExact));
    }

    private static SeriesTimes Of(long[] times)
    {
        SeriesTimes series = new("");
        int room = 1000;
        foreach (long time in times)
        {
            series.Add(time, ref room);
        }

        series.Step.Complete();
        return series;
    }
}
