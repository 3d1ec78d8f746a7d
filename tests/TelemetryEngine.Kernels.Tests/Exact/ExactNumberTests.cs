using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Tests.Oracles;

namespace TelemetryEngine.Kernels.Tests.Exact;

public sealed class ExactNumberTests
{
    private static readonly double[] NotFinite = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    [Fact]
    public void SumsDifferencesAndProductsAreExact() => Prop.ForAll(Pairs.ToArbitrary(), Generators.Int64s.ToArbitrary(), (pair, factor) =>
    {
        (ExactNumber left, ExactNumber right) = pair;
        ((BigInteger a, BigInteger b), (BigInteger c, BigInteger d)) = (Fraction(left), Fraction(right));
        AssertIs((a * d) + (c * b), b * d, left + right);
        AssertIs((a * d) - (c * b), b * d, left - right);
        AssertIs(a * c, b * d, left * right);
        AssertIs(a * factor, b, left * factor);
        AssertIs(0, 1, left - left);
        AssertIs(c, d, left + right - left);
    }).Check(3000);

    [Fact]
    public void QuotientsAndTheirRootsAreRoundedOnce() => Prop.ForAll(
        Pairs.Where(pair => !pair.Right.Significand.IsZero).ToArbitrary(), Generators.Int64s.Where(divisor => divisor != 0).ToArbitrary(), (pair, divisor) =>
        {
            (ExactNumber left, ExactNumber right) = pair;
            ((BigInteger a, BigInteger b), (BigInteger c, BigInteger d)) = (Fraction(left), Fraction(right));
            NearestDouble.Assert(a * d, b * c, ExactNumber.Quotient(left, right));
            NearestDouble.Assert(a, b * divisor, ExactNumber.Quotient(left, divisor));
            ExactNumber dividend = left * left.Significand.Sign;
            ExactNumber by = right * right.Significand.Sign;
            NearestRoot.Assert(a * d, b * c, ExactNumber.RootOfQuotient(dividend, by));
            NearestRoot.Assert(a, b * divisor, ExactNumber.RootOfQuotient(dividend, BigInteger.Abs(divisor)));
        }).Check(3000);

    [Fact]
    public void TheSpreadOfNearlyEqualDoublesKeepsEveryBit() => Prop.ForAll(
        Generators.Doubles.ToArbitrary(), Generators.Doubles.ToArbitrary(), (x, y) =>
        {
            // (x + y)² − (x − y)² = 4xy, with nearly everything cancelled when one is small beside the other
            (ExactNumber left, ExactNumber right) = (Of(x), Of(y));
            ExactNumber sum = left + right;
            ExactNumber difference = left - right;
            BigInteger product = 4 * NearestDouble.SumTimes2Pow1074([x]) * NearestDouble.SumTimes2Pow1074([y]);
            NearestDouble.Assert(product, BigInteger.One << 2148, ExactNumber.Quotient((sum * sum) - (difference * difference), 1));
        }).Check(2000);

    [Fact]
    public void WhatIsNotFiniteAddsAsIeee754HasIt()
    {
        ExactNumber one = new(1, 0, 2);
        Assert.True(one.IsFinite);
        foreach (double left in NotFinite)
        {
            ExactNumber number = new(0, 0, 2, left);
            Assert.False(number.IsFinite);
            Assert.Equal(left, (one + number).NotFinite);
            Assert.Equal(left, (number + one).NotFinite);
            foreach (double right in NotFinite)
            {
                Assert.Equal(left + right, (number + new ExactNumber(0, 0, 2, right)).NotFinite);
                Assert.False((number + new ExactNumber(0, 0, 2, right)).IsFinite);
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public void DivisionByZeroIsMisuse(int radix)
    {
        ExactNumber one = new(1, 5, radix);
        ExactNumber zero = new(0, -3, radix);
        Assert.Throws<DivideByZeroException>(() => ExactNumber.Quotient(one, zero));
        Assert.Throws<DivideByZeroException>(() => ExactNumber.Quotient(zero, BigInteger.Zero));
        Assert.Throws<DivideByZeroException>(() => ExactNumber.RootOfQuotient(one, zero));
        Assert.Throws<DivideByZeroException>(() => ExactNumber.RootOfQuotient(one, BigInteger.Zero));
    }

    private static Gen<(ExactNumber Left, ExactNumber Right)> Pairs { get; } =
        from radix in Gen.Elements(2, 10)
        from left in Generators.Int64s
        from leftExponent in Gen.Choose(-400, 400)
        from right in Generators.Int64s
        from rightExponent in Gen.OneOf(Gen.Choose(-400, 400), Gen.Choose(-1, 1).Select(delta => leftExponent + delta))
        select (new ExactNumber(left, leftExponent, radix), new ExactNumber(right, rightExponent, radix));

    private static ExactNumber Of(double value)
    {
        (BigInteger significand, int exponent) = NearestDouble.Exact(value);
        return new ExactNumber(significand, exponent, 2);
    }

    private static (BigInteger Numerator, BigInteger Denominator) Fraction(ExactNumber number)
    {
        BigInteger power = BigInteger.Pow(number.Radix, Math.Abs(number.Exponent));
        return number.Exponent < 0 ? (number.Significand, power) : (number.Significand * power, BigInteger.One);
    }

    private static void AssertIs(BigInteger numerator, BigInteger denominator, ExactNumber actual)
    {
        (BigInteger top, BigInteger bottom) = Fraction(actual);
        Assert.True(actual.IsFinite);
        Assert.Equal(numerator * bottom, top * denominator);
    }
}
