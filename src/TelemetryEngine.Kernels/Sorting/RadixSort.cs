namespace TelemetryEngine.Kernels.Sorting;

// Sorts by unsigned numbers, digit by digit from the lowest: a stable sort whose time grows with the rows and with the digits that differ.
internal static class RadixSort
{
    // The bits that are looked at together.
    public const int DigitBits = 11;

    // How many digits there are.
    public const int Digits = 1 << DigitBits;

    // Brings the items into the order of their keys; those of equal keys keep theirs. Afterwards the keys hold anything.
    // keyRoom, itemRoom: Room for as many, which holds anything before and afterwards.
    public static void Sort(Span<ulong> keys, Span<int> items, Span<ulong> keyRoom, Span<int> itemRoom)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(items.Length, keys.Length);
        ulong differing = Differing(keys, out bool isSorted);
        if (isSorted)
        {
            return;
        }

        Span<ulong> toKeys = keyRoom[..keys.Length];
        Span<int> toItems = itemRoom[..items.Length];
        bool isInRoom = false;
        for (int shift = 0; shift < 64; shift += DigitBits)
        {
            if (((differing >> shift) & (Digits - 1)) == 0)
            {
                continue;
            }

            Pass(isInRoom ? toKeys : keys, isInRoom ? toItems : items, isInRoom ? keys : toKeys, isInRoom ? items : toItems, shift);
            isInRoom = !isInRoom;
        }

        if (isInRoom)
        {
            toItems.CopyTo(items);
        }
    }

    // How often each digit occurs.
    public static void Count(ReadOnlySpan<ulong> keys, int shift, Span<int> counts)
    {
        foreach (ulong key in keys)
        {
            counts[(int)(key >> shift) & (Digits - 1)]++;
        }
    }

    // Puts keys and their items where those of each digit go, one behind the other.
    // places: For each digit the place of its next one; raised by each.
    public static void Scatter(
        ReadOnlySpan<ulong> keys, ReadOnlySpan<int> items, Span<ulong> toKeys, Span<int> toItems, int shift, Span<int> places)
    {
        for (int i = 0; i < keys.Length; i++)
        {
            int place = places[(int)(keys[i] >> shift) & (Digits - 1)]++;
            toKeys[place] = keys[i];
            toItems[place] = items[i];
        }
    }

    // The bits in which keys differ from one another.
    public static ulong Differing(ReadOnlySpan<ulong> keys, out bool isSorted)
    {
        ulong differing = 0;
        isSorted = true;
        for (int i = 1; i < keys.Length; i++)
        {
            differing |= keys[i] ^ keys[0];
            isSorted &= keys[i] >= keys[i - 1];
        }

        return differing;
    }

    private static void Pass(ReadOnlySpan<ulong> keys, ReadOnlySpan<int> items, Span<ulong> toKeys, Span<int> toItems, int shift)
    {
        Span<int> places = stackalloc int[Digits];
        places.Clear();
        Count(keys, shift, places);
        int start = 0;
        for (int digit = 0; digit < Digits; digit++)
        {
            int count = places[digit];
            places[digit] = start;
            start += count;
        }

        Scatter(keys, items, toKeys, toItems, shift, places);
    }
}
