using System.Numerics;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Tests.Text;

public sealed class ShortestDecimalTests
{
    [Fact]
    public void PowersOfTenAreRoundedUp()
    {
        for (int power = -292; power <= 324; power++)
        {
            (ulong high, ulong low) = ShortestDecimal.Scaled(power);
            BigInteger found = ((BigInteger)high << 64) + low;

            // 10^power × 2^(127 − ⌊log2 10^power⌋) as a fraction
            BigInteger above = BigInteger.Pow(10, Math.Max(power, 0));
            BigInteger below = BigInteger.Pow(10, Math.Max(-power, 0));
            int shift = 127 - FloorLog2(above, below);
            above <<= Math.Max(shift, 0);
            below <<= Math.Max(-shift, 0);
            Assert.True(found * below >= above && (found - 1) * below < above, $"10^{power}: {found}");
        }
    }

    private static int FloorLog2(BigInteger above, BigInteger below)
    {
        int log = (int)(above.GetBitLength() - below.GetBitLength());
        return Shifted(below, log) <= Shifted(above, -log) ? log : log - 1;
    }

    private static BigInteger Shifted(BigInteger number, int by) => by > 0 ? number << by : number;
}
