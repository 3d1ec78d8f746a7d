using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Bits;
using TelemetryEngine.Kernels.Lookup;

namespace TelemetryEngine.Grouping;

// Gives the keys 0, 1, 2 … in first-seen order to int64 values. Grows only.
internal sealed class LongMap
{
    private readonly HashKey _hashKey = HashKey.Draw();
    private long[] _keys = new long[16];
    private int[] _slots = OpenSlots.New(32);
    private long _lastKey;
    private int _lastOrdinal = -1;

    public int Count { get; private set; }

    public long Bytes => (_keys.Length * sizeof(long)) + (_slots.Length * sizeof(int));

    // The values, by ordinal.
    public ReadOnlySpan<long> Keys => _keys.AsSpan(0, Count);

    // The value's ordinal; a new value gets the next one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int GetOrAdd(long key)
    {
        if (key == _lastKey && _lastOrdinal >= 0)
        {
            return _lastOrdinal;
        }

        return Search(key);
    }

    // True when the value has an ordinal.
    public bool Contains(long key) => Find(key, out _) >= 0;

    private int Hash(long key)
    {
        ulong x = _hashKey.Product((ulong)key);
        x = (x ^ (x >> 32)) * 0x9FB21C651E98DF25UL;
        return HostileHash.CollideAll ? 0 : (int)(x >> 33);
    }

    // The value's ordinal, or −1 and the slot where it belongs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(long key, out int slot)
    {
        int mask = _slots.Length - 1;
        int ordinal;
        for (slot = Hash(key) & mask; (ordinal = _slots[slot]) >= 0; slot = (slot + 1) & mask)
        {
            if (_keys[ordinal] == key)
            {
                break;
            }
        }

        return ordinal;
    }

    private int Search(long key)
    {
        int ordinal = Find(key, out int slot);
        if (ordinal < 0)
        {
            ordinal = Add(key, slot);
        }

        _lastKey = key;
        _lastOrdinal = ordinal;
        return ordinal;
    }

    private int Add(long key, int slot)
    {
        if (Count == _keys.Length)
        {
            Array.Resize(ref _keys, Count * 2);
        }

        int ordinal = Count++;
        _keys[ordinal] = key;
        _slots[slot] = ordinal;
        if (Count * 2 > _slots.Length)
        {
            Rehash();
        }

        return ordinal;
    }

    private void Rehash()
    {
        _slots = OpenSlots.New(_slots.Length * 2);
        int mask = _slots.Length - 1;
        for (int ordinal = 0; ordinal < Count; ordinal++)
        {
            int slot = Hash(_keys[ordinal]) & mask;
            while (_slots[slot] >= 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = ordinal;
        }
    }
}
