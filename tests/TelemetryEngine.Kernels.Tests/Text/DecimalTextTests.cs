using System.Numerics;
using System.Text;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Tests.Text;

public sealed class DecimalTextTests
{
    private const byte Point = (byte)'.';

    [Theory]
    [InlineData("1234.56", 2, 123456)]
    [InlineData("1234.56", 7, 12345600000)]
    [InlineData(".5", 1, 5)]
    [InlineData("5.", 1, 50)]
    [InlineData("+5", 0, 5)]
    [InlineData("-5", 3, -5000)]
    [InlineData("1e3", 0, 1000)]
    [InlineData("1.25E-1", 3, 125)]
    [InlineData("12300e-2", 0, 123)]
    [InlineData("1.500000000000000000000000", 1, 15)]
    [InlineData("-0", 2, 0)]
    [InlineData("-0.000", 2, 0)]
    [InlineData("0e999999999999999999999", 2, 0)]
    [InlineData("4611686018427387903", 0, 4611686018427387903)]
    [InlineData("-4611686018427387903", 0, -4611686018427387903)]
    [InlineData("000000000000000000000000000000000012.5", 1, 125)]
    [InlineData("0.000000000000000000000000000001e30", 0, 1)]
    public void AValueThatFitsIsItsMantissa(string text, int scale, long mantissa)
    {
        Assert.Equal(NumberStatus.Ok, DecimalText.TryParse(Encoding.UTF8.GetBytes(text), Point, scale, out long actual));
        Assert.Equal(mantissa, actual);
    }

    [Theory]
    [InlineData("", NumberStatus.Invalid)]
    [InlineData("-", NumberStatus.Invalid)]
    [InlineData(".", NumberStatus.Invalid)]
    [InlineData("-.", NumberStatus.Invalid)]
    [InlineData("+-1", NumberStatus.Invalid)]
    [InlineData("e5", NumberStatus.Invalid)]
    [InlineData("1e", NumberStatus.Invalid)]
    [InlineData("1e+", NumberStatus.Invalid)]
    [InlineData("1e5.0", NumberStatus.Invalid)]
    [InlineData("1.2.3", NumberStatus.Invalid)]
    [InlineData("1_000", NumberStatus.Invalid)]
    [InlineData("1,5", NumberStatus.Invalid)]
    [InlineData("0x10", NumberStatus.Invalid)]
    [InlineData(" 1", NumberStatus.Invalid)]
    [InlineData("1 ", NumberStatus.Invalid)]
    [InlineData("NA", NumberStatus.Invalid)]
    [InlineData("nano", NumberStatus.Invalid)]
    [InlineData("infinit", NumberStatus.Invalid)]
    [InlineData("NaN", NumberStatus.NotFinite)]
    [InlineData("nan", NumberStatus.NotFinite)]
    [InlineData("-NAN", NumberStatus.NotFinite)]
    [InlineData("inf", NumberStatus.NotFinite)]
    [InlineData("-inf", NumberStatus.NotFinite)]
    [InlineData("+Infinity", NumberStatus.NotFinite)]
    [InlineData("0.001", NumberStatus.Wide)]
    [InlineData("4611686018427387904e-2", NumberStatus.Wide)]
    [InlineData("1e17", NumberStatus.Wide)]
    [InlineData("1e308", NumberStatus.Wide)]
    [InlineData("1e-400", NumberStatus.Wide)]
    [InlineData("1e-1200", NumberStatus.Wide)]
    [InlineData("1e-1201", NumberStatus.OutOfRange)]
    [InlineData("1e400", NumberStatus.OutOfRange)]
    [InlineData("-1e309", NumberStatus.OutOfRange)]
    [InlineData("179769313486231580794e288", NumberStatus.OutOfRange)]
    [InlineData("179769313486231580793e288", NumberStatus.Wide)]
    [InlineData("1e99999999999999999999999", NumberStatus.OutOfRange)]
    [InlineData("1e-99999999999999999999999", NumberStatus.OutOfRange)]
    public void EveryOtherTextHasItsStatus(string text, object status)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(status, DecimalText.TryParse(bytes, Point, 2, out long mantissa));
        Assert.Equal(0, mantissa);
        Assert.Equal(status, DecimalText.ParseWide(bytes, Point, out _, out _, out _));
    }

    [Fact]
    public void DigitsUpToTheLimitAreWideAndOneMoreIsOutOfRange()
    {
        string digits = new('7', DecimalText.MaxDigits);
        Assert.Equal(NumberStatus.Wide, DecimalText.TryParse(Encoding.UTF8.GetBytes("0." + digits), Point, 2, out _));
        Assert.Equal(NumberStatus.OutOfRange, DecimalText.TryParse(Encoding.UTF8.GetBytes("0.7" + digits), Point, 2, out _));
    }

    [Theory]
    [InlineData("1e308", "1", -308)]
    [InlineData("-12.500", "-125", 1)]
    [InlineData("1e-400", "1", 400)]
    [InlineData("0.0", "0", 0)]
    [InlineData("123456789012345678901234567890.000", "12345678901234567890123456789", -1)]
    public void WideValuesAreExactAndWithoutTrailingZeros(string text, string mantissa, int scale)
    {
        Assert.Equal(NumberStatus.Wide, DecimalText.ParseWide(Encoding.UTF8.GetBytes(text), Point, out BigInteger actual, out int actualScale, out double notFinite));
        Assert.Equal(BigInteger.Parse(mantissa), actual);
        Assert.Equal(scale, actualScale);
        Assert.Equal(0.0, notFinite);
    }

    [Fact]
    public void TheSeparatorIsTheCallers()
    {
        Assert.Equal(NumberStatus.Ok, DecimalText.TryParse("1,5"u8, (byte)',', 1, out long mantissa));
        Assert.Equal(15, mantissa);
        Assert.Equal(NumberStatus.Invalid, DecimalText.TryParse("1.5"u8, (byte)',', 1, out _));
    }

    [Fact]
    public void AScaleOutsideItsRangeIsMisuse()
    {
        Assert.ThrowsAny<ArgumentException>(() => DecimalText.TryParse("1e0"u8, Point, 19, out _));
        Assert.ThrowsAny<ArgumentException>(() => DecimalText.TryParse("1e0"u8, Point, -1, out _));
    }
}
