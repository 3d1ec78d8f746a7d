using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Tests.Oracles;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Tests.Text;

public sealed class NumberWriterTests
{
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    [InlineData(1e16, "10000000000000000")]
    [InlineData(1e17, "1E+17")]
    [InlineData(1e-5, "1E-05")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.000123, "0.000123")]
    [InlineData(999999999.999999, "999999999.999999")]
    [InlineData(-1234.56, "-1234.56")]
    public void DoublesPrintAsTheRuntimePrintsThem(double value, string text)
    {
        Assert.Equal(text, Write(value));
        Assert.Equal(text, value.ToString("R", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void EveryDoublePrintsAsTheRuntimePrintsIt() => Prop.ForAll(
        Generators.Doubles.ToArbitrary(), value => Assert.Equal(value.ToString("R", CultureInfo.InvariantCulture), Write(value))).Check(20_000);

    [Fact]
    public void ShortDecimalsAndTheirNeighboursPrintAsTheRuntimePrintsThem() => Prop.ForAll(
        Gen.Choose(0, 15).SelectMany(_ => Generators.Bits64, (digits, bits) => Math.Abs(bits % (long)Math.Pow(10, digits))).ToArbitrary(),
        Gen.Choose(0, 9).ToArbitrary(),
        (digits, scale) =>
        {
            double value = digits / Math.Pow(10, scale);
            foreach (double near in new[] { value, -value, double.BitIncrement(value), double.BitDecrement(value) })
            {
                Assert.Equal(near.ToString("R", CultureInfo.InvariantCulture), Write(near));
            }
        }).Check(20_000);

    [Fact]
    public void QuotientsPrintAsTheRuntimePrintsThem() => Prop.ForAll(
        Gen.Choose(1, 100_000_000).ToArbitrary(), Gen.Choose(1, 3600).ToArbitrary(),
        (sum, count) => Assert.Equal(((double)sum / count).ToString("R", CultureInfo.InvariantCulture), Write((double)sum / count))).Check(20_000);

    [Fact]
    public void PowersOfTwoAndTheirNeighboursPrintAsTheRuntimePrintsThem()
    {
        for (int exponent = -1074; exponent < 1024; exponent++)
        {
            CheckNear(Math.ScaleB(1, exponent));
        }
    }

    [Fact]
    public void PowersOfTenAndTheirNeighboursPrintAsTheRuntimePrintsThem()
    {
        for (int exponent = -323; exponent < 309; exponent++)
        {
            for (int digit = 1; digit < 10; digit++)
            {
                CheckNear(double.Parse($"{digit}E{exponent}", CultureInfo.InvariantCulture));
            }
        }
    }

    [Fact]
    public void SubnormalsPrintAsTheRuntimePrintsThem()
    {
        Random random = new(7);
        for (int i = 1; i <= 20_000; i++)
        {
            Check(BitConverter.Int64BitsToDouble(i));
            Check(BitConverter.Int64BitsToDouble(random.NextInt64(1L << random.Next(1, 53))));
        }
    }

    [Fact]
    public void AnyBitsPrintAsTheRuntimePrintsThem()
    {
        Random random = new(11);
        for (int i = 0; i < 300_000; i++)
        {
            Check(BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)));
        }
    }

    [Fact]
    public void LargeIntegersPrintAsTheRuntimePrintsThem()
    {
        Random random = new(13);
        for (int i = 0; i < 100_000; i++)
        {
            long value = random.NextInt64(1L << random.Next(20, 63));
            Check(value);
            Check(value / 8.0);
        }
    }

    [Fact]
    public void IntegersPrintInDigits() => Prop.ForAll(Generators.Int64s.ToArbitrary(), value =>
    {
        byte[] bytes = new byte[NumberWriter.MaxLength];
        Assert.Equal(value.ToString(CultureInfo.InvariantCulture), Encoding.ASCII.GetString(bytes, 0, NumberWriter.Write(value, bytes)));
    }).Check(5000);

    [Fact]
    public void TheEndsOfInt64Print()
    {
        byte[] bytes = new byte[NumberWriter.MaxLength];
        Assert.Equal("-9223372036854775808", Encoding.ASCII.GetString(bytes, 0, NumberWriter.Write(long.MinValue, bytes)));
        Assert.Equal("9223372036854775807", Encoding.ASCII.GetString(bytes, 0, NumberWriter.Write(long.MaxValue, bytes)));
    }

    [Fact]
    public void AShortDestinationIsMisuse() => Assert.Throws<ArgumentException>(() => NumberWriter.Write(1.5, new byte[NumberWriter.MaxLength - 1]));

    private static void CheckNear(double value)
    {
        foreach (double near in new[] { value, -value, double.BitIncrement(value), double.BitDecrement(value) })
        {
            Check(near);
        }
    }

    private static void Check(double value)
    {
        string expected = value.ToString("R", CultureInfo.InvariantCulture);
        if (Write(value) != expected)
        {
            Assert.Fail($"{expected} was written as {Write(value)} (bits {BitConverter.DoubleToInt64Bits(value):X})");
        }
    }

    private static string Write(double value)
    {
        byte[] bytes = new byte[NumberWriter.MaxLength];
        return Encoding.ASCII.GetString(bytes, 0, NumberWriter.Write(value, bytes));
    }
}
