using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Grouping;
using TelemetryEngine.Kernels.Bits;

namespace TelemetryEngine.Execution.Results;

// What the windows and keys of several partial states are in the result: places in one order for all of them. A group's place is the number
// window place × keys + key place, or key place × windows + window place where keys come first.
internal sealed class GroupOrder
{
    private readonly IReadOnlyList<PartialState> _parts;
    private readonly int[][] _keyPlaces;
    private readonly int[][] _windowPlaces;
    private readonly int[] _keys;
    private readonly long[] _windows;

    // Looks at the parts' windows and keys; the first part learns the keys of all.
    public GroupOrder(IReadOnlyList<PartialState> parts, bool keysFirst = false)
    {
        KeysFirst = keysFirst;
        _parts = parts;
        _keyPlaces = new int[parts.Count][];
        for (int part = 1; part < parts.Count; part++)
        {
            _keyPlaces[part] = Keys.Adopt(parts[part].Keys);
        }

        int[] ranks = Keys.Ranks();
        _keyPlaces[0] = ranks;
        _keys = new int[ranks.Length];
        for (int key = 0; key < ranks.Length; key++)
        {
            _keys[ranks[key]] = key;
        }

        foreach (int[] places in _keyPlaces.AsSpan(1))
        {
            for (int key = 0; key < places.Length; key++)
            {
                places[key] = ranks[places[key]];
            }
        }

        _windows = WindowsOf(parts);
        _windowPlaces = new int[parts.Count][];
        for (int part = 0; part < parts.Count; part++)
        {
            _windowPlaces[part] = parts[part].Windows is { } windows ? PlacesOf(windows.Ordinals) : [0];
        }
    }

    // True when places that follow each other are of one key, false when they are of one window.
    public bool KeysFirst { get; }

    // All places.
    public long Count => (long)_windows.Length * _keys.Length;

    // How many keys.
    public int KeyCount => _keys.Length;

    // The table that the keys' ordinals belong to.
    public KeyTable Keys => _parts[0].Keys;

    // The place of a group.
    public long PlaceOf(int part, (int Slot, int Key) group)
    {
        int window = _windowPlaces[part][group.Slot];
        int key = _keyPlaces[part][group.Key];
        return KeysFirst ? ((long)key * _windows.Length) + window : ((long)window * _keys.Length) + key;
    }

    // The ordinals of the windows that have groups, rising.
    public ReadOnlySpan<long> Windows => _windows;

    // Which of the Windows is at a place.
    public int WindowAt(long place) => (int)(KeysFirst ? place % _windows.Length : place / _keys.Length);

    // The place of the key among all keys, at a place of both.
    public int KeyPlaceAt(long place) => (int)(KeysFirst ? place / _windows.Length : place % _keys.Length);

    // The keys' ordinals in their order.
    public ReadOnlySpan<int> KeysByPlace => _keys;

    // A part's ordinals of the keys, by their places; −1 = it has none of them.
    public int[] KeysOf(int part)
    {
        int[] keys = OpenSlots.New(_keys.Length);
        int[] places = _keyPlaces[part];
        for (int key = 0; key < places.Length; key++)
        {
            keys[places[key]] = key;
        }

        return keys;
    }

    // A part's slots of the windows, by their places; −1 = it has none.
    public int[] SlotsOf(int part)
    {
        int[] slots = OpenSlots.New(_windows.Length);
        int[] places = _windowPlaces[part];
        for (int slot = 0; slot < places.Length; slot++)
        {
            // a window whose rows were all left out has a slot and no place
            if (_parts[part].Windows is not { } windows
                || (places[slot] < _windows.Length && windows.Ordinals[slot] == _windows[places[slot]]))
            {
                slots[places[slot]] = slot;
            }
        }

        return slots;
    }

    private static long[] WindowsOf(IReadOnlyList<PartialState> parts)
    {
        if (parts[0].Windows is null)
        {
            return [0];
        }

        long[] all = [.. parts.SelectMany(Used)];
        Array.Sort(all);
        int distinct = 0;
        for (int i = 0; i < all.Length; i++)
        {
            if (distinct == 0 || all[i] != all[distinct - 1])
            {
                all[distinct++] = all[i];
            }
        }

        return all[..distinct];
    }

    // a window whose rows were all left out has a slot and no group
    private static long[] Used(PartialState part)
    {
        ReadOnlySpan<long> ordinals = part.Windows!.Ordinals;
        bool[] isUsed = part.Groups.UsedSlots(ordinals.Length);
        int count = 0;
        foreach (bool use in isUsed)
        {
            count += use ? 1 : 0;
        }

        long[] used = new long[count];
        for (int slot = isUsed.Length - 1; count > 0; slot--)
        {
            if (isUsed[slot])
            {
                used[--count] = ordinals[slot];
            }
        }

        return used;
    }

    private int[] PlacesOf(ReadOnlySpan<long> ordinals)
    {
        int[] places = new int[ordinals.Length];
        for (int slot = 0; slot < places.Length; slot++)
        {
            int low = 0;
            for (int high = _windows.Length - 1; low < high;)
            {
                int middle = (low + high) >>> 1;
                (low, high) = _windows[middle] < ordinals[slot] ? (middle + 1, high) : (low, middle);
            }

            places[slot] = low;
        }

        return places;
    }
}
