using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Lookup;

// Which groups some rows have, beside group 0, which counts for nothing.
// Count: How many there are from the lowest to the highest; 0 when there is only group 0.
// Steps: How many rows are followed by one with the next higher group.
internal readonly record struct GroupSpan(int First, int Count, int Steps)
{
    // Looks at rows.
    // groups: Their groups, none of them negative.
    public static GroupSpan Of(ReadOnlySpan<int> groups)
    {
        uint least = uint.MaxValue;
        uint most = 0;
        int steps = 0;
        int row = 0;
        if (WideVectors.IsEnabled && groups.Length > Vector256<int>.Count)
        {
            ref int start = ref MemoryMarshal.GetReference(groups);
            Vector256<uint> lowest = Vector256<uint>.AllBitsSet;
            Vector256<uint> highest = default;
            Vector256<int> counts = default;
            for (; row < groups.Length - Vector256<int>.Count; row += Vector256<int>.Count)
            {
                // SAFETY: nine groups lie behind row.
                Vector256<int> some = Vector256.LoadUnsafe(ref start, (nuint)row);
                lowest = Vector256.Min(lowest, (some - Vector256<int>.One).AsUInt32());
                highest = Vector256.Max(highest, some.AsUInt32());
                counts -= Vector256.Equals(some + Vector256<int>.One, Vector256.LoadUnsafe(ref start, (nuint)row + 1));
            }

            steps = Vector256.Sum(counts);
            for (int i = 0; i < Vector256<uint>.Count; i++)
            {
                least = Math.Min(least, lowest[i]);
                most = Math.Max(most, highest[i]);
            }
        }

        for (; row < groups.Length; row++)
        {
            // group 0 is the highest of all here
            least = Math.Min(least, (uint)groups[row] - 1);
            most = Math.Max(most, (uint)groups[row]);
            steps += row + 1 < groups.Length && groups[row] + 1 == groups[row + 1] ? 1 : 0;
        }

        return most == 0 ? default : new GroupSpan((int)least + 1, (int)(most - least), steps);
    }
}
