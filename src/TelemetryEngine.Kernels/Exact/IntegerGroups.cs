using System.Runtime.InteropServices;

namespace TelemetryEngine.Kernels.Exact;

/// <summary>Adds integers to the summaries of their groups; the sums must have room for them.</summary>
/// <param name="states">The summaries, <see cref="IntegerGroups.Words"/> each: the sum, the number, the complement of the smallest value and the largest, both as unsigned numbers from the smallest integer on. Zeros are a summary of nothing.</param>
/// <param name="groups">For each value the number of its summary.</param>
/// <param name="values">The values; as many.</param>
/// <exception cref="IndexOutOfRangeException">There is no such group.</exception>
internal delegate void IntegerGroupAdder(Span<ulong> states, ReadOnlySpan<int> groups, ReadOnlySpan<long> values);

/// <summary>The ways to add integers to groups, and the one that is used.</summary>
internal static class IntegerGroups
{
    /// <summary>The words of a summary.</summary>
    public const int Words = GroupSums.IntegerWords;

    private const ulong Sign = 1UL << 63;

    /// <summary>The ways by name, the fastest first. The last one is the definition and runs everywhere.</summary>
    public static IReadOnlyList<Implementation<IntegerGroupAdder>> All { get; } =
    [
        new("vector512", GroupSums.IsSupported, GroupSums.AddIntegers),
        new("scalar", true, Add),
    ];

    /// <summary>The fastest way on this machine, or the one that the environment variable <c>TELEMETRY_SCANNER</c> names.</summary>
    public static IntegerGroupAdder Selected { get; } = Implementation<IntegerGroupAdder>.Selected(All);

    /// <summary>True when the way that is used is that of the widest vectors.</summary>
    public static bool IsWide { get; } = Selected == GroupSums.AddIntegers;

    /// <summary>The way of that name; the fastest one when there is none, or this machine does not support it.</summary>
    public static IntegerGroupAdder Select(string? name) => Implementation<IntegerGroupAdder>.Select(All, name);

    /// <summary>All bits that are set in one of the values, or in its complement where it is negative: no value is further from zero than they and one.</summary>
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
