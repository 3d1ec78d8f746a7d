using System.Globalization;
using TelemetryEngine.Kernels.Sketch;

namespace TelemetryEngine.Kernels.Tests.Sketch;

public sealed class HyperLogLogTests
{
    /// <summary>1.04 / √m, as published.</summary>
    private static readonly double StandardError = 1.04 / Math.Sqrt(HyperLogLog.Registers);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1_000)]
    [InlineData(16_384)]
    [InlineData(40_960)]
    [InlineData(81_920)]
    [InlineData(300_000)]
    public void Estimates_are_as_near_as_published(int different)
    {
        const int Trials = 25;
        double sum = 0;
        double squares = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            byte[] registers = Sketch(HashesOf(trial, different));
            double error = (HyperLogLog.Estimate(registers) / different) - 1;
            Assert.InRange(Math.Abs(error), 0, 4 * StandardError);
            sum += error;
            squares += error * error;
        }

        // four standard deviations of the mean, and of the spread, of so many trials
        Assert.InRange(Math.Abs(sum / Trials), 0, 4 * StandardError / Math.Sqrt(Trials));
        Assert.InRange(Math.Sqrt(squares / Trials), 0, StandardError * (1 + (4 / Math.Sqrt(2 * Trials))));
    }

    [Fact]
    public void Registers_keep_the_greatest_rank()
    {
        byte[] expected = new byte[HyperLogLog.Registers];
        ulong[] hashes = [0, ulong.MaxValue, 1, 1UL << 49, 1UL << 50, 1UL << 63, .. HashesOf(1, 50_000)];
        byte[] registers = new byte[HyperLogLog.Registers];
        foreach (ulong hash in hashes)
        {
            string bits = hash.ToString("b64", CultureInfo.InvariantCulture);
            int register = Convert.ToInt32(bits[..14], 2);
            int one = bits[14..].IndexOf('1', StringComparison.Ordinal);
            expected[register] = (byte)Math.Max(expected[register], one < 0 ? HyperLogLog.MaxRank : one + 1);
            HyperLogLog.Add(registers, hash);
            HyperLogLog.Add(registers, hash);
        }

        Assert.Equal(expected, registers);
        Assert.Equal(HyperLogLog.MaxRank, registers[0]);
    }

    [Fact]
    public void Merged_parts_are_the_whole()
    {
        ulong[] hashes = [.. HashesOf(2, 60_000)];
        byte[] whole = Sketch(hashes);
        byte[] left = Sketch(hashes[..35_000]);
        byte[] right = Sketch(hashes[25_000..]);
        byte[] rightBefore = [.. right];
        HyperLogLog.Merge(left, right);
        Assert.Equal(whole, left);
        Assert.Equal(rightBefore, right);
        HyperLogLog.Merge(left, left);
        HyperLogLog.Merge(left, new byte[HyperLogLog.Registers]);
        Assert.Equal(whole, left);
        Assert.Equal(BitConverter.DoubleToInt64Bits(HyperLogLog.Estimate(whole)), BitConverter.DoubleToInt64Bits(HyperLogLog.Estimate(left)));
    }

    [Fact]
    public void The_ends_are_nothing_and_no_number()
    {
        byte[] registers = new byte[HyperLogLog.Registers];
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(HyperLogLog.Estimate(registers)));
        Array.Fill(registers, (byte)HyperLogLog.MaxRank);
        Assert.Equal(double.PositiveInfinity, HyperLogLog.Estimate(registers));
    }

    [Fact]
    public void Estimates_rise_with_every_register()
    {
        byte[] registers = new byte[HyperLogLog.Registers];
        Random random = new(3);
        double before = 0;
        for (int i = 0; i < 500; i++)
        {
            ref byte register = ref registers[random.Next(registers.Length)];
            register = (byte)Math.Min(register + random.Next(1, 20), HyperLogLog.MaxRank);
            double estimate = HyperLogLog.Estimate(registers);
            Assert.True(estimate >= before, $"{estimate:R} after {before:R}");
            before = estimate;
        }
    }

    [Fact]
    public void Other_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => HyperLogLog.Estimate(new byte[HyperLogLog.Registers - 1]));
        Assert.Throws<ArgumentException>(() => HyperLogLog.Estimate(new byte[HyperLogLog.Registers + 1]));
        Assert.ThrowsAny<ArgumentException>(() => HyperLogLog.Merge(new byte[HyperLogLog.Registers], new byte[1]));
    }

    private static byte[] Sketch(IEnumerable<ulong> hashes)
    {
        byte[] registers = new byte[HyperLogLog.Registers];
        foreach (ulong hash in hashes)
        {
            HyperLogLog.Add(registers, hash);
        }

        return registers;
    }

    // consecutive numbers, as keys often are: different ranges have different hashes
    private static IEnumerable<ulong> HashesOf(int seed, int different) =>
        Enumerable.Range(0, different).Select(i => StableHash.Of(((ulong)seed << 32) + (ulong)i));
}
