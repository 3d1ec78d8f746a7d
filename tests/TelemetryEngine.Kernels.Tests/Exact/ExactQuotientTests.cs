using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Tests.Oracles;

namespace TelemetryEngine.Kernels.Tests.Exact;

public sealed class ExactQuotientTests
{
    private static readonly BigInteger Beyond = BigInteger.One << 1024;

    [Fact]
    public void RandomQuotientsAreRoundedOnce() => Prop.ForAll(
        BigIntegers.ToArbitrary(), BigIntegers.Where(value => !value.IsZero).ToArbitrary(),
        (numerator, denominator) => NearestDouble.Assert(numerator, denominator, ExactQuotient.Round(numerator, denominator))).Check(5000);

    [Fact]
    public void EveryDoubleAndEveryTieBetweenTwoAreRoundedToEven() => Prop.ForAll(
        Generators.Doubles.Where(value => Math.Abs(value) > 0).ToArbitrary(), Generators.Int64s.Where(factor => factor != 0).ToArbitrary(), (value, factor) =>
        {
            double magnitude = Math.Abs(value);
            BigInteger exact = NearestDouble.SumTimes2Pow1074([magnitude]) * 2 * factor;
            BigInteger next = double.IsInfinity(double.BitIncrement(magnitude)) ? Beyond << 1075 : NearestDouble.SumTimes2Pow1074([double.BitIncrement(magnitude)]) * 2;
            BigInteger denominator = (BigInteger.One << 1075) * factor;
            BigInteger tie = (exact + next * factor) / 2;
            Assert.Equal(magnitude, ExactQuotient.Round(exact, denominator));
            double even = (BitConverter.DoubleToInt64Bits(magnitude) & 1) == 0 ? magnitude : double.BitIncrement(magnitude);
            Assert.Equal(even, ExactQuotient.Round(tie, denominator));
            Assert.Equal(-even, ExactQuotient.Round(-tie, denominator));
            Assert.Equal(double.BitIncrement(magnitude), ExactQuotient.Round(tie * 1000 * factor.Sign() + 1, denominator * 1000 * factor.Sign()));
            Assert.Equal(magnitude, ExactQuotient.Round(tie * 1000 * factor.Sign() - 1, denominator * 1000 * factor.Sign()));
        }).Check(3000);

    [Fact]
    public void Int128QuotientsAreRoundedOnce() => Prop.ForAll(
        Int128s.ToArbitrary(), Int128s.Where(value => value != 0).ToArbitrary(), (numerator, denominator) =>
        {
            UInt128 divisor = unchecked((UInt128)denominator);
            NearestDouble.Assert((BigInteger)numerator, (BigInteger)divisor, ExactQuotient.Round(numerator, divisor));
            NearestDouble.Assert((BigInteger)numerator, (BigInteger)divisor << 75, ExactQuotient.Round(numerator, divisor, -75));
        }).Check(20_000);

    [Fact]
    public void Int128QuotientsAtEveryPairOfWidthsAreRoundedOnce()
    {
        for (int width = 0; width <= 127; width++)
        {
            for (int divisorWidth = 0; divisorWidth <= 127; divisorWidth++)
            {
                for (int delta = -1; delta <= 1; delta++)
                {
                    Int128 numerator = (Int128)((UInt128.One << width) - UInt128.One) + delta;
                    UInt128 denominator = (UInt128.One << divisorWidth) + (UInt128)(delta + 1);
                    Assert.True(
                        NearestDouble.Is((BigInteger)numerator, (BigInteger)denominator, ExactQuotient.Round(numerator, denominator)),
                        $"2^{width}, 2^{divisorWidth}, {delta}");
                }
            }
        }
    }

    [Theory]
    [InlineData("1", "10", 0.1)]
    [InlineData("-1", "10", -0.1)]
    [InlineData("1", "-10", -0.1)]
    [InlineData("0", "-7", 0.0)]
    [InlineData("9007199254740993", "1", 9007199254740992.0)]
    public void KnownQuotients(string numerator, string denominator, double value)
    {
        double actual = ExactQuotient.Round(BigInteger.Parse(numerator), BigInteger.Parse(denominator));
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(actual));
    }

    [Fact]
    public void TheEndsOfTheRangeAreZeroAndInfinity()
    {
        BigInteger half = BigInteger.One << 1075;
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(ExactQuotient.Round(-1, half)));
        Assert.Equal(double.Epsilon, ExactQuotient.Round(3, half * 2));
        Assert.Equal(-double.Epsilon, ExactQuotient.Round(-3, half * 2));
        Assert.Equal(double.PositiveInfinity, ExactQuotient.Round(Beyond, 1));
        Assert.Equal(double.NegativeInfinity, ExactQuotient.Round(-Beyond * Beyond, 1));
        Assert.Equal(double.PositiveInfinity, ExactQuotient.Round(Beyond - (BigInteger.One << 970), 1));
        Assert.Equal(double.MaxValue, ExactQuotient.Round(Beyond - (BigInteger.One << 970) - 1, 1));
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(ExactQuotient.Round(Int128.NegativeOne, UInt128.One, -1075)));
        Assert.Equal(double.PositiveInfinity, ExactQuotient.Round(Int128.One, UInt128.One, 1024));
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(ExactQuotient.Round(Int128.Zero, UInt128.One)));
        Assert.Equal(-170141183460469231731687303715884105728.0, ExactQuotient.Round(Int128.MinValue, UInt128.One));
    }

    [Fact]
    public void DivisionByZeroIsMisuse()
    {
        Assert.Throws<DivideByZeroException>(() => ExactQuotient.Round(BigInteger.One, BigInteger.Zero));
        Assert.Throws<DivideByZeroException>(() => ExactQuotient.Round(BigInteger.Zero, BigInteger.Zero));
        Assert.Throws<DivideByZeroException>(() => ExactQuotient.Round(Int128.One, UInt128.Zero));
        Assert.Throws<DivideByZeroException>(() => ExactQuotient.Round(Int128.Zero, UInt128.Zero));
    }

    private static Gen<BigInteger> BigIntegers { get; } = Gen.OneOf(
        Generators.Int64s.Select(value => (BigInteger)value),
        Generators.Int64s.SelectMany(_ => Gen.Choose(0, 1200), (value, shift) => (BigInteger)value << shift),
        Generators.Int64s.SelectMany(_ => Gen.Choose(0, 400), (value, power) => value * BigInteger.Pow(10, power) + 1));

    private static Gen<Int128> Int128s { get; } = Generators.Int64s
        .SelectMany(_ => Generators.Bits64, (high, low) => new Int128((ulong)high, (ulong)low))
        .SelectMany(_ => Gen.Choose(0, 127), (value, shift) => value >> shift);
}

file static class Signs
{
    internal static int Sign(this long value) => Math.Sign(value);
}
