using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Tests.Oracles;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Tests.Text;

public sealed class Int64TextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("+7", 7)]
    [InlineData("007", 7)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("-00000000000000000000009223372036854775808", long.MinValue)]
    public void DigitsAreTheirValue(string text, long value)
    {
        Assert.Equal(NumberStatus.Ok, Int64Text.TryParse(text.Utf8(), out long actual));
        Assert.Equal(value, actual);
    }

    [Theory]
    [InlineData("", NumberStatus.Invalid)]
    [InlineData("-", NumberStatus.Invalid)]
    [InlineData("1.0", NumberStatus.Invalid)]
    [InlineData("1e3", NumberStatus.Invalid)]
    [InlineData("--1", NumberStatus.Invalid)]
    [InlineData("1_000", NumberStatus.Invalid)]
    [InlineData("0x1F", NumberStatus.Invalid)]
    [InlineData(" 1", NumberStatus.Invalid)]
    [InlineData("9223372036854775808", NumberStatus.OutOfRange)]
    [InlineData("-9223372036854775809", NumberStatus.OutOfRange)]
    [InlineData("99999999999999999999999999999999", NumberStatus.OutOfRange)]
    [InlineData("9999999999999999999999999999999x", NumberStatus.Invalid)]
    public void EverythingElseHasItsStatus(string text, object status)
    {
        Assert.Equal(status, Int64Text.TryParse(text.Utf8(), out long value));
        Assert.Equal(0, value);
    }

    [Fact]
    public void IntegersOfEveryLengthReadBack() => Prop.ForAll(
        Generators.Int64s.ToArbitrary(), Gen.Choose(0, 12).ToArbitrary(), (value, power) =>
        {
            BigInteger number = value * BigInteger.Pow(10, power);
            NumberStatus status = Int64Text.TryParse(number.ToString(CultureInfo.InvariantCulture).Utf8(), out long actual);
            bool fits = number >= long.MinValue && number <= long.MaxValue;
            Assert.Equal(fits ? NumberStatus.Ok : NumberStatus.OutOfRange, status);
            Assert.Equal(fits ? number : 0, actual);
        }).Check(5000);

    [Fact]
    public void NoBytesThrow() => Prop.ForAll(
        Generators.NearlyText.ToArbitrary(), bytes =>
        {
            bool digits = bytes.Length > 0 && bytes.Skip(bytes[0] is (byte)'-' or (byte)'+' ? 1 : 0).ToArray() is { Length: > 0 } rest && rest.All(b => char.IsAsciiDigit((char)b));
            Assert.Equal(digits, Int64Text.TryParse(bytes, out _) != NumberStatus.Invalid);
        }).Check(5000);
}
