namespace TelemetryEngine.Kernels.Sorting;

// Sorts by numbers of which there are few.
internal static class CountingSort
{
    // The places of numbers in their order; those of equal numbers keep theirs, and those of negative ones are left out.
    // count: More than any number.
    // starts: Where the places of each number begin; behind them, where the last ones end.
    public static int[] Places(ReadOnlySpan<int> numbers, int count, out int[] starts)
    {
        starts = new int[count + 1];
        foreach (int number in numbers)
        {
            if (number >= 0)
            {
                starts[number + 1]++;
            }
        }

        for (int number = 0; number < count; number++)
        {
            starts[number + 1] += starts[number];
        }

        int[] next = starts[..count];
        int[] places = new int[starts[count]];
        for (int place = 0; place < numbers.Length; place++)
        {
            if (numbers[place] >= 0)
            {
                places[next[numbers[place]]++] = place;
            }
        }

        return places;
    }
}
