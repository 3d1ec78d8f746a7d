using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Compare;
using TelemetryEngine.Kernels.Tests.Oracles;

namespace TelemetryEngine.Kernels.Tests.Compare;

public sealed class RangeRunTests
{
    [Fact]
    public void ItEndsWhereTheFirstValueIsOutside() => Prop.ForAll(Cases(), c =>
    {
        int expected = c.From;
        while (expected < c.Values.Length && (Int128)c.Values[expected] >= c.Start && (Int128)c.Values[expected] < c.Start + (Int128)c.Length)
        {
            expected++;
        }

        Assert.Equal(expected, RangeRun.End(c.Values, c.From, c.Start, c.Length));
    }).Check(2000);

    [Fact]
    public void ARangeMayReachFromTheFirstInstantToTheLast() =>
        Assert.Equal(3, RangeRun.End([long.MinValue, 0, long.MaxValue - 1, long.MaxValue], 0, long.MinValue, ulong.MaxValue));

    [Fact]
    public void ANegativeIndexIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => RangeRun.End([1], -1, 0, 1));

    private static Arbitrary<(long[] Values, int From, long Start, ulong Length)> Cases()
    {
        Gen<long> value = Gen.Frequency((9, Gen.Choose(-3, 12).Select(v => (long)v)), (1, Gen.Elements(long.MinValue, long.MaxValue, -4L, 13L)));
        return Gen.Choose(0, 40)
            .SelectMany(length => value.ArrayOf(length).SelectMany(values => Gen.Choose(0, length).SelectMany(from =>
                Gen.Choose(-3, 0).SelectMany(start => Gen.Choose(1, 13).Select(size => (values, from, (long)start, (ulong)size))))))
            .ToArbitrary();
    }
}
