using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Arithmetic;

/// <summary>The form in which float64 values leave the engine: −0 is 0, and every NaN the quiet one.</summary>
public static class CanonicalDoubles
{
    /// <summary>Brings a value into the form.</summary>
    public static double Of(double value) => double.IsNaN(value) ? double.NaN : value + 0.0;

    /// <summary>Brings values into the form.</summary>
    public static void Make(Span<double> values)
    {
        int done = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Span<Vector256<double>> vectors = MemoryMarshal.Cast<double, Vector256<double>>(values);
            Vector256<double> quiet = Vector256.Create(double.NaN);
            foreach (ref Vector256<double> vector in vectors)
            {
                vector = Vector256.ConditionalSelect(Vector256.Equals(vector, vector), vector + Vector256<double>.Zero, quiet);
            }

            done = vectors.Length * Vector256<double>.Count;
        }

        foreach (ref double value in values[done..])
        {
            value = Of(value);
        }
    }
}
