using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Tests.Oracles;

namespace TelemetryEngine.Kernels.Tests.Exact;

public sealed class FixedPointBlockTests
{
    [Fact]
    public void APartAndASumAreTheStepsThatOneValueAfterTheOtherGives() => Prop.ForAll(Blocks(), values =>
    {
        Int128 expected = 0;
        foreach (double value in values)
        {
            Assert.True(BinaryFixedPoint.TryAdd(ref expected, value));
        }

        Assert.True(FixedPointBlock.TrySum(values, out Int128 sum, out double least, out double most));
        Assert.Equal(expected, sum);
        Assert.True(FixedPointBlock.TrySumNarrow(values, out long highs, out long lows, out double sameLeast, out double sameMost));
        Assert.Equal((expected, least + 0.0, most + 0.0), (FixedPointBlock.Join(highs, lows), sameLeast + 0.0, sameMost + 0.0));
        Assert.Equal(values.DefaultIfEmpty(double.PositiveInfinity).Min(), least + 0.0);
        Assert.Equal(values.DefaultIfEmpty(double.NegativeInfinity).Max(), most + 0.0);
        long[] parts = new long[2 * values.Length];
        long[] narrow = new long[2 * values.Length];
        Assert.True(FixedPointBlock.TrySplit(values, parts, out double largest));
        Assert.True(FixedPointBlock.TrySplitNarrow(values, narrow, out double sameLargest));
        Assert.Equal(narrow, parts);
        Assert.Equal(values.Select(Math.Abs).DefaultIfEmpty().Max(), largest);
        Assert.Equal(largest, sameLargest);
        for (int row = 0; row < values.Length; row++)
        {
            Int128 steps = 0;
            BinaryFixedPoint.TryAdd(ref steps, values[row]);
            Assert.Equal(steps, FixedPointBlock.Join(parts[2 * row], parts[(2 * row) + 1]));
        }
    }).Check(1000);

    [Fact]
    public void AnyBlockIsExactOrRefused() => Prop.ForAll(Generators.Doubles.ArrayOf().ToArbitrary(), values =>
    {
        bool fits = values.All(static value => Math.Abs(value) < FixedPointBlock.Limit && IsWhole(value));
        Assert.Equal(fits, FixedPointBlock.TrySum(values, out Int128 sum, out _, out _));
        Assert.Equal(fits, FixedPointBlock.TrySumNarrow(values, out _, out _, out _, out _));
        Assert.Equal(fits, FixedPointBlock.TrySplit(values, new long[2 * values.Length], out _));
        Assert.Equal(fits, FixedPointBlock.TrySplitNarrow(values, new long[2 * values.Length], out _));
        if (fits)
        {
            NearestDouble.Assert(NearestDouble.SumTimes2Pow1074(values), System.Numerics.BigInteger.One << 1074, BinaryFixedPoint.Round(sum, 1));
        }
    }).Check(2000);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(67108864.0)]
    [InlineData(-67108864.0)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    [InlineData(1e-20)]
    public void OneValueThatDoesNotFitRefusesItsBlockWhereverItStands(double value)
    {
        for (int at = 0; at < 11; at++)
        {
            double[] values = new double[11];
            values[at] = value;
            Assert.False(FixedPointBlock.TrySum(values, out _, out _, out _));
            Assert.False(FixedPointBlock.TrySplit(values, new long[22], out _));
            Assert.False(FixedPointBlock.TrySplitNarrow(values, new long[22], out _));
        }
    }

    [Fact]
    public void AFullBlockOfTheLargestFits()
    {
        double largest = Math.BitDecrement(FixedPointBlock.Limit);
        foreach (double value in new[] { largest, -largest })
        {
            double[] values = Enumerable.Repeat(value, FixedPointBlock.MaxRows).ToArray();
            Assert.True(FixedPointBlock.TrySum(values, out Int128 sum, out _, out _));
            Assert.Equal(value, BinaryFixedPoint.Round(sum, FixedPointBlock.MaxRows));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPointBlock.TrySum(new double[FixedPointBlock.MaxRows + 1], out _, out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPointBlock.TrySplit(new double[2], new long[3], out _));
    }

    private static bool IsWhole(double value)
    {
        Int128 steps = 0;
        return BinaryFixedPoint.TryAdd(ref steps, value);
    }

    private static Arbitrary<double[]> Blocks()
    {
        Gen<double> number = Gen.Choose(-1_000_000_000, 1_000_000_000).SelectMany(mantissa => Gen.Choose(0, 9).Select(scale => mantissa / Math.Pow(10, scale)));
        Gen<double> value = number.Where(static value => Math.Abs(value) < FixedPointBlock.Limit && IsWhole(value));
        return Gen.Choose(0, FixedPointBlock.MaxRows).SelectMany(rows => value.ArrayOf(Math.Min(rows, 70))).ToArbitrary();
    }
}
