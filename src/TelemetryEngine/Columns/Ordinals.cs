namespace TelemetryEngine.Columns;

// Numbers of columns, by loops: a query over numbers is compiled when the program runs, which the smallest jobs would feel.
internal static class Ordinals
{
    // Those below count that are wanted.
    public static int[] Where(int count, Func<int, bool> wanted)
    {
        int[] found = new int[count];
        int number = 0;
        for (int i = 0; i < count; i++)
        {
            if (wanted(i))
            {
                found[number++] = i;
            }
        }

        return number == count ? found : found[..number];
    }

    // What belongs to each number.
    public static T[] Each<T>(ReadOnlySpan<int> ordinals, Func<int, T> make)
        where T : class?
    {
        T[] made = new T[ordinals.Length];
        for (int i = 0; i < made.Length; i++)
        {
            made[i] = make(ordinals[i]);
        }

        return made;
    }

    // The number of each item.
    public static int[] Of<T>(IReadOnlyList<T> items, Func<T, int> number)
        where T : class
    {
        int[] numbers = new int[items.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = number(items[i]);
        }

        return numbers;
    }
}
