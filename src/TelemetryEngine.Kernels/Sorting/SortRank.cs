namespace TelemetryEngine.Kernels.Sorting;

// Unsigned numbers in the order of values.
internal static class SortRank
{
    private const ulong Sign = 1UL << 63;

    public static ulong Of(long value) => (ulong)value ^ Sign;

    // The bits of positive numbers rise with them, those of negative ones fall; −0 is 0, and NaN comes behind all.
    public static ulong Of(double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        return double.IsNaN(value) ? ulong.MaxValue : (bits & Sign) == 0 ? bits | Sign : ~bits;
    }
}
