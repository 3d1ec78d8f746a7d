using TelemetryEngine.Kernels.Bits;

namespace TelemetryEngine.Kernels.Tests.Bits;

public sealed class CompactTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.02)]
    [InlineData(0.5)]
    [InlineData(0.98)]
    [InlineData(1.0)]
    public void TheKeptRowsStandInFrontInTheirOrder(double share)
    {
        Random random = new(9);
        for (int rows = 0; rows <= 300; rows++)
        {
            byte[] keep = new byte[Bitmaps.ByteCount(rows) + 1], bits = new byte[keep.Length];
            random.NextBytes(bits);
            keep[^1] = 0xFF;
            for (int row = 0; row < rows; row++)
            {
                keep[row / 8] |= (byte)(random.NextDouble() < share ? 1 << (row % 8) : 0);
            }

            long[] longs = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt64())];
            int[] ints = [.. longs.Select(value => (int)value)];
            bool[] flags = [.. Enumerable.Range(0, rows).Select(row => IsSet(bits, row))];
            int[] kept = [.. Enumerable.Range(0, rows).Where(row => IsSet(keep, row))];
            long[] expected = [.. kept.Select(row => longs[row])];

            Assert.Equal(kept.Length, Compact.Int64(longs, keep, rows));
            Assert.Equal(kept.Length, Compact.Int32(ints, keep, rows));
            Assert.Equal(kept.Length, Compact.Bits(bits, keep, rows));
            Assert.Equal(expected, longs[..kept.Length]);
            Assert.Equal(expected.Select(value => (int)value), ints[..kept.Length]);
            Assert.Equal(kept.Select(row => flags[row]), Enumerable.Range(0, kept.Length).Select(row => IsSet(bits, row)));
        }
    }

    [Fact]
    public void FewerValuesOrBitsThanRowsAreMisuse()
    {
        Assert.ThrowsAny<ArgumentException>(() => Compact.Int64(new long[8], new byte[1], 9));
        Assert.ThrowsAny<ArgumentException>(() => Compact.Int64(new long[9], new byte[1], 9));
        Assert.ThrowsAny<ArgumentException>(() => Compact.Bits(new byte[1], new byte[2], 9));
        Assert.ThrowsAny<ArgumentException>(() => Compact.Int32(new int[9], new byte[2], -1));
    }

    private static bool IsSet(byte[] bits, int row) => (bits[row / 8] >> (row % 8) & 1) != 0;
}
