using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Tests.Oracles;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Tests.Text;

public sealed class DoubleTextTests
{
    private const byte Point = (byte)'.';

    [Theory]
    [InlineData("1e-400", 0.0)]
    [InlineData("-1e-99999999999999999999", -0.0)]
    [InlineData("0.1", 0.1)]
    [InlineData("9007199254740993", 9007199254740992.0)]
    [InlineData("9007199254740993.00000000000000000000000000000000000000000001", 9007199254740994.0)]
    [InlineData("2.4703282292062327e-324", 0.0)]
    [InlineData("2.4703282292062328e-324", double.Epsilon)]
    [InlineData("1.7976931348623158e308", double.MaxValue)]
    [InlineData("0e400", 0.0)]
    [InlineData("5.", 5.0)]
    [InlineData(".5", 0.5)]
    [InlineData("+5", 5.0)]
    public void ANumberIsTheNearestDouble(string text, double value)
    {
        Assert.Equal(NumberStatus.Ok, DoubleText.TryParse(text.Utf8(), Point, out double actual));
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(actual));
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("1.7976931348623159e308")]
    [InlineData("-1e999999999999")]
    public void WhatRoundsToInfinityIsOutOfRange(string text)
    {
        Assert.Equal(NumberStatus.OutOfRange, DoubleText.TryParse(text.Utf8(), Point, out double value));
        Assert.Equal(0.0, value);
    }

    [Theory]
    [InlineData("NaN", double.NaN)]
    [InlineData("Infinity", double.PositiveInfinity)]
    [InlineData("-inf", double.NegativeInfinity)]
    public void NamesAreTheirValues(string text, double value)
    {
        Assert.Equal(NumberStatus.NotFinite, DoubleText.TryParse(text.Utf8(), Point, out double actual));
        Assert.Equal(value, actual);
    }

    [Fact]
    public void RandomTextsAreCorrectlyRounded() => Prop.ForAll(
        Generators.NumberTexts.ToArbitrary(), text =>
        {
            if (DoubleText.TryParse(text.Utf8(), Point, out double value) != NumberStatus.Ok || value == 0)
            {
                return;
            }

            var (numerator, denominator) = DecimalOracle.Fraction(DecimalOracle.Read(text)!.Value);
            NearestDouble.Assert(numerator, denominator, value);
            Assert.Equal(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), value);
        }).Check(5000);

    [Fact]
    public void EveryDoubleReadsBackFromSeventeenDigits() => Prop.ForAll(
        Generators.Doubles.ToArbitrary(), value =>
        {
            // Not "R": the runtime's shortest text of 2^-25 and of 2^-958 reads back as their lower neighbours.
            Assert.Equal(NumberStatus.Ok, DoubleText.TryParse(value.ToString("G17", CultureInfo.InvariantCulture).Utf8(), Point, out double back));
            Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(back));
        }).Check(5000);

    [Fact]
    public void MidpointsWithTheirHundredsOfDigitsGoToTheEvenNeighbour() => Prop.ForAll(
        Generators.Doubles.Where(value => Math.Abs(value) is > 0 and < double.MaxValue).ToArbitrary(), value =>
        {
            var (low, lowExponent) = NearestDouble.Exact(Math.Abs(value));
            var (high, highExponent) = NearestDouble.Exact(double.BitIncrement(Math.Abs(value)));
            System.Numerics.BigInteger twice = (low << (lowExponent + 1074)) + (high << (highExponent + 1074));

            // midpoint = twice / 2^1075 = twice × 5^1075 / 10^1075
            string digits = (twice * System.Numerics.BigInteger.Pow(5, 1075)).ToString(CultureInfo.InvariantCulture);
            Assert.Equal(NumberStatus.Ok, DoubleText.TryParse((digits + "e-1075").Utf8(), Point, out double middle));
            Assert.Equal(0, BitConverter.DoubleToInt64Bits(middle) & 1);
            Assert.Equal(NumberStatus.Ok, DoubleText.TryParse((digits + new string('0', 50) + "1e-1126").Utf8(), Point, out double above));
            Assert.Equal(double.BitIncrement(Math.Abs(value)), above);
        }).Check(300);

    [Fact]
    public void TheSeparatorIsTheCallers()
    {
        Assert.Equal(NumberStatus.Ok, DoubleText.TryParse("1,5"u8, (byte)',', out double value));
        Assert.Equal(1.5, value);
        Assert.Equal(NumberStatus.Ok, DoubleText.TryParse("12345678901234567890,5"u8, (byte)',', out value));
        Assert.Equal(12345678901234567890.5, value);
    }
}
