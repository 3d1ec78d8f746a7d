using Apache.Arrow.Types;
using TelemetryEngine.Kernels.Sorting;

namespace TelemetryEngine.Execution.Joins;

// The rows of the other input of a join by the numbers of their keys, and in each by time, or else in their own order.
internal sealed class JoinOrderedRows
{
    private readonly JoinOrder _order;
    private readonly int[] _starts;
    private readonly int[] _rows;
    private readonly long[] _times = [];
    private readonly long[] _ends = [];
    private readonly long _own = 1;
    private readonly ulong _tolerance = ulong.MaxValue;

    private JoinOrderedRows(JoinLayout layout, int[] numbers, int count, HeldColumn? time, HeldColumn? end)
    {
        _order = layout.Order;
        _rows = CountingSort.Places(numbers, count, out _starts);
        if (time is null)
        {
            return;
        }

        long own = layout.Unit.TicksPerSecond();
        TimeUnit others = time.Column.Type.Unit;
        long fine = Math.Max(Math.Max(own, others.TicksPerSecond()), end?.Column.Type.Unit.TicksPerSecond() ?? 0);
        _own = fine / own;
        _tolerance = layout.Tolerance is { } most ? (ulong)most.ToTicks(fine) : ulong.MaxValue;
        _times = [.. _rows.Select(row => InstantOf(time, row, fine, long.MinValue))];
        _ends = end is null ? [] : [.. _rows.Select(row => InstantOf(end, row, fine, long.MaxValue))];
    }

    // refuse: Makes the error for two rows and what helps.
    // throws InputException: Two rows of one key stand at one time, or are valid at one.
    public static JoinOrderedRows Of(
        JoinLayout layout,
        int[] numbers,
        int count,
        HeldColumn? time,
        HeldColumn? end,
        Func<int, int, MessageText, InputException> refuse)
    {
        // of rows without a time none is ever next, and of those that end as they start none is ever valid
        for (int row = 0; row < numbers.Length && layout.Order != JoinOrder.None; row++)
        {
            bool isNever = layout.Order == JoinOrder.Valid ? IsEmpty(time!, end!, row) : time!.IsNull(row);
            numbers[row] = isNever ? -1 : numbers[row];
        }

        JoinOrderedRows ordered = new(layout, numbers, count, time, end);
        if (time is not null)
        {
            ordered.Sort(refuse);
        }

        return ordered;
    }

    // All rows with these keys, in their order.
    public ReadOnlySpan<int> Of(int number) =>
        number < _starts.Length - 1 ? _rows.AsSpan(_starts[number].._starts[number + 1]) : [];

    // The row that counts at a time, or −1.
    // hint: Where it was found the last time with these keys; where it is now.
    public int At(int number, long time, ref int hint)
    {
        if (number >= _starts.Length - 1)
        {
            return -1;
        }

        int start = _starts[number];
        int end = _starts[number + 1];
        long instant = Scaled(time);
        int before = LastUpTo(start, end, instant, ref hint);
        int found = _order switch
        {
            JoinOrder.Before => before,
            JoinOrder.Valid => before >= 0 && instant < _ends[before] ? before : -1,
            JoinOrder.After => before >= 0 && _times[before] == instant ? before : Next(before, start, end),
            _ => Nearest(before, Next(before, start, end), instant),
        };
        return found < 0 || Apart(_times[found], instant) > _tolerance ? -1 : _rows[found];
    }

    private static bool IsEmpty(HeldColumn start, HeldColumn end, int row)
    {
        if (start.IsNull(row) || end.IsNull(row))
        {
            return false;
        }

        Int128 first = (Int128)start.Int64At(row) * end.Column.Type.Unit.TicksPerSecond();
        Int128 last = (Int128)end.Int64At(row) * start.Column.Type.Unit.TicksPerSecond();
        return last < first
            ? throw new RunException(
                $"row {row + 1:N0} of the other input of a join: its end, '{end.Column.Name}', is before its start, '{start.Column.Name}'")
            : last == first;
    }

    private static int Next(int before, int start, int end) => before < 0 ? (start < end ? start : -1) : before + 1 < end ? before + 1 : -1;

    private static ulong Apart(long left, long right) => left < right ? (ulong)right - (ulong)left : (ulong)left - (ulong)right;

    private int Nearest(int before, int after, long instant) =>
        after < 0 ? before : before < 0 || Apart(_times[after], instant) < Apart(_times[before], instant) ? after : before;

    // what lies beyond all times that are held is before or behind all of them
    private long Scaled(long time)
    {
        Int128 fine = (Int128)time * _own;
        return fine > long.MaxValue ? long.MaxValue : fine < long.MinValue ? long.MinValue : (long)fine;
    }

    // rows often come in the order of time, so that it is the same as the last time, or the next
    private int LastUpTo(int start, int end, long instant, ref int hint)
    {
        int guess = start + hint;
        for (int step = 0; step < 2 && guess < end; step++, guess++)
        {
            if (_times[guess] <= instant && (guess + 1 == end || _times[guess + 1] > instant))
            {
                hint = guess - start;
                return guess;
            }
        }

        int low = start;
        int high = end;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) / 2);
            if (_times[middle] <= instant)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        hint = Math.Max(low - 1 - start, 0);
        return low == start ? -1 : low - 1;
    }

    private static long InstantOf(HeldColumn column, int row, long fine, long open)
    {
        if (column.IsNull(row))
        {
            return open;
        }

        Int128 instant = (Int128)column.Int64At(row) * (fine / column.Column.Type.Unit.TicksPerSecond());
        return instant >= long.MinValue && instant <= long.MaxValue
            ? (long)instant
            : throw new RunException(
                $"row {row + 1:N0} of the other input of a join: a time in column '{column.Column.Name}' is beyond what both inputs can count");
    }

    private void Sort(Func<int, int, MessageText, InputException> refuse)
    {
        for (int number = 0; number + 1 < _starts.Length; number++)
        {
            int start = _starts[number];
            int rows = _starts[number + 1] - start;
            Span<long> times = _times.AsSpan(start, rows);
            if (!IsSorted(times))
            {
                Sort(start, rows);
            }

            for (int i = start + 1; i < start + rows; i++)
            {
                if (_order == JoinOrder.Valid ? _times[i] < _ends[i - 1] : _times[i] == _times[i - 1])
                {
                    throw refuse(Math.Min(_rows[i - 1], _rows[i]), Math.Max(_rows[i - 1], _rows[i]), _order == JoinOrder.Valid
                        ? Quoting.Message.Of($"both are valid at that time; end the one where the other starts")
                        : Quoting.Message.Of($"which of them is meant? keep one by {Fix.Dedup}"));
                }
            }
        }
    }

    private void Sort(int start, int rows)
    {
        int[] order = [.. Enumerable.Range(start, rows)];
        Array.Sort(_times[start..(start + rows)], order);
        int[] sorted = [.. order.Select(place => _rows[place])];
        long[] times = [.. order.Select(place => _times[place])];
        long[] ends = _ends.Length == 0 ? [] : [.. order.Select(place => _ends[place])];
        sorted.CopyTo(_rows, start);
        times.CopyTo(_times, start);
        ends.CopyTo(_ends, _ends.Length == 0 ? 0 : start);
    }

    private static bool IsSorted(ReadOnlySpan<long> times)
    {
        for (int i = 1; i < times.Length; i++)
        {
            if (times[i] < times[i - 1])
            {
                return false;
            }
        }

        return true;
    }
}
