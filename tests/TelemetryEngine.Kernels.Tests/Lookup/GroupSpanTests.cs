using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Lookup;
using TelemetryEngine.Kernels.Tests.Oracles;

namespace TelemetryEngine.Kernels.Tests.Lookup;

public sealed class GroupSpanTests
{
    [Fact]
    public void ItGoesFromTheLowestGroupToTheHighestAndCountsTheSteps() => Prop.ForAll(Groups(), groups =>
    {
        int[] counted = [.. groups.Where(static group => group != 0)];
        GroupSpan span = GroupSpan.Of(groups);
        Assert.Equal(counted.Length == 0 ? 0 : counted.Max() - counted.Min() + 1, span.Count);
        if (counted.Length > 0)
        {
            Assert.Equal(counted.Min(), span.First);
            Assert.Equal(groups.Zip(groups.Skip(1)).Count(static pair => pair.First + 1 == pair.Second), span.Steps);
        }
    }).Check(2000);

    [Fact]
    public void TheHighestGroupOfAllIsOne() => Assert.Equal(new GroupSpan(int.MaxValue, 1, 0), GroupSpan.Of([int.MaxValue, 0]));

    private static Arbitrary<int[]> Groups() => Gen.OneOf(
        Gen.Choose(0, 5).ArrayOf(),
        Gen.Choose(0, int.MaxValue).ArrayOf(),
        Gen.Choose(1, 100).SelectMany(first => Gen.Choose(0, 60).Select(count => Enumerable.Range(first, count).ToArray()))).ToArbitrary();
}
