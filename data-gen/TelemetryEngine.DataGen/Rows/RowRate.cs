using System.Runtime.CompilerServices;

namespace TelemetryEngine.DataGen.Rows;

// Hits a fraction of rows at random, each row by its number alone.
// seed: The seed of the whole run.
// fraction: 0 hits no row, 1 every row.
internal readonly struct RowRate(ulong seed, RandomPurpose purpose, double fraction)
{
    private const int Bits = 53;

    private readonly CounterRandom _random = new(seed, purpose);
    private readonly ulong _threshold = (ulong)(fraction * (1UL << Bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Hits(long row) => _threshold != 0 && _random.At(row) >> (64 - Bits) < _threshold;
}
