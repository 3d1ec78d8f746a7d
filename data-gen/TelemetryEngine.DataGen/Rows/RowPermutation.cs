using System.Numerics;

namespace TelemetryEngine.DataGen.Rows;

// A keyed bijection of 0 … count−1 onto itself. Each round (add, multiply by an odd number, fold the high half down) is a bijection of the
// next power of two; a number that leaves the range walks on until it is back in it, which keeps the whole a bijection and costs less than
// two walks on average.
internal sealed class RowPermutation
{
    private const int RoundCount = 4;

    private readonly ulong _count;
    private readonly ulong _mask;
    private readonly int _shift;
    private readonly ulong[] _adds = new ulong[RoundCount];
    private readonly ulong[] _factors = new ulong[RoundCount];

    public RowPermutation(long count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        int bits = 64 - BitOperations.LeadingZeroCount((ulong)count - 1);
        _count = (ulong)count;
        _mask = (1UL << bits) - 1;
        _shift = Math.Max(1, (bits + 1) / 2);
        CounterRandom random = new(seed, RandomPurpose.Permutation);
        for (int i = 0; i < RoundCount; i++)
        {
            _adds[i] = random.At(2 * i);
            _factors[i] = random.At((2 * i) + 1) | 1;
        }
    }

    // Where a row of the ordered range comes to be read from.
    public long Map(long row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)row, _count);
        ulong x = (ulong)row;
        do
        {
            for (int i = 0; i < RoundCount; i++)
            {
                x = (x + _adds[i]) * _factors[i] & _mask;
                x ^= x >> _shift;
            }
        }
        while (x >= _count);
        return (long)x;
    }
}
