using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Tests.Oracles;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Tests.Text;

public sealed class ScaledDecimalTests
{
    [Theory]
    [InlineData(0, 5, 0.0)]
    [InlineData(1, 1, 0.1)]
    [InlineData(-123456, 2, -1234.56)]
    [InlineData(long.MinValue, 18, -9.223372036854775808)]
    [InlineData(9007199254740993, 0, 9007199254740992.0)]
    public void AMantissaAtAScaleIsTheNearestDouble(long mantissa, int scale, double value) => Assert.Equal(value, ScaledDecimal.ToDouble(mantissa, scale));

    [Fact]
    public void EveryMantissaAtEveryScaleIsRoundedOnce() => Prop.ForAll(
        Generators.Int64s.ToArbitrary(), Gen.Choose(0, 18).ToArbitrary(),
        (mantissa, scale) => NearestDouble.Assert(mantissa, BigInteger.Pow(10, scale), ScaledDecimal.ToDouble(mantissa, scale))).Check(5000);

    [Fact]
    public void ColumnsOfAnyLengthAreTheirValuesOneByOne() => Prop.ForAll(
        Generators.Int64s.ArrayOf().ToArbitrary(), Gen.Choose(0, 18).ToArbitrary(), (mantissas, scale) =>
        {
            double[] values = new double[mantissas.Length];
            ScaledDecimal.ToDoubles(mantissas, scale, values);
            Assert.Equal(mantissas.Select(mantissa => ScaledDecimal.ToDouble(mantissa, scale)), values);
        }).Check(2000);

    [Fact]
    public void ColumnsOfSmallMantissasAreTheirValuesOneByOne()
    {
        for (int length = 0; length <= 256; length++)
        {
            long[] mantissas = [.. Enumerable.Range(0, length).Select(i => (i * 7919L - 900_000) * (i % 3 == 0 ? 1 : 1_000_003))];
            double[] values = new double[length];
            ScaledDecimal.ToDoubles(mantissas, 3, values);
            Assert.Equal(mantissas.Select(mantissa => mantissa / 1000.0), values);
        }
    }

    [Fact]
    public void SpansOfTwoLengthsAreMisuse() => Assert.ThrowsAny<ArgumentException>(() => ScaledDecimal.ToDoubles(new long[3], 0, new double[4]));
}
