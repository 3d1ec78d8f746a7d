using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Lookup;

// The secret of a hash table. Each table draws its own, so that a file can't be made whose keys all meet in one place. Results do not
// depend on it: what leaves a table is ordered by its values.
internal readonly struct HashKey
{
    private readonly ulong _low;
    private readonly ulong _high;

    private HashKey(ulong low, ulong high) => (_low, _high) = (low, high);

    // A key that was not drawn before.
    public static HashKey Draw() => new((ulong)Random.Shared.NextInt64() << 1 | 1, (ulong)Random.Shared.NextInt64() << 1 | 1);

    // The first step of a hash of 64 bits: the product of the value's halves, each with a part of the key added. The highest 32 bits are
    // equal for two different values with a chance of 2⁻³² over all keys (pair-multiply-shift: M. Thorup, "High Speed Hashing for Integers
    // and Strings", 2015, section 3.5).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Product(ulong value) => (_low + (uint)value) * (_high + (value >> 32));

    // Takes 64 bits more into a hash: both halves of a 128-bit product. What a change of the bits does to the product depends on the key,
    // so that no later bits can be chosen to undo it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Fold(ulong hash, ulong value) => Math.BigMul(hash ^ value ^ _low, _high, out ulong low) ^ low;
}
