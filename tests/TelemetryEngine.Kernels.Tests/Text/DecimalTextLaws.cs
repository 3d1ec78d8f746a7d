using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Tests.Oracles;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Tests.Text;

public sealed class DecimalTextLaws
{
    private const byte Point = (byte)'.';

    [Fact]
    public void EveryNumberIsItsExactValueOrWide() => Prop.ForAll(
        Generators.NumberTexts.ToArbitrary(), Gen.Choose(0, 18).ToArbitrary(), (text, scale) =>
        {
            NumberStatus status = DecimalText.TryParse(text.Utf8(), Point, scale, out long mantissa);
            if (DecimalOracle.Read(text) is not { } number)
            {
                Assert.Equal(NumberStatus.Invalid, status);
                return;
            }

            (BigInteger numerator, BigInteger denominator) = DecimalOracle.Fraction(number);
            if (BigInteger.Abs(numerator) >= denominator * (BigInteger.Pow(2, 1024) - BigInteger.Pow(2, 970)))
            {
                Assert.Equal(NumberStatus.OutOfRange, status);
                return;
            }

            BigInteger scaled = numerator * BigInteger.Pow(10, scale);
            bool fits = scaled % denominator == 0 && BigInteger.Abs(scaled / denominator) < BigInteger.Pow(2, 62);
            Assert.Equal(fits ? NumberStatus.Ok : NumberStatus.Wide, status);
            Assert.Equal(fits ? scaled / denominator : 0, mantissa);
        }).Check(10_000);

    [Fact]
    public void TheWideFormIsTheExactValueInItsShortestDigits() => Prop.ForAll(
        Generators.NumberTexts.ToArbitrary(), text =>
        {
            if (DecimalText.ParseWide(text.Utf8(), Point, out BigInteger mantissa, out int scale, out _) != NumberStatus.Wide)
            {
                return;
            }

            (BigInteger numerator, BigInteger denominator) = DecimalOracle.Fraction(DecimalOracle.Read(text)!.Value);
            (BigInteger actual, BigInteger divisor) = DecimalOracle.Fraction((mantissa, -scale));
            Assert.Equal(numerator * divisor, actual * denominator);
            Assert.True(mantissa.IsZero ? scale == 0 : mantissa % 10 != 0, $"{mantissa} has trailing zeros");
        }).Check(5000);

    [Fact]
    public void NoBytesThrowAndAllWaysAgree() => Prop.ForAll(
        Generators.NearlyText.ToArbitrary(), bytes =>
        {
            NumberStatus narrow = DecimalText.TryParse(bytes, Point, 6, out long mantissa);
            NumberStatus wide = DecimalText.ParseWide(bytes, Point, out BigInteger digits, out int scale, out double notFinite);
            NumberStatus real = DoubleText.TryParse(bytes, Point, out double value);
            Assert.Equal(narrow == NumberStatus.Ok ? NumberStatus.Wide : narrow, wide);
            bool isTooFine = narrow == NumberStatus.OutOfRange && real == NumberStatus.Ok;
            Assert.Equal(narrow is NumberStatus.Wide || isTooFine ? NumberStatus.Ok : narrow, real);
            Assert.True(!isTooFine || value == 0, "only what is below all digits of a decimal may be a double, which is then 0");
            Assert.Equal(narrow == NumberStatus.NotFinite, notFinite != 0);
            if (narrow == NumberStatus.Ok)
            {
                Assert.Equal(ScaledDecimal.ToDouble(mantissa, 6), value);
                Assert.Equal(digits * BigInteger.Pow(10, 6), mantissa * BigInteger.Pow(10, Math.Max(scale, 0)) / BigInteger.Pow(10, Math.Max(-scale, 0)));
            }
        }).Check(10_000);

    [Theory]
    [InlineData("7E-98985")]
    [InlineData("-7E-1201")]
    public void WhatIsBelowAllDigitsIsOutOfRangeAsADecimalAndZeroAsADouble(string text)
    {
        Assert.Equal(NumberStatus.OutOfRange, DecimalText.TryParse(text.Utf8(), Point, 6, out _));
        Assert.Equal(NumberStatus.Ok, DoubleText.TryParse(text.Utf8(), Point, out double value));
        Assert.Equal(text[0] == '-' ? -0.0 : 0.0, value);
    }

    [Fact]
    public void EveryLengthAndPlaceOfThePointIsRead()
    {
        const string Digits = "98765432109876543210987";
        foreach (string sign in new[] { "", "-", "+" })
        {
            for (int length = 1; length <= Digits.Length; length++)
            {
                for (int point = 0; point <= length; point++)
                {
                    string text = sign + Digits[..point] + "." + Digits[point..length];
                    BigInteger expected = BigInteger.Parse(Digits[..length]) * (sign == "-" ? -1 : 1);
                    int scale = length - point;
                    NumberStatus status = DecimalText.TryParse(text.Utf8(), Point, Math.Min(scale, 18), out long mantissa);
                    bool fits = scale <= 18 && BigInteger.Abs(expected) < BigInteger.Pow(2, 62);
                    Assert.True(status == (fits ? NumberStatus.Ok : NumberStatus.Wide), text);
                    Assert.Equal(fits ? expected : 0, mantissa);
                }
            }
        }
    }

    [Fact]
    public void EveryStrangeByteAtEveryPlaceIsInvalid()
    {
        for (int length = 1; length <= 20; length++)
        {
            for (int at = 0; at < length; at++)
            {
                byte[] text = new string('1', length).Utf8();
                for (int character = 0; character < 256; character++)
                {
                    text[at] = (byte)character;
                    string letters = System.Text.Encoding.Latin1.GetString(text);
                    NumberStatus expected = DecimalOracle.Read(letters) is { } number && Strict(letters)
                        ? BigInteger.Abs(number.Digits) < BigInteger.Pow(2, 62) && number.Exponent == 0 ? NumberStatus.Ok : NumberStatus.Wide
                        : NumberStatus.Invalid;
                    NumberStatus actual = DecimalText.TryParse(text, Point, 0, out _);
                    if (letters.Contains('e', StringComparison.OrdinalIgnoreCase) && expected != NumberStatus.Invalid)
                    {
                        Assert.NotEqual(NumberStatus.Invalid, actual);
                    }
                    else
                    {
                        Assert.True(expected == actual, $"{letters}: {actual}");
                    }
                }
            }
        }
    }

    /// <summary>The oracle trims any run of signs; here one may stand in front and one behind the exponent's letter.</summary>
    private static bool Strict(string text) => text.LastIndexOfAny(['+', '-']) is -1 or 0 || char.ToLowerInvariant(text[text.LastIndexOfAny(['+', '-']) - 1]) == 'e';
}
