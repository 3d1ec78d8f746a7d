using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Tests.Oracles;

namespace TelemetryEngine.Kernels.Tests.Exact;

public sealed class BinaryFixedPointTests
{
    [Fact]
    public void TwoPartsAreRoundedAsTheirSum() => Prop.ForAll(Parts(), c =>
        Assert.Equal(
            BitConverter.DoubleToInt64Bits(BinaryFixedPoint.Round(FixedPointBlock.Join(c.High, c.Low), c.Count)),
            BitConverter.DoubleToInt64Bits(BinaryFixedPoint.Round(c.High, c.Low, c.Count)))).Check(20_000);

    /// <summary>Quotients that lie between two doubles, or one step beside.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(65536)]
    [InlineData(1_000_003)]
    public void TiesGoToEven(long count)
    {
        for (int shift = 0; shift < 12; shift++)
        {
            for (long odd = (1L << 53) + 1; odd < (1L << 53) + 40; odd += 2)
            {
                Int128 tie = (Int128)odd * count << shift;
                for (int beside = -1; beside <= 1; beside++)
                {
                    AssertRounds(tie + beside, count);
                    AssertRounds(-tie + beside, count);
                }
            }
        }
    }

    [Theory]
    [InlineData(0, 0, 7, 0.0)]
    [InlineData(1 << 24, 0, 1, 1.0)]
    [InlineData(-(1 << 24), 0, 4, -0.25)]
    [InlineData(0, -(1L << 51), 1, -1.0 / (1 << 24))]
    [InlineData(1, -(1L << 51), 3, 0.0)]
    public void KnownQuotients(long high, long low, long count, double expected) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(BinaryFixedPoint.Round(high, low, count)));

    [Fact]
    public void ThereMustBeACount() => Assert.ThrowsAny<ArgumentException>(() => BinaryFixedPoint.Round(1L, 1L, 0));

    /// <summary>Likely sums, sums of any size, ties and divisors that are none of a double: whole columns get what each row gets.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(263)]
    [InlineData(5_000)]
    public void ColumnsAreRoundedAsTheirRows(int rows)
    {
        Random random = new(rows);
        long[] highs = new long[rows];
        long[] lows = new long[rows];
        long[] counts = new long[rows];
        for (int row = 0; row < rows; row++)
        {
            int width = row % 3 == 0 ? random.Next(63) : 20;
            highs[row] = random.NextInt64() >> width;
            lows[row] = random.NextInt64() >> random.Next(63);
            counts[row] = (random.NextInt64(long.MaxValue) >> (row % 5 == 0 ? random.Next(60) : 50)) + 1;
            if (row % 7 == 0)
            {
                (highs[row], lows[row], counts[row]) = ((1L << 40) + row, (row << 1) + 1L, 1L << (row % 20));
            }
        }

        double[] results = new double[rows];
        BinaryFixedPoint.Round(highs, lows, counts, results);
        for (int row = 0; row < rows; row++)
        {
            double expected = BinaryFixedPoint.Round(FixedPointBlock.Join(highs[row], lows[row]), counts[row]);
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(results[row]));
        }
    }

    [Fact]
    public void ColumnsMustFitEachOther()
    {
        Assert.ThrowsAny<ArgumentException>(() => BinaryFixedPoint.Round(new long[8], new long[7], new long[8], new double[8]));
        Assert.ThrowsAny<ArgumentException>(() => BinaryFixedPoint.Round(new long[7], new long[8], new long[8], new double[8]));
        Assert.ThrowsAny<ArgumentException>(() => BinaryFixedPoint.Round(new long[8], new long[8], new long[7], new double[8]));
        Assert.ThrowsAny<ArgumentException>(() => BinaryFixedPoint.Round(new long[8], new long[8], new long[8], new double[8]));
    }

    private static void AssertRounds(Int128 steps, long count)
    {
        long high = (long)(steps >> FixedPointBlock.HighShift);
        long low = (long)(steps & ((1L << FixedPointBlock.HighShift) - 1));
        Assert.Equal(BinaryFixedPoint.Round(steps, count), BinaryFixedPoint.Round(high, low, count));
        Assert.Equal(BinaryFixedPoint.Round(steps, count), BinaryFixedPoint.Round(high - 3, low + (3L << FixedPointBlock.HighShift), count));
    }

    private static Arbitrary<(long High, long Low, long Count)> Parts() => Int64(62)
        .SelectMany(high => Int64(62).SelectMany(low => Int64(40).Select(count => (high, low, Math.Abs(count) + 1))))
        .ToArbitrary();

    /// <summary>Numbers of every width, half of them with few bits set.</summary>
    private static Gen<long> Int64(int bits) => Gen.Choose(0, bits).SelectMany(width => Gen.Choose(int.MinValue, int.MaxValue).SelectMany(upper =>
        Gen.Choose(int.MinValue, int.MaxValue).Select(lower =>
            ((((long)upper << 32) ^ (uint)lower) & ((lower & 1) == 0 ? -1L : ~0L << 40)) >> (63 - width))));
}
