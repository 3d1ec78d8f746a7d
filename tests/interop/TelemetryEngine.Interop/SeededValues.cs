namespace TelemetryEngine.Interop;

/// <summary>Values that are the same on every machine for the same seed (SplitMix64).</summary>
internal sealed class SeededValues(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Any 64 bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong bits = _state;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    /// <summary>From 0 to <paramref name="count"/> − 1.</summary>
    public int Below(int count) => (int)(Next() % (ulong)count);

    /// <summary>A quarter any value, the rest one of a few: so that edges are met and compression has something to find.</summary>
    public T Mixed<T>(Func<SeededValues, T> random, IReadOnlyList<T> edges)
        where T : notnull => Below(4) == 0 ? random(this) : edges[Below(edges.Count)];
}
