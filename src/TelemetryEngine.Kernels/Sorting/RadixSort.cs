namespace TelemetryEngine.Kernels.Sorting;

// Sorts by unsigned numbers, digit by digit from the lowest: a stable sort whose time grows with the rows and with the digits that differ.
internal static class RadixSort
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;

    // Brings the items into the order of their keys; those of equal keys keep theirs. Afterwards the keys hold anything.
    public static void Sort(ulong[] keys, int[] items)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(items.Length, keys.Length);
        ulong differing = 0;
        for (int i = 1; i < keys.Length; i++)
        {
            differing |= keys[i] ^ keys[0];
        }

        ulong[] fromKeys = keys;
        int[] from = items;
        ulong[] toKeys = differing == 0 ? keys : new ulong[keys.Length];
        int[] to = differing == 0 ? items : new int[items.Length];
        for (int shift = 0; shift < 64; shift += DigitBits)
        {
            if (((differing >> shift) & (Digits - 1)) != 0)
            {
                Pass(fromKeys, from, toKeys, to, shift);
                (fromKeys, toKeys) = (toKeys, fromKeys);
                (from, to) = (to, from);
            }
        }

        if (!ReferenceEquals(from, items))
        {
            from.AsSpan().CopyTo(items);
        }
    }

    private static void Pass(ulong[] fromKeys, int[] from, ulong[] toKeys, int[] to, int shift)
    {
        Span<int> places = stackalloc int[Digits];
        places.Clear();
        foreach (ulong key in fromKeys)
        {
            places[(int)(key >> shift) & (Digits - 1)]++;
        }

        int start = 0;
        for (int digit = 0; digit < Digits; digit++)
        {
            int count = places[digit];
            places[digit] = start;
            start += count;
        }

        for (int i = 0; i < from.Length; i++)
        {
            int place = places[(int)(fromKeys[i] >> shift) & (Digits - 1)]++;
            toKeys[place] = fromKeys[i];
            to[place] = from[i];
        }
    }
}
