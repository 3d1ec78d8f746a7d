using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Tests.Oracles;

namespace TelemetryEngine.Kernels.Tests.Exact;

public sealed class ProductSumTests
{
    private static Gen<(double Value, ulong Factor)[]> Products =>
        Generators.Doubles.Zip(Generators.Int64s, (value, factor) => (value, Factor(factor))).ArrayOf();

    [Fact]
    public void ProductsAreExactOrRefusedAndRoundedOnce() => Prop.ForAll(
        Products.ToArbitrary(), Generators.Int64s.Where(divisor => divisor > 0).ToArbitrary(), (products, divisor) =>
        {
            ProductSum sum = default;
            WideBinarySum rest = new();
            WideBinarySum all = new();
            BigInteger taken = 0;
            BigInteger exact = 0;
            foreach ((double value, ulong factor) in products)
            {
                BigInteger product = NearestDouble.SumTimes2Pow1074([value]) * factor;
                exact += product;
                all.Add(value, factor);
                if (sum.TryAdd(value, factor))
                {
                    taken += product;
                }
                else
                {
                    rest.Add(value, factor);
                }
            }

            Assert.Equal(taken >> (1074 - BinaryFixedPoint.FractionBits), sum.ToBigInteger());
            Assert.Equal(taken.IsZero, sum.IsZero);
            BigInteger one = BigInteger.One << 1074;
            NearestDouble.Assert(taken, one * divisor, sum.Round((UInt128)divisor));
            NearestDouble.Assert(taken, one, sum.Round(1));
            NearestDouble.Assert(taken * 3600, one * divisor, sum.Round((UInt128)divisor, 3600));
            NearestDouble.Assert(taken, (one * divisor) << 30, sum.Round((UInt128)divisor << 30));
            NearestDouble.Assert(exact, one * divisor, all.Round((UInt128)divisor));
            NearestDouble.Assert(exact * 7, one * divisor, all.Round((UInt128)divisor, 7));
            rest.Add(sum);
            Assert.Equal(all.ToText(), rest.ToText());
        }).Check(2000);

    [Fact]
    public void SumsOfSumsAreSums() => Prop.ForAll(
        Products.ToArbitrary(), Products.ToArbitrary(), (left, right) =>
        {
            ProductSum sum = Sum(left);
            sum.Add(Sum(right));
            Assert.Equal(Sum([.. left, .. right]), sum);
            (long first, long second, long third, long fourth) = sum.Parts;
            Assert.Equal(sum, ProductSum.Of(first, second, third, fourth));
        }).Check(500);

    [Fact]
    public void TheLargestProductsDoNotOverflow()
    {
        double largest = Math.BitDecrement(Math.ScaleB(1, BinaryFixedPoint.IntegerBits));
        ProductSum sum = Sum(Enumerable.Repeat((-largest, ulong.MaxValue), 1000));
        BigInteger expected = NearestDouble.SumTimes2Pow1074([largest]) * ulong.MaxValue * -1000;
        Assert.Equal(expected >> (1074 - BinaryFixedPoint.FractionBits), sum.ToBigInteger());
        NearestDouble.Assert(expected, BigInteger.One << 1074, sum.Round(1));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e13)]
    [InlineData(double.Epsilon)]
    public void WhatHasNoPlaceChangesNothing(double value)
    {
        ProductSum sum = Sum([(1.5, 7)]);
        Assert.False(sum.TryAdd(value, 1));
        Assert.Equal(Sum([(1.5, 7)]), sum);
    }

    [Fact]
    public void AFactorOfNothingAddsNothing()
    {
        WideBinarySum sum = new();
        sum.Add(double.NaN, 0);
        sum.Add(1e300, 0);
        Assert.Equal(new WideBinarySum().ToText(), sum.ToText());
        sum.Add(double.NegativeInfinity, 2);
        Assert.Equal(double.NegativeInfinity, sum.Round(1));
    }

    // small factors, large ones and those of more than 63 bits
    private static ulong Factor(long value) => value % 3 == 0 ? (ulong)Math.Abs(value % 1000) : (ulong)value;

    private static ProductSum Sum(IEnumerable<(double Value, ulong Factor)> products)
    {
        ProductSum sum = default;
        foreach ((double value, ulong factor) in products)
        {
            sum.TryAdd(value, factor);
        }

        return sum;
    }
}
