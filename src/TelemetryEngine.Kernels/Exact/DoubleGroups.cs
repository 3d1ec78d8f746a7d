using System.Runtime.InteropServices;

namespace TelemetryEngine.Kernels.Exact;

// Adds doubles, cut in two by FixedPointBlock, to the summaries of their groups, up to one that makes the number of its group a multiple of
// folded.
// states: The summaries, DoubleGroups.Words each: the sums of the high and the low parts, the number, the smallest and the largest value.
// groups: For each value the number of its summary.
// values: The values, none of them NaN; as many.
// from: The value to begin with.
// returns: The value behind the last that was added.
// throws IndexOutOfRangeException: There is no such group.
internal delegate int DoubleGroupAdder(
    Span<long> states, ReadOnlySpan<int> groups, ReadOnlySpan<double> values, ReadOnlySpan<long> parts, int from, int folded);

// The ways to add doubles to groups, and the one that is used.
internal static class DoubleGroups
{
    // The words of a summary.
    public const int Words = GroupSums.DoubleWords;

    // The ways by name, the fastest first. The last one is the definition and runs everywhere.
    public static IReadOnlyList<Implementation<DoubleGroupAdder>> All { get; } =
    [
        new("vector512", GroupSums.IsSupported, GroupSums.AddDoubles),
        new("scalar", true, Add),
    ];

    // The fastest way on this machine, or the one that the environment variable TELEMETRY_SCANNER names.
    public static DoubleGroupAdder Selected { get; } = Implementation<DoubleGroupAdder>.Selected(All);

    // The way of that name; the fastest one when there is none, or this machine does not support it.
    public static DoubleGroupAdder Select(string? name) => Implementation<DoubleGroupAdder>.Select(All, name);

    private static int Add(
        Span<long> states, ReadOnlySpan<int> groups, ReadOnlySpan<double> values, ReadOnlySpan<long> parts, int from, int folded)
    {
        values = values[..groups.Length];
        parts = parts[..(2 * groups.Length)];
        Span<Summary> summaries = MemoryMarshal.Cast<long, Summary>(states);
        for (int row = from; row < groups.Length; row++)
        {
            // without a branch: which values are the smallest so far can't be foreseen
            ref Summary summary = ref summaries[groups[row]];
            double value = values[row];
            summary.High += parts[2 * row];
            summary.Low += parts[(2 * row) + 1];
            summary.Count++;
            summary.Least = double.MinNative(summary.Least, value);
            summary.Most = double.MaxNative(summary.Most, value);
            if ((summary.Count & (folded - 1)) == 0)
            {
                return row + 1;
            }
        }

        return groups.Length;
    }

    private struct Summary
    {
        public long High;
        public long Low;
        public long Count;
        public double Least;
        public double Most;
    }
}
