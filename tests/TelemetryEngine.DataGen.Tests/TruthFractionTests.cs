using System.Numerics;

namespace TelemetryEngine.DataGen.Tests;

public sealed class TruthFractionTests
{
    [Theory]
    [InlineData(0, 0, 1, 3)]
    [InlineData(1, 0, 1, 3)]
    [InlineData(0, 1, 3, 1)]
    [InlineData(5, 2, 7, 720_000_000_000)]
    [InlineData(long.MaxValue, 1, long.MaxValue, 1)]
    [InlineData((1L << 53) + 1, 0, 1, 1)]
    [InlineData((1L << 53) + 1, 1, 1_000_000_007, 1)]
    [InlineData((1L << 53) + 3, 0, 1, 1)]
    [InlineData(1, 0, 1, long.MaxValue)]
    public void A_sum_is_rounded_once(long whole, long numerator, long denominator, long divisor)
    {
        TruthFraction fraction = new();
        fraction.Add(whole);
        fraction.Add(numerator, denominator);
        BigInteger sum = ((BigInteger)whole * denominator) + numerator;
        Assert.Equal(ExactQuotient.Of(sum, (BigInteger)denominator * divisor), fraction.DividedBy(divisor));
    }

    [Fact]
    public void Fractions_add_up_exactly()
    {
        TruthFraction fraction = new();
        for (int i = 1; i < 50; i++)
        {
            fraction.Add(1, (BigInteger)i * (i + 1));
        }

        Assert.Equal(49.0 / 50, fraction.DividedBy(1));
    }
}
