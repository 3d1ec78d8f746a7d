using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Tests.Oracles;

namespace TelemetryEngine.Kernels.Tests.Exact;

public sealed class ExactRootTests
{
    [Fact]
    public void RandomRootsAreRoundedOnce() => Prop.ForAll(
        Naturals.ToArbitrary(), Naturals.Where(value => !value.IsZero).ToArbitrary(), Gen.Choose(-2300, 2300).ToArbitrary(), (numerator, denominator, exponent) =>
        {
            (BigInteger top, BigInteger bottom) = exponent < 0 ? (numerator, denominator << -exponent) : (numerator << exponent, denominator);
            NearestRoot.Assert(top, bottom, ExactRoot.Round(numerator, denominator, exponent));
            NearestRoot.Assert(top, bottom, ExactRoot.Round(-numerator, -denominator, exponent));
        }).Check(5000);

    [Fact]
    public void SquaresAndTiesAndWhatIsBesideThemAreRoundedToTheLastBit() => Prop.ForAll(
        Generators.Doubles.Where(value => value != 0).ToArbitrary(), Generators.Int64s.Where(factor => factor != 0).ToArbitrary(), (value, factor) =>
        {
            double low = Math.Abs(value);
            double high = double.BitIncrement(low);
            double even = (BitConverter.DoubleToInt64Bits(low) & 1) == 0 ? low : high;
            BigInteger exact = 2 * NearestRoot.Steps(low);
            BigInteger tie = NearestRoot.Steps(low) + NearestRoot.Steps(high);
            BigInteger by = factor;
            Assert.Equal(low, ExactRoot.Round(exact * exact * by, by, -2150));
            Assert.Equal(even, ExactRoot.Round(tie * tie * by, by, -2150));
            BigInteger many = BigInteger.Pow(10, 50);
            Assert.Equal(high, ExactRoot.Round((tie * tie * many) + 1, many, -2150));
            Assert.Equal(low, ExactRoot.Round((tie * tie * many) - 1, many, -2150));
            Assert.Equal(low, ExactRoot.Round((exact * exact * many) + 1, many, -2150));
            Assert.Equal(low, ExactRoot.Round((exact * exact * many) - 1, many, -2150));
        }).Check(3000);

    [Fact]
    public void EveryWidthBesidePowersOfTwoIsRoundedOnce()
    {
        for (int width = 0; width <= 240; width++)
        {
            for (int delta = -1; delta <= 1; delta++)
            {
                BigInteger value = (BigInteger.One << width) + delta;
                NearestRoot.Assert(value, 1, ExactRoot.Round(value, 1, 0));
                NearestRoot.Assert(value << 7, 3, ExactRoot.Round(value, 3, 7));
                NearestRoot.Assert(7, (value + 1) << 7, ExactRoot.Round(7, value + 1, -7));
            }
        }
    }

    [Theory]
    [InlineData(0, 5, 0, 0.0)]
    [InlineData(0, -5, 3, 0.0)]
    [InlineData(4, 1, 0, 2.0)]
    [InlineData(2, 1, 0, 1.4142135623730951)]
    [InlineData(1, 4, 0, 0.5)]
    [InlineData(1, 1, -2148, double.Epsilon)]
    [InlineData(1, 1, -2150, 0.0)]
    [InlineData(3, 1, -2150, double.Epsilon)]
    [InlineData(1, 1, int.MinValue, 0.0)]
    [InlineData(1, 1, 2047, 1.2711610061536464E+308)]
    [InlineData(1, 1, 2048, double.PositiveInfinity)]
    [InlineData(1, 1, int.MaxValue, double.PositiveInfinity)]
    public void KnownRootsAndTheEndsOfTheRange(int numerator, int denominator, int exponent, double root) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(root), BitConverter.DoubleToInt64Bits(ExactRoot.Round(numerator, denominator, exponent)));

    [Fact]
    public void MisuseIsRefused()
    {
        Assert.Throws<DivideByZeroException>(() => ExactRoot.Round(1, 0, 0));
        Assert.Throws<DivideByZeroException>(() => ExactRoot.Round(0, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactRoot.Round(-1, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactRoot.Round(1, -2, 0));
    }

    private static Gen<BigInteger> Naturals { get; } = Gen.OneOf(
        Generators.Int64s.Select(value => BigInteger.Abs(value)),
        Generators.Int64s.SelectMany(_ => Gen.Choose(0, 1200), (value, shift) => BigInteger.Abs(value) << shift),
        Generators.Int64s.SelectMany(_ => Gen.Choose(0, 300), (value, power) => (BigInteger.Abs(value) * BigInteger.Pow(10, power)) + 1));
}
