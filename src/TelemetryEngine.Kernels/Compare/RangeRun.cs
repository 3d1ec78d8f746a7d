using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Compare;

// Passes values that lie in one range.
internal static class RangeRun
{
    // True when no value is negative or as large as limit.
    public static bool AreBelow(ReadOnlySpan<int> values, int limit)
    {
        int from = 0;
        uint most = 0;
        if (WideVectors.IsEnabled)
        {
            ref int first = ref MemoryMarshal.GetReference(values);
            Vector256<uint> all = default;
            for (; from <= values.Length - Vector256<int>.Count; from += Vector256<int>.Count)
            {
                // SAFETY: 8 values from the index on are within the span.
                ReadAhead.From(ref Unsafe.Add(ref first, from));
                all = Vector256.Max(all, Vector256.LoadUnsafe(ref first, (nuint)from).AsUInt32());
            }

            for (int i = 0; i < Vector256<uint>.Count; i++)
            {
                most = Math.Max(most, all[i]);
            }
        }

        for (; from < values.Length; from++)
        {
            most = Math.Max(most, (uint)values[from]);
        }

        return values.IsEmpty || most < (uint)Math.Max(0, limit);
    }

    // The index of the first value outside of [start, start + length); their number when there is none.
    // from: The index to begin with, at least 0.
    // start: The smallest value of the range.
    // length: How many values the range has; it may reach over all of int64.
    public static int End(ReadOnlySpan<long> values, int from, long start, ulong length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ref long first = ref MemoryMarshal.GetReference(values);
        if (WideVectors.IsEnabled)
        {
            Vector256<long> starts = Vector256.Create(start);
            Vector256<ulong> lengths = Vector256.Create(length);

            // SAFETY: 4 values from the index on are within the span.
            while (from <= values.Length - Vector256<long>.Count
                && Vector256.LessThanAll((Vector256.LoadUnsafe(ref first, (nuint)from) - starts).AsUInt64(), lengths))
            {
                ReadAhead.From(ref Unsafe.Add(ref first, from));
                from += Vector256<long>.Count;
            }
        }

        while (from < values.Length && (ulong)(values[from] - start) < length)
        {
            from++;
        }

        return from;
    }
}
