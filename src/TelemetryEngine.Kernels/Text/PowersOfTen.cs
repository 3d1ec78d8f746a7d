using System.Numerics;

namespace TelemetryEngine.Kernels.Text;

// The powers of ten that fit their type exactly.
internal static class PowersOfTen
{
    // 10^0 … 10^18.
    public static ReadOnlySpan<long> Int64 =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    // 10^0 … 10^22: all powers that a double holds exactly (5^22 is below 2^53).
    public static ReadOnlySpan<double> Double =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    // 10^exponent, which is 0 or more.
    public static BigInteger Big(int exponent) => BigInteger.Pow(10, exponent);
}
