using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Kernels.Text;

// Scaled integers, mantissa × 10^−scale, as the nearest doubles.
internal static class ScaledDecimal
{
    private const long ExactLimit = 1L << 53;

    // The double nearest to mantissa × 10^−scale, ties to even; 0 gives +0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(long mantissa, int scale) =>
        mantissa is >= -ExactLimit and <= ExactLimit ? mantissa / PowersOfTen.Double[scale] : Careful(mantissa, scale);

    // The double nearest to mantissa × 10^−scale, ties to even, whatever their size.
    // scale: Any scale; a negative one adds zeros.
    public static double ToDouble(BigInteger mantissa, int scale) => scale <= 0
        ? ExactQuotient.Round(mantissa * PowersOfTen.Big(-scale), BigInteger.One)
        : ExactQuotient.Round(mantissa, PowersOfTen.Big(scale));

    // Like ToDouble for each mantissa. The spans have one length; they may be the same memory.
    // throws ArgumentException: The lengths differ.
    // throws ArgumentOutOfRangeException: The scale is not 0 to DecimalText.MaxScale.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToDoubles(ReadOnlySpan<long> mantissas, int scale, Span<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)scale, (uint)DecimalText.MaxScale, nameof(scale));
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, mantissas.Length);
        double power = PowersOfTen.Double[scale];
        int row = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<double> divisor = Vector256.Create(power);
            Vector256<long> offset = Vector256.Create(ExactLimit);
            Vector256<ulong> width = Vector256.Create(2 * (ulong)ExactLimit);
            for (; row <= mantissas.Length - 4; row += 4)
            {
                Vector256<long> four = Vector256.Create(mantissas.Slice(row, 4));
                if (Vector256.GreaterThanAny((four + offset).AsUInt64(), width))
                {
                    ToDoublesOneByOne(mantissas.Slice(row, 4), scale, values.Slice(row, 4));
                    continue;
                }

                (Vector256.ConvertToDouble(four) / divisor).CopyTo(values.Slice(row, 4));
            }
        }

        ToDoublesOneByOne(mantissas[row..], scale, values[row..]);
    }

    // The definition of ToDoubles.
    internal static void ToDoublesOneByOne(ReadOnlySpan<long> mantissas, int scale, Span<double> values)
    {
        for (int row = 0; row < mantissas.Length; row++)
        {
            values[row] = ToDouble(mantissas[row], scale);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Careful(long mantissa, int scale) => ExactQuotient.Round(mantissa, (UInt128)(ulong)PowersOfTen.Int64[scale]);
}
