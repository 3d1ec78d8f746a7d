using System.Runtime.CompilerServices;

namespace TelemetryEngine.DataGen.Rows;

// Random numbers that are a function of a key and a counter: there is no state, so any thread can ask for the number of any row. The mix is
// the finaliser of SplitMix64 (Steele, Lea, Flood 2014) on a Weyl sequence.
// seed: The seed of the whole run.
// purpose: Tells apart the sequences drawn from one seed.
internal readonly struct CounterRandom(ulong seed, RandomPurpose purpose)
{
    private const ulong Weyl = 0x9E3779B97F4A7C15;

    private readonly ulong _key = Mix(Mix(seed + Weyl) + ((ulong)purpose * 0xD1342543DE82EF95));

    // 64 random bits for a counter.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong At(long counter) => Mix(_key + ((ulong)counter * Weyl));

    // A number from 0 to below a bound, for a counter. The bias is under bound / 2⁶⁴.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Below(int bound, long counter) => (int)Math.BigMul(At(counter), (ulong)bound, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
