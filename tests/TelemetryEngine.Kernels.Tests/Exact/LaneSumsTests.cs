using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Tests.Oracles;

namespace TelemetryEngine.Kernels.Tests.Exact;

/// <summary>Sums by lanes against LINQ, over groups that follow each other for a while, begin anew anywhere, and have no lane now and then.</summary>
public sealed class LaneSumsTests
{
    private const int First = 5;
    private const int Lanes = 24;

    [Fact]
    public void IntegersAreSummed()
    {
        Assert.SkipUnless(LaneSums.IsSupported, "this machine has no AVX-512");
        Prop.ForAll(Rows(Gen.Choose(int.MinValue, int.MaxValue).Select(static x => (long)x << 20)), rows =>
        {
            ulong[] words = new ulong[Lanes * GroupSums.IntegerWords];
            LaneSums.AddIntegers(words, First, [.. rows.Select(static row => row.Group)], [.. rows.Select(static row => row.Value)]);
            for (int lane = 0; lane < Lanes; lane++)
            {
                long[] values = [.. rows.Where(row => row.Group == First + lane).Select(static row => row.Value)];
                Assert.Equal(values.Sum(), (long)words[lane]);
                Assert.Equal(values.Length, (long)words[lane + Lanes]);
                Assert.Equal(values.Length == 0 ? 0UL : (ulong)~values.Min() ^ 1UL << 63, words[lane + (2 * Lanes)]);
                Assert.Equal(values.Length == 0 ? 0UL : (ulong)values.Max() ^ 1UL << 63, words[lane + (3 * Lanes)]);
            }
        }).Check(1000);
    }

    [Fact]
    public void IntegersAreSummedWithoutExtremes()
    {
        Assert.SkipUnless(LaneSums.IsSupported, "this machine has no AVX-512");
        Prop.ForAll(Rows(Gen.Choose(int.MinValue, int.MaxValue).Select(static x => (long)x << 20)), rows =>
        {
            ulong[] words = new ulong[Lanes * GroupSums.SumWords];
            LaneSums.AddSums(words, First, [.. rows.Select(static row => row.Group)], [.. rows.Select(static row => row.Value)]);
            for (int lane = 0; lane < Lanes; lane++)
            {
                long[] values = [.. rows.Where(row => row.Group == First + lane).Select(static row => row.Value)];
                Assert.Equal((values.Sum(), values.LongLength), ((long)words[lane], (long)words[lane + Lanes]));
            }
        }).Check(1000);
    }

    [Fact]
    public void DoublesAreSummedUpToOneThatCantBeCut()
    {
        Assert.SkipUnless(LaneSums.IsSupported, "this machine has no AVX-512");
        Gen<double> value = Gen.Frequency((200, Gen.Choose(-1_000_000, 1_000_000).Select(static x => x / 128.0)), (1, Gen.Elements(double.NaN, double.PositiveInfinity, 1e-30, -67108864.0)));
        Prop.ForAll(Rows(value), rows =>
        {
            int[] groups = [.. rows.Select(static row => row.Group)];
            double[] values = [.. rows.Select(static row => row.Value)];
            long[] words = new long[Lanes * GroupSums.DoubleWords];
            Span<double> extremes = MemoryMarshal.Cast<long, double>(words.AsSpan());
            extremes.Slice(3 * Lanes, Lanes).Fill(double.PositiveInfinity);
            extremes.Slice(4 * Lanes, Lanes).Fill(double.NegativeInfinity);
            double largest = 1;
            int end = LaneSums.AddDoubles(words, First, groups, values, FixedPointBlock.Limit, ref largest);

            bool[] isIn = [.. groups.Select(static group => group is >= First and < First + Lanes)];
            int[] bad = [.. Enumerable.Range(0, rows.Length).Where(row => isIn[row] && !CanBeCut(values[row]))];
            Assert.InRange(end, bad.Length == 0 ? rows.Length : Math.Max(0, bad[0] - 7), bad.Length == 0 ? rows.Length : bad[0]);
            Assert.Equal(Enumerable.Range(0, end).Where(row => isIn[row]).Select(row => Math.Abs(values[row])).Append(1).Max(), largest);
            for (int lane = 0; lane < Lanes; lane++)
            {
                double[] added = [.. Enumerable.Range(0, end).Where(row => groups[row] == First + lane).Select(row => values[row])];
                Assert.Equal(added.Sum(), BinaryFixedPoint.Round(FixedPointBlock.Join(words[lane], words[lane + Lanes]), 1));
                Assert.Equal(added.Length, words[lane + (2 * Lanes)]);
                Assert.Equal(added.Append(double.PositiveInfinity).Min(), extremes[lane + (3 * Lanes)]);
                Assert.Equal(added.Append(double.NegativeInfinity).Max(), extremes[lane + (4 * Lanes)]);
            }
        }).Check(1000);
    }

    [Fact]
    public void LanesComeByEight()
    {
        Assert.SkipUnless(LaneSums.IsSupported, "this machine has no AVX-512");
        double largest = 0;
        Assert.Throws<ArgumentOutOfRangeException>(() => LaneSums.AddIntegers(new ulong[4 * 7], 0, [0], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LaneSums.AddSums(new ulong[2 * 7], 0, [0], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LaneSums.AddSums(new ulong[2 * 8], 0, [0, 0], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LaneSums.AddDoubles(new long[5 * 9], 0, [0], [1], FixedPointBlock.Limit, ref largest));
        Assert.Throws<ArgumentOutOfRangeException>(() => LaneSums.AddIntegers(new ulong[4 * 8], 0, [0, 0], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LaneSums.AddDoubles(new long[5 * 8], 0, [0, 0], [1], FixedPointBlock.Limit, ref largest));
    }

    private static bool CanBeCut(double value)
    {
        Int128 steps = 0;
        return Math.Abs(value) < FixedPointBlock.Limit && BinaryFixedPoint.TryAdd(ref steps, value);
    }

    private static Arbitrary<(int Group, T Value)[]> Rows<T>(Gen<T> values)
    {
        Gen<int[]> run = Gen.Choose(0, First + Lanes + 2).SelectMany(first => Gen.Choose(1, Lanes).Select(length => Enumerable.Range(first, length).ToArray()));
        Gen<int[]> round = Gen.Constant(Enumerable.Range(First, Lanes).ToArray());
        return Gen.OneOf(run, round).ArrayOf().Select(static runs => runs.SelectMany(static groups => groups).ToArray())
            .SelectMany(groups => values.ArrayOf(groups.Length).Select(some => groups.Zip(some).ToArray()))
            .ToArbitrary();
    }
}
