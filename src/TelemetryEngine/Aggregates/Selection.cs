using System.Numerics;

namespace TelemetryEngine.Aggregates;

// A total order.
internal interface IOrder<T>
{
    // True when left stands before right.
    bool Precedes(in T left, in T right);
}

// Finds the value at a rank without sorting the others (Hoare's quickselect). Where pivots are bad for too long it sorts after all, so that
// no input takes more than n log n. Pivots are chosen by place alone: the same input moves the same way.
internal static class Selection
{
    private const int Few = 16;
    private const int Many = 256;

    // Moves values so that the one of a rank stands at its place, none behind it precedes it, and it precedes none before it.
    // rank: The place in the order, from 0, below the number of values.
    public static void Select<T, TOrder>(Span<T> values, int rank, TOrder order)
        where TOrder : struct, IOrder<T>
    {
        int low = 0;
        int end = values.Length;
        int attempts = 2 * BitOperations.Log2((uint)values.Length + 1);
        while (end - low > Few && attempts-- > 0)
        {
            T pivot = Pivot(values[low..end], order);
            int middle = low + MoveForward(values[low..end], pivot, order, equals: false);
            if (rank < middle)
            {
                end = middle;
                continue;
            }

            // unless the pivot took a good part away, its equals go too: there is at least one
            bool isSmall = middle - low < (end - low) / 8;
            low = middle;
            if (isSmall)
            {
                middle += MoveForward(values[middle..end], pivot, order, equals: true);
                if (rank < middle)
                {
                    return;
                }

                low = middle;
            }
        }

        if (end - low > Few)
        {
            Sort(values[low..end], order);
        }
        else
        {
            SortFew(values[low..end], order);
        }
    }

    private static void Sort<T, TOrder>(Span<T> values, TOrder order)
        where TOrder : struct, IOrder<T> =>
        values.Sort((left, right) => order.Precedes(left, right) ? -1 : order.Precedes(right, left) ? 1 : 0);

    private static void SortFew<T, TOrder>(Span<T> values, TOrder order)
        where TOrder : struct, IOrder<T>
    {
        for (int i = 1; i < values.Length; i++)
        {
            T value = values[i];
            int at = i;
            for (; at > 0 && order.Precedes(value, values[at - 1]); at--)
            {
                values[at] = values[at - 1];
            }

            values[at] = value;
        }
    }

    // Moves the values before a pivot, or all but those behind it, to the front; without a branch that depends on values.
    // returns: How many they are.
    private static int MoveForward<T, TOrder>(Span<T> values, T pivot, TOrder order, bool equals)
        where TOrder : struct, IOrder<T>
    {
        int front = 0;
        if (equals)
        {
            for (int i = 0; i < values.Length; i++)
            {
                T value = values[i];
                values[i] = values[front];
                values[front] = value;
                front += order.Precedes(pivot, value) ? 0 : 1;
            }

            return front;
        }

        for (int i = 0; i < values.Length; i++)
        {
            T value = values[i];
            values[i] = values[front];
            values[front] = value;
            front += order.Precedes(value, pivot) ? 1 : 0;
        }

        return front;
    }

    private static T Pivot<T, TOrder>(ReadOnlySpan<T> values, TOrder order)
        where TOrder : struct, IOrder<T>
    {
        int step = values.Length / 8;
        int middle = values.Length / 2;
        if (values.Length < Many)
        {
            return Middle(values[0], values[middle], values[^1], order);
        }

        T first = Middle(values[0], values[step], values[2 * step], order);
        T second = Middle(values[middle - step], values[middle], values[middle + step], order);
        T third = Middle(values[^(1 + (2 * step))], values[^(1 + step)], values[^1], order);
        return Middle(first, second, third, order);
    }

    private static T Middle<T, TOrder>(T a, T b, T c, TOrder order)
        where TOrder : struct, IOrder<T>
    {
        if (order.Precedes(b, a))
        {
            (a, b) = (b, a);
        }

        return order.Precedes(c, a) ? a : order.Precedes(c, b) ? c : b;
    }
}
