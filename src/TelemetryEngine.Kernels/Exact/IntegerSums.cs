namespace TelemetryEngine.Kernels.Exact;

// The ways to add integers to the sums and numbers of groups, whose extremes are not asked for, and the one that is used.
internal static class IntegerSums
{
    // The words of a summary: the sum and the number. Zeros are a summary of nothing.
    public const int Words = GroupSums.SumWords;

    // The ways by name, the fastest first. The last one is the definition and runs everywhere.
    public static IReadOnlyList<Implementation<IntegerGroupAdder>> All { get; } =
    [
        new("vector512", GroupSums.IsSupported, GroupSums.AddSums),
        new("scalar", true, Add),
    ];

    // The fastest way on this machine, or the one that the environment variable TELEMETRY_SCANNER names.
    public static IntegerGroupAdder Selected { get; } = Implementation<IntegerGroupAdder>.Selected(All);

    // The way of that name; the fastest one when there is none, or this machine does not support it.
    public static IntegerGroupAdder Select(string? name) => Implementation<IntegerGroupAdder>.Select(All, name);

    private static void Add(Span<ulong> states, ReadOnlySpan<int> groups, ReadOnlySpan<long> values)
    {
        values = values[..groups.Length];
        for (int row = 0; row < groups.Length; row++)
        {
            int at = groups[row] * Words;
            states[at] += (ulong)values[row];
            states[at + 1]++;
        }
    }
}
