using TelemetryEngine.Grouping;

namespace TelemetryEngine.Execution;

/// <summary>
/// What the windows and keys of several partial states are in the result: places in one order for all of them. A group's place is the number
/// window place × keys + key place.
/// </summary>
internal sealed class GroupOrder
{
    private readonly IReadOnlyList<PartialState> _parts;
    private readonly int[][] _keyPlaces;
    private readonly int[][] _windowPlaces;
    private readonly int[] _keys;
    private readonly long[] _windows;

    /// <summary>Looks at the parts' windows and keys; the first part learns the keys of all.</summary>
    public GroupOrder(IReadOnlyList<PartialState> parts)
    {
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

        _windows = parts[0].Windows is null ? [0] : [.. parts.SelectMany(p => p.Windows!.Ordinals).Distinct().Order()];
        _windowPlaces = [.. parts.Select(p => p.Windows is null ? [0] : p.Windows.Ordinals.Select(o => Array.BinarySearch(_windows, o)).ToArray())];
    }

    /// <summary>All places.</summary>
    public long Count => (long)_windows.Length * _keys.Length;

    /// <summary>The table that the keys' ordinals belong to.</summary>
    public KeyTable Keys => _parts[0].Keys;

    /// <summary>The place of a group.</summary>
    public long PlaceOf(int part, (int Slot, int Key) group) => ((long)_windowPlaces[part][group.Slot] * _keys.Length) + _keyPlaces[part][group.Key];

    /// <summary>The ordinal of the window at a place.</summary>
    public long WindowAt(long place) => _windows[place / _keys.Length];

    /// <summary>The ordinals of the windows up to a place.</summary>
    public long[] WindowsTo(long place) => _windows[..((int)(place / _keys.Length) + 1)];

    /// <summary>The ordinal of the key at a place.</summary>
    public int KeyAt(long place) => _keys[place % _keys.Length];
}
