using System.Numerics;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Sketch;
using TelemetryEngine.Kernels.Tests.Oracles;

namespace TelemetryEngine.Kernels.Tests.Sketch;

public sealed class LogBucketsTests
{
    private const double SmallestNormal = 2.2250738585072014E-308;

    [Fact]
    public void Every_value_is_within_1_percent_of_its_bucket() => Prop.ForAll(
        Generators.Doubles.ToArbitrary(), value => IsClose(value, LogBuckets.ValueOf(Of(value)))).Check(20_000);

    [Fact]
    public void Both_ends_of_every_bucket_are_within_1_percent()
    {
        for (int bucket = 1; bucket < LogBuckets.Infinity; bucket++)
        {
            double last = LastOf(bucket);
            Assert.True(IsClose(last, LogBuckets.ValueOf(bucket)), $"{last:R}");
            Assert.Equal(bucket + 1, Of(double.BitIncrement(last)));
            Assert.Equal(bucket, Of(LogBuckets.ValueOf(bucket)));
            if (double.IsFinite(double.BitIncrement(last)))
            {
                Assert.True(IsClose(double.BitIncrement(last), LogBuckets.ValueOf(bucket + 1)), $"{last:R}");
            }
        }
    }

    [Fact]
    public void Buckets_rise_with_values() => Prop.ForAll(
        Generators.Doubles.ToArbitrary(), Generators.Doubles.ToArbitrary(), (a, b) => a > b || Of(a) <= Of(b)).Check(20_000);

    [Fact]
    public void Negative_values_are_mirrored() => Prop.ForAll(
        Generators.Doubles.ToArbitrary(),
        value => Of(-value) == -Of(value) && LogBuckets.ValueOf(Of(-value)) + 0.0 == -LogBuckets.ValueOf(Of(value))).Check();

    [Theory]
    [InlineData(0.0, LogBuckets.Zero, 0.0)]
    [InlineData(double.Epsilon, LogBuckets.Zero, 0.0)]
    [InlineData(2.225073858507201E-308, LogBuckets.Zero, 0.0)]
    [InlineData(-2.225073858507201E-308, LogBuckets.Zero, 0.0)]
    [InlineData(double.PositiveInfinity, LogBuckets.Infinity, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, -LogBuckets.Infinity, double.NegativeInfinity)]
    [InlineData(double.NaN, LogBuckets.NaN, double.NaN)]
    public void What_has_no_relative_error_has_a_bucket_of_its_own(double value, int bucket, double shown)
    {
        Assert.Equal(bucket, Of(value));
        Assert.Equal(BitConverter.DoubleToInt64Bits(shown), BitConverter.DoubleToInt64Bits(LogBuckets.ValueOf(bucket)));
    }

    [Fact]
    public void Minus_zero_is_zero() => Assert.Equal(LogBuckets.Zero, Of(-0.0));

    [Theory]
    [InlineData(0x7FF0000000000001)]
    [InlineData(0x7FFFFFFFFFFFFFFF)]
    [InlineData(unchecked((long)0xFFF0000000000001))]
    [InlineData(unchecked((long)0xFFF8000000000000))]
    public void Every_NaN_is_one(long bits) => Assert.Equal(LogBuckets.NaN, Of(BitConverter.Int64BitsToDouble(bits)));

    [Fact]
    public void The_ends_of_the_normal_range_have_the_ends_of_the_buckets()
    {
        Assert.Equal(1, Of(SmallestNormal));
        Assert.Equal(LogBuckets.Infinity - 1, Of(double.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogBuckets.ValueOf(LogBuckets.NaN + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogBuckets.ValueOf(-LogBuckets.Infinity - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogBuckets.ValueOf(int.MinValue));
    }

    [Fact]
    public void Columns_of_every_length_are_the_values_one_by_one()
    {
        Random random = new(5);
        for (int rows = 0; rows < 70; rows++)
        {
            double[] values = [.. Enumerable.Range(0, rows).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)))];
            int[] buckets = new int[rows];
            LogBuckets.Of(values, buckets);
            Assert.Equal(values.Select(Of), buckets);
        }

        Assert.Throws<ArgumentException>(() => LogBuckets.Of(new double[2], new int[1]));
    }

    private static int Of(double value)
    {
        Span<int> bucket = stackalloc int[1];
        LogBuckets.Of([value], bucket);
        return bucket[0];
    }

    // by bisection over the bits, which rise with positive values
    private static double LastOf(int bucket)
    {
        long low = BitConverter.DoubleToInt64Bits(SmallestNormal);
        long high = BitConverter.DoubleToInt64Bits(double.PositiveInfinity);
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            (low, high) = Of(BitConverter.Int64BitsToDouble(middle)) <= bucket ? (middle, high) : (low, middle);
        }

        return BitConverter.Int64BitsToDouble(low);
    }

    // |shown − value| ≤ value / 100 in integers, with nothing rounded
    private static bool IsClose(double value, double shown)
    {
        if (Math.Abs(value) < SmallestNormal)
        {
            return shown == 0;
        }

        BigInteger exact = Scaled(value);
        return BigInteger.Abs(Scaled(shown) - exact) * 100 <= BigInteger.Abs(exact);
    }

    private static BigInteger Scaled(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        BigInteger magnitude = ((bits & 0xFFFFFFFFFFFFF) | (1L << 52)) * BigInteger.Pow(2, (int)((bits >> 52) & 0x7FF));
        return bits < 0 ? -magnitude : magnitude;
    }
}
