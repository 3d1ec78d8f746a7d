namespace TelemetryEngine.Aggregates.Components;

/// <summary>A component that counts.</summary>
internal interface ICount
{
    /// <summary>How many rows or values a group has.</summary>
    long CountOf(int group);

    /// <summary>How many rows or values each of some groups has.</summary>
    void CountsOf(ReadOnlySpan<int> groups, Span<long> counts);
}
