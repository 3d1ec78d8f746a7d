using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Compare;

/// <summary>The smallest and largest of many doubles. NaN counts for nothing unless there is nothing else; of equal zeros any may come.</summary>
public static class ExtremeKernels
{
    /// <summary>The smallest value; NaN when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Smallest(ReadOnlySpan<double> values)
    {
        ReadOnlySpan<Vector256<double>> vectors = MemoryMarshal.Cast<double, Vector256<double>>(values);
        Vector256<double> least = Vector256.Create(double.PositiveInfinity);
        foreach (Vector256<double> value in vectors)
        {
            least = Vector256.ConditionalSelect(Vector256.LessThan(value, least), value, least);
        }

        double smallest = double.PositiveInfinity;
        for (int lane = 0; lane < Vector256<double>.Count; lane++)
        {
            smallest = least[lane] < smallest ? least[lane] : smallest;
        }

        foreach (double value in values[(vectors.Length * Vector256<double>.Count)..])
        {
            smallest = value < smallest ? value : smallest;
        }

        return smallest < double.PositiveInfinity || values.Contains(double.PositiveInfinity) ? smallest : double.NaN;
    }

    /// <summary>The largest value; NaN when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Largest(ReadOnlySpan<double> values)
    {
        ReadOnlySpan<Vector256<double>> vectors = MemoryMarshal.Cast<double, Vector256<double>>(values);
        Vector256<double> most = Vector256.Create(double.NegativeInfinity);
        foreach (Vector256<double> value in vectors)
        {
            most = Vector256.ConditionalSelect(Vector256.GreaterThan(value, most), value, most);
        }

        double largest = double.NegativeInfinity;
        for (int lane = 0; lane < Vector256<double>.Count; lane++)
        {
            largest = most[lane] > largest ? most[lane] : largest;
        }

        foreach (double value in values[(vectors.Length * Vector256<double>.Count)..])
        {
            largest = value > largest ? value : largest;
        }

        return largest > double.NegativeInfinity || values.Contains(double.NegativeInfinity) ? largest : double.NaN;
    }
}
