using System.Numerics;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Sketch;
using TelemetryEngine.Kernels.Tests.Oracles;

namespace TelemetryEngine.Kernels.Tests.Sketch;

public sealed class StableHashTests
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    [Fact]
    public void Hashes_are_the_published_outputs_of_SplitMix64()
    {
        Assert.Equal(0xE220A8397B1DCDAF, StableHash.Of(0UL));
        Assert.Equal(0x6E789E6AA1B965F4UL, StableHash.Of(Golden));
        ulong[] published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        for (int i = 0; i < published.Length; i++)
        {
            Assert.Equal(published[i], StableHash.Of(unchecked(1234567 + ((ulong)i * Golden))));
        }
    }

    [Fact]
    public void Every_value_comes_back_from_its_hash() => Prop.ForAll(
        Generators.Int64s.ToArbitrary(), value => Assert.Equal((ulong)value, Inverse(StableHash.Of((ulong)value)))).Check(5000);

    [Fact]
    public void Bytes_are_hashed_as_words_with_the_low_byte_first_wherever_they_lie()
    {
        Random random = new(11);
        for (int length = 0; length < 70; length++)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            ulong expected = StableHash.Of((ulong)length);
            for (int start = 0; start <= length; start += 8)
            {
                byte[] word = [.. bytes.Skip(start).Take(8)];
                expected = StableHash.Of(expected ^ (ulong)new BigInteger(word, isUnsigned: true));
            }

            for (int offset = 0; offset < 9; offset++)
            {
                byte[] moved = [.. new byte[offset], .. bytes, 0xFF];
                Assert.Equal(expected, StableHash.Of(moved.AsSpan(offset, length)));
            }
        }
    }

    [Fact]
    public void Bytes_that_are_nearly_the_same_have_different_hashes()
    {
        HashSet<ulong> hashes = [];
        int texts = 0;
        for (int length = 0; length <= 40; length++)
        {
            byte[] bytes = new byte[length];
            Assert.True(hashes.Add(StableHash.Of(bytes)));
            texts++;
            for (int bit = 0; bit < length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.True(hashes.Add(StableHash.Of(bytes)), $"{length} bytes, bit {bit}");
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                texts++;
            }
        }

        Assert.Equal(texts, hashes.Count);
    }

    [Fact]
    public void A_bit_turned_over_turns_over_about_half_of_the_hash()
    {
        Random random = new(12);
        for (int bit = 0; bit < 64; bit++)
        {
            int turned = 0;
            for (int i = 0; i < 1000; i++)
            {
                ulong value = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
                turned += BitOperations.PopCount(StableHash.Of(value) ^ StableHash.Of(value ^ (1UL << bit)));
            }

            // 32,000 with a standard deviation of 126 for fair bits
            Assert.InRange(turned, 31_000, 33_000);
        }
    }

    private static ulong Inverse(ulong hash)
    {
        ulong x = Unshift(hash, 31);
        x = Unshift(unchecked(x * Reciprocal(0x94D049BB133111EB)), 27);
        x = Unshift(unchecked(x * Reciprocal(0xBF58476D1CE4E5B9)), 30);
        return unchecked(x - Golden);
    }

    // x = value ^ (value >> shift)
    private static ulong Unshift(ulong x, int shift)
    {
        ulong value = x;
        for (int i = 0; i < 3; i++)
        {
            value = x ^ (value >> shift);
        }

        return value;
    }

    // 2^62 is the exponent of the odd numbers modulo 2^64
    private static ulong Reciprocal(ulong odd) => (ulong)BigInteger.ModPow(odd, (BigInteger.One << 62) - 1, BigInteger.One << 64);
}
