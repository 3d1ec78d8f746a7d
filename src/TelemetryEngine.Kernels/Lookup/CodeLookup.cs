using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Lookup;

// Takes what stands in a table for each code. Codes that follow each other, as those of devices that report in turn do, are taken eight at
// a time.
internal static class CodeLookup
{
    // The fewest and the most codes that are taken one by one before it is looked again whether some follow each other.
    private const int LeastBetween = 16;
    private const int MostBetween = 1024;

    // Writes table[code] + added for one code after the other, up to the first for which the table has no place or that sum is 0.
    // from: The index to begin with.
    // returns: The index of that code; their number when there is none.
    // throws ArgumentOutOfRangeException: There is no room for all sums, or no such index.
    public static int Translate(ReadOnlySpan<int> table, ReadOnlySpan<int> codes, int added, Span<int> found, int from = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(found.Length, codes.Length, nameof(found));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)from, (uint)codes.Length, nameof(from));
        if (WideVectors.IsEnabled && table.Length >= Vector256<int>.Count)
        {
            int between = LeastBetween;
            while (from <= codes.Length - Vector256<int>.Count)
            {
                bool areSteps = AreSteps(codes, from, table.Length);
                int end = areSteps ? from + Vector256<int>.Count : Math.Min(codes.Length, from + between);
                int taken =
                    areSteps
                        ? TranslateSteps(table, codes[from], added, found, from)
                        : TranslateEach(table, codes, added, found, from, end);
                if (taken < end)
                {
                    return taken;
                }

                between = areSteps ? LeastBetween : Math.Min(2 * between, MostBetween);
                from = end;
            }
        }

        return TranslateEach(table, codes, added, found, from, codes.Length);
    }

    // Writes code + added for one code after the other, up to the first that is not one of a range: Translate of a table whose entries
    // follow each other.
    // first: The first code of the range.
    // count: How many codes it has.
    // from: The index to begin with.
    // returns: The index of that code; their number when there is none.
    // throws ArgumentOutOfRangeException: There is no room for all sums, or no such index.
    public static int TranslateRange(int first, int count, ReadOnlySpan<int> codes, int added, Span<int> found, int from = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(found.Length, codes.Length, nameof(found));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)from, (uint)codes.Length, nameof(from));
        if (WideVectors.IsEnabled)
        {
            ref int code = ref MemoryMarshal.GetReference(codes);
            ref int sum = ref MemoryMarshal.GetReference(found);
            Vector256<int> start = Vector256.Create(first);
            Vector256<uint> length = Vector256.Create((uint)count);
            Vector256<int> more = Vector256.Create(added);
            for (; from <= codes.Length - Vector256<int>.Count; from += Vector256<int>.Count)
            {
                // SAFETY: eight codes and room for eight sums lie behind the index.
                Vector256<int> eight = Vector256.LoadUnsafe(ref code, (nuint)from);
                if (!Vector256.LessThanAll((eight - start).AsUInt32(), length))
                {
                    break;
                }

                (eight + more).StoreUnsafe(ref sum, (nuint)from);
            }
        }

        while (from < codes.Length && (uint)(codes[from] - first) < (uint)count)
        {
            found[from] = codes[from] + added;
            from++;
        }

        return from;
    }

    // True when eight codes follow each other, and the table has them all.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreSteps(ReadOnlySpan<int> codes, int from, int tableLength)
    {
        // SAFETY: eight codes lie behind the index.
        Vector256<int> eight = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(codes), (nuint)from);
        return eight - Vector256<int>.Indices == Vector256.Create(codes[from])
            && (uint)codes[from] <= (uint)(tableLength - Vector256<int>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TranslateSteps(ReadOnlySpan<int> table, int code, int added, Span<int> found, int from)
    {
        // SAFETY: the table has eight entries from the code on, and there is room for eight sums.
        Vector256<int> sums = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(table), (nuint)code) + Vector256.Create(added);
        sums.StoreUnsafe(ref MemoryMarshal.GetReference(found), (nuint)from);
        uint zeros = Vector256.Equals(sums, Vector256<int>.Zero).ExtractMostSignificantBits();
        return from + Math.Min(Vector256<int>.Count, BitOperations.TrailingZeroCount(zeros));
    }

    private static int TranslateEach(ReadOnlySpan<int> table, ReadOnlySpan<int> codes, int added, Span<int> found, int from, int end)
    {
        ref int code = ref MemoryMarshal.GetReference(codes);
        ref int entry = ref MemoryMarshal.GetReference(table);
        ref int sum = ref MemoryMarshal.GetReference(found);
        uint length = (uint)table.Length;
        for (; from < end; from++)
        {
            // SAFETY: there are codes and room up to the end, and the table has an entry for this code.
            uint at = (uint)Unsafe.Add(ref code, from);
            int one = at < length ? Unsafe.Add(ref entry, at) + added : 0;
            if (one == 0)
            {
                break;
            }

            Unsafe.Add(ref sum, from) = one;
        }

        return from;
    }
}
