using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Compare;

/// <summary>The smallest and largest of many doubles. NaN counts for nothing unless there is nothing else; of equal zeros any may come.</summary>
public static class ExtremeKernels
{
    /// <summary>The smallest value; NaN when there is none.</summary>
    public static double Smallest(ReadOnlySpan<double> values) => Find<Rising>(values);

    /// <summary>The largest value; NaN when there is none.</summary>
    public static double Largest(ReadOnlySpan<double> values) => Find<Falling>(values);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Find<TOrder>(ReadOnlySpan<double> values)
        where TOrder : struct, IOrder
    {
        double last = TOrder.Last;
        ReadOnlySpan<Vector256<double>> vectors = MemoryMarshal.Cast<double, Vector256<double>>(values);
        Vector256<double> firsts = Vector256.Create(last);
        foreach (Vector256<double> value in vectors)
        {
            firsts = Vector256.ConditionalSelect(TOrder.Precedes(value, firsts), value, firsts);
        }

        double first = last;
        for (int lane = 0; lane < Vector256<double>.Count; lane++)
        {
            first = TOrder.Precedes(firsts[lane], first) ? firsts[lane] : first;
        }

        foreach (double value in values[(vectors.Length * Vector256<double>.Count)..])
        {
            first = TOrder.Precedes(value, first) ? value : first;
        }

        return first != last || values.Contains(last) ? first : double.NaN;
    }

    /// <summary>Which of two values comes first; NaN comes before nothing.</summary>
    private interface IOrder
    {
        /// <summary>What every other number comes before.</summary>
        static abstract double Last { get; }

        static abstract bool Precedes(double value, double other);

        static abstract Vector256<double> Precedes(Vector256<double> value, Vector256<double> other);
    }

    private readonly struct Rising : IOrder
    {
        public static double Last => double.PositiveInfinity;

        public static bool Precedes(double value, double other) => value < other;

        public static Vector256<double> Precedes(Vector256<double> value, Vector256<double> other) => Vector256.LessThan(value, other);
    }

    private readonly struct Falling : IOrder
    {
        public static double Last => double.NegativeInfinity;

        public static bool Precedes(double value, double other) => value > other;

        public static Vector256<double> Precedes(Vector256<double> value, Vector256<double> other) => Vector256.GreaterThan(value, other);
    }
}
