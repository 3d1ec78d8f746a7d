using System.Runtime.InteropServices;

namespace TelemetryEngine.Kernels.Exact;

// Adds integers to the summaries of their groups; the sums must have room for them.
// states: The summaries, IntegerGroups.Words each: the sum, the number, the complement of the smallest value and the largest, both as
// unsigned numbers from the smallest integer on. Zeros are a summary of nothing.
// groups: For each value the number of its summary.
// throws IndexOutOfRangeException: There is no such group.
internal delegate void IntegerGroupAdder(Span<ulong> states, ReadOnlySpan<int> groups, ReadOnlySpan<long> values);

// The ways to add integers to groups, and the one that is used.
internal static class IntegerGroups
{
    // The words of a summary.
    public const int Words = GroupSums.IntegerWords;

    private const ulong Sign = 1UL << 63;

    // The ways by name, the fastest first. The last one is the definition and runs everywhere.
    public static IReadOnlyList<Implementation<IntegerGroupAdder>> All { get; } =
    [
        new("vector512", GroupSums.IsSupported, GroupSums.AddIntegers),
        new("scalar", true, Add),
    ];

    // The fastest way on this machine, or the one that the environment variable TELEMETRY_SCANNER names.
    public static IntegerGroupAdder Selected { get; } = Implementation<IntegerGroupAdder>.Selected(All);

    // True when the way that is used is that of the widest vectors.
    public static bool IsWide { get; } = Selected == GroupSums.AddIntegers;

    // The way of that name; the fastest one when there is none, or this machine does not support it.
    public static IntegerGroupAdder Select(string? name) => Implementation<IntegerGroupAdder>.Select(All, name);

    // All bits that are set in one of the values, or in its complement where it is negative: no value is further from zero than they and
    // one.
    public static ulong MagnitudeBits(ReadOnlySpan<long> values)
    {
        if (IsWide)
        {
            return GroupSums.MagnitudeBits(values);
        }

        long bits = 0;
        foreach (long value in values)
        {
            bits |= value ^ (value >> 63);
        }

        return (ulong)bits;
    }

    private static void Add(Span<ulong> states, ReadOnlySpan<int> groups, ReadOnlySpan<long> values)
    {
        values = values[..groups.Length];
        Span<Summary> summaries = MemoryMarshal.Cast<ulong, Summary>(states);
        for (int row = 0; row < groups.Length; row++)
        {
            ref Summary summary = ref summaries[groups[row]];
            ulong key = (ulong)values[row] ^ Sign;
            summary.Sum += values[row];
            summary.Count++;
            summary.Least = Math.Max(summary.Least, ~key);
            summary.Most = Math.Max(summary.Most, key);
        }
    }

    private struct Summary
    {
        public long Sum;
        public long Count;
        public ulong Least;
        public ulong Most;
    }
}
