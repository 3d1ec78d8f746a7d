using TelemetryEngine.Kernels.Arithmetic;

namespace TelemetryEngine.Expressions;

// The square root, which IEEE 754 has rounded.
internal readonly struct Sqrt : IUnaryOperation<double, double>
{
    public static double Apply(double value) => Math.Sqrt(value);
}

internal readonly struct Exp : IUnaryOperation<double, double>
{
    public static double Apply(double value) => Elementary.Exp(value);
}

internal readonly struct Ln : IUnaryOperation<double, double>
{
    public static double Apply(double value) => Elementary.Ln(value);
}

internal readonly struct Log10 : IUnaryOperation<double, double>
{
    public static double Apply(double value) => Elementary.Log10(value);
}

internal readonly struct Pow : IDoubleArithmetic
{
    public static void Run(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result)
    {
        for (int row = 0; row < result.Length; row++)
        {
            result[row] = Elementary.Pow(a[row], b[row]);
        }
    }
}

internal readonly struct Sign : IUnaryOperation<long, long>, IUnaryOperation<double, double>
{
    public static long Apply(long value) => value > 0 ? 1 : value < 0 ? -1 : 0;

    public static double Apply(double value) => value > 0 ? 1 : value < 0 ? -1 : double.IsNaN(value) ? value : 0;
}
