using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Kernels.Tests.Exact;

/// <summary>Every way to add to groups against LINQ.</summary>
public sealed class GroupSumsTests
{
    private const int Groups = 5;

    public static TheoryData<string> IntegerWays => [.. IntegerGroups.All.Where(static way => way.IsSupported).Select(static way => way.Name)];

    public static TheoryData<string> DoubleWays => [.. DoubleGroups.All.Where(static way => way.IsSupported).Select(static way => way.Name)];

    [Theory]
    [MemberData(nameof(IntegerWays))]
    public void IntegersAreSummed(string name) => Prop.ForAll(Rows(Gen.Choose(int.MinValue, int.MaxValue).Select(static x => (long)x << 20)), rows =>
    {
        ulong[] states = new ulong[Groups * IntegerGroups.Words];
        IntegerGroups.Select(name)(states, [.. rows.Select(static row => row.Group)], [.. rows.Select(static row => row.Value)]);
        foreach (IGrouping<int, long> group in rows.GroupBy(static row => row.Group, static row => row.Value))
        {
            ulong[] state = states[(group.Key * IntegerGroups.Words)..];
            Assert.Equal(group.Sum(), (long)state[0]);
            Assert.Equal(group.Count(), (long)state[1]);
            Assert.Equal(group.Min(), (long)(~state[2] ^ 1UL << 63));
            Assert.Equal(group.Max(), (long)(state[3] ^ 1UL << 63));
        }

        Assert.Equal(rows.Length, Enumerable.Range(0, Groups).Sum(group => (long)states[(group * IntegerGroups.Words) + 1]));
        ulong bits = rows.Aggregate(0UL, static (all, row) => all | (ulong)(row.Value < 0 ? ~row.Value : row.Value));
        Assert.Equal(bits, IntegerGroups.MagnitudeBits([.. rows.Select(static row => row.Value)]));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(IntegerWays))]
    public void IntegersAreSummedWithoutExtremes(string name) => Prop.ForAll(Rows(Gen.Choose(int.MinValue, int.MaxValue).Select(static x => (long)x << 20)), rows =>
    {
        ulong[] states = new ulong[Groups * IntegerSums.Words];
        IntegerSums.Select(name)(states, [.. rows.Select(static row => row.Group)], [.. rows.Select(static row => row.Value)]);
        for (int group = 0; group < Groups; group++)
        {
            long[] values = [.. rows.Where(row => row.Group == group).Select(static row => row.Value)];
            Assert.Equal((values.Sum(), values.LongLength), ((long)states[group * IntegerSums.Words], (long)states[(group * IntegerSums.Words) + 1]));
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(IntegerWays))]
    public void TheExtremeIntegersAreExtremes(string name)
    {
        ulong[] states = new ulong[Groups * IntegerGroups.Words];
        IntegerGroups.Select(name)(states, [1, 1, 2], [long.MinValue, long.MaxValue, 0]);
        Assert.Equal([ulong.MaxValue, 2, ulong.MaxValue, ulong.MaxValue, 0, 1, ~(1UL << 63), 1UL << 63], states[4..12]);
    }

    [Theory]
    [MemberData(nameof(DoubleWays))]
    public void DoublesAreSummedUpToAFullGroup(string name) => Prop.ForAll(Rows(Gen.Choose(-1_000_000, 1_000_000).Select(static x => x / 128.0)), rows =>
    {
        const int Folded = 8;
        long[] states = new long[Groups * DoubleGroups.Words];
        Span<double> extremes = MemoryMarshal.Cast<long, double>(states.AsSpan());
        for (int group = 0; group < Groups; group++)
        {
            extremes[(group * DoubleGroups.Words) + 3] = double.PositiveInfinity;
            extremes[(group * DoubleGroups.Words) + 4] = double.NegativeInfinity;
        }

        int[] groups = [.. rows.Select(static row => row.Group)];
        double[] values = [.. rows.Select(static row => row.Value)];
        long[] parts = new long[2 * rows.Length];
        Assert.True(FixedPointBlock.TrySplit(values, parts, out _));
        int stops = 0;
        for (int row = 0; row < rows.Length;)
        {
            row = DoubleGroups.Select(name)(states, groups, values, parts, row, Folded);
            bool isFull = states[(groups[row - 1] * DoubleGroups.Words) + 2] % Folded == 0;
            Assert.True(isFull || row == rows.Length);
            stops += isFull ? 1 : 0;
        }

        Assert.Equal(rows.GroupBy(static row => row.Group).Sum(static group => group.Count() / Folded), stops);
        foreach (IGrouping<int, double> group in rows.GroupBy(static row => row.Group, static row => row.Value))
        {
            int at = group.Key * DoubleGroups.Words;
            Assert.Equal(group.Sum(), BinaryFixedPoint.Round(FixedPointBlock.Join(states[at], states[at + 1]), 1));
            Assert.Equal(group.Count(), states[at + 2]);
            Assert.Equal((group.Min(), group.Max()), (extremes[at + 3], extremes[at + 4]));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void GroupsThatAreNotThereAreRefused()
    {
        Assert.All(IntegerGroups.All.Where(static way => way.IsSupported), static way =>
        {
            Assert.ThrowsAny<SystemException>(() => way.Run(new ulong[8], [2], [1]));
            Assert.ThrowsAny<SystemException>(() => way.Run(new ulong[8], [-1], [1]));
            Assert.ThrowsAny<SystemException>(() => way.Run(new ulong[8], [1, 1], [1]));
        });
        Assert.All(IntegerSums.All.Where(static way => way.IsSupported), static way =>
        {
            Assert.ThrowsAny<SystemException>(() => way.Run(new ulong[4], [2], [1]));
            Assert.ThrowsAny<SystemException>(() => way.Run(new ulong[4], [-1], [1]));
            Assert.ThrowsAny<SystemException>(() => way.Run(new ulong[4], [1, 1], [1]));
        });
        Assert.All(DoubleGroups.All.Where(static way => way.IsSupported), static way =>
        {
            Assert.ThrowsAny<SystemException>(() => way.Run(new long[10], [2], [1], [0, 0], 0, 8));
            Assert.ThrowsAny<SystemException>(() => way.Run(new long[10], [-1], [1], [0, 0], 0, 8));
            Assert.ThrowsAny<SystemException>(() => way.Run(new long[10], [1, 1], [1, 1], [0, 0], 0, 8));
        });
    }

    private static Arbitrary<(int Group, T Value)[]> Rows<T>(Gen<T> values) =>
        Gen.Choose(0, Groups - 1).SelectMany(group => values.Select(value => (group, value))).ArrayOf().ToArbitrary();
}
