using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Arithmetic;

// The form in which float64 values leave the engine: −0 is 0, and every NaN the quiet one.
internal static class CanonicalDoubles
{
    // Brings a value into the form.
    public static double Of(double value) => double.IsNaN(value) ? double.NaN : value + 0.0;

    // Brings values into the form.
    public static void Make(Span<double> values)
    {
        int done = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref double start = ref MemoryMarshal.GetReference(values);
            Vector256<double> quiet = Vector256.Create(double.NaN);
            for (; done <= values.Length - Vector256<double>.Count; done += Vector256<double>.Count)
            {
                // SAFETY: a whole vector lies behind each place.
                Vector256<double> vector = Vector256.LoadUnsafe(ref start, (nuint)done);
                Vector256.ConditionalSelect(Vector256.Equals(vector, vector), vector + Vector256<double>.Zero, quiet)
                    .StoreUnsafe(ref start, (nuint)done);
            }
        }

        foreach (ref double value in values[done..])
        {
            value = Of(value);
        }
    }
}
