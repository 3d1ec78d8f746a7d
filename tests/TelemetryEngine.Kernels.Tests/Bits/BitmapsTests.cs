using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Bits;
using TelemetryEngine.Kernels.Tests.Oracles;

namespace TelemetryEngine.Kernels.Tests.Bits;

public sealed class BitmapsTests
{
    [Fact]
    public void OnesAreCountedInTheRowsOnly()
    {
        Random random = new(7);
        for (int rows = 0; rows <= 300; rows++)
        {
            byte[] bits = new byte[Bitmaps.ByteCount(rows) + random.Next(3)];
            random.NextBytes(bits);
            int expected = Enumerable.Range(0, rows).Count(row => (bits[row / 8] >> (row % 8) & 1) != 0);
            Assert.Equal(expected, Bitmaps.CountOnes(bits, rows));
        }
    }

    [Fact]
    public void EachOperationIsItsDefinitionAtEveryLength()
    {
        Random random = new(8);
        for (int length = 0; length <= 256; length++)
        {
            byte[] left = new byte[length], right = new byte[length], result = new byte[length];
            random.NextBytes(left);
            random.NextBytes(right);
            Bitmaps.And(left, right, result);
            Assert.Equal(left.Zip(right, (a, b) => (byte)(a & b)), result);
            Bitmaps.Or(left, right, result);
            Assert.Equal(left.Zip(right, (a, b) => (byte)(a | b)), result);
            Bitmaps.AndNot(left, right, result);
            Assert.Equal(left.Zip(right, (a, b) => (byte)(a & ~b)), result);
            Bitmaps.Not(left, result);
            Assert.Equal(left.Select(a => (byte)~a), result);
        }
    }

    [Fact]
    public void TheResultMayBeASource() => Prop.ForAll(ArbMap.Default.GeneratorFor<byte>().ArrayOf().ToArbitrary(), bytes =>
    {
        byte[] bits = [.. bytes];
        Bitmaps.AndNot(bits, bits, bits);
        Assert.All(bits, value => Assert.Equal(0, value));
        Bitmaps.Not(bits, bits);
        Assert.All(bits, value => Assert.Equal(255, value));
    }).Check(200);

    [Fact]
    public void LengthsThatDifferAreMisuse()
    {
        Assert.ThrowsAny<ArgumentException>(() => Bitmaps.And(new byte[1], new byte[2], new byte[2]));
        Assert.ThrowsAny<ArgumentException>(() => Bitmaps.Not(new byte[2], new byte[1]));
        Assert.ThrowsAny<ArgumentException>(() => Bitmaps.CountOnes(new byte[1], 9));
        Assert.ThrowsAny<ArgumentException>(() => Bitmaps.CountOnes(new byte[1], -1));
    }
}
