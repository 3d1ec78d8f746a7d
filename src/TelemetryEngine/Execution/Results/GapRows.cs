using System.Globalization;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Series;
using TelemetryEngine.Grouping;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution.Results;

// The rows of a result and, between them, rows without sources for the windows that a key has no readings in: from the key's first window
// to its last, or over the plan's range, which every key fills. Rows of windows outside the range stand before and behind, for fills that
// look around.
internal sealed class GapRows : ResultRows
{
    // Rows that are looked through at a time.
    private const int PieceRows = 1 << 14;

    // The window and the keys of a row that was found.
    private const long BytesPerFound = 12;

    // A row's place, its borders and where it was found.
    private const long BytesPerRow = 28;

    private readonly ResultRows _found;
    private readonly BoundWindows _bound;
    private readonly AlignedWindows _windows;
    private readonly int _keyCount;
    private readonly long _firstWindow;
    private readonly long[] _places;
    private readonly int[] _foundRows;
    private readonly long[] _starts;
    private readonly long[] _ends;

    // plan: Its windows must not overlap.
    // found: The rows that have sources.
    // throws RunException: There would be too many rows, or more than the memory allowed holds.
    public GapRows(BoundPlan plan, ResultRows found, MemoryBudget budget)
    {
        _found = found;
        _bound = plan.Window!;
        _windows = _bound.Panes();
        long heldBytes = 0;
        budget.Reserve(ref heldBytes, found.Count * BytesPerFound);
        long[] ordinals = FreshMemory.New<long>(found.Count);
        int[] keys = FreshMemory.New<int>(found.Count);
        ReadFound(ordinals, keys);
        _keyCount = 1;
        foreach (int key in keys)
        {
            _keyCount = Math.Max(_keyCount, key + 1);
        }

        long? first = plan.From is { } from ? _windows.OrdinalOf(from) : null;
        long? last = plan.To is { } to ? (to == long.MinValue ? long.MinValue : _windows.OrdinalOf(to - 1)) : null;
        _firstWindow = Math.Min(ordinals.Length == 0 ? long.MaxValue : ordinals[0], first ?? long.MaxValue);
        KeySpans spans = new(ordinals, keys, _keyCount, first, last, plan.Keys.Length == 0);
        Remedy = Quoting.Message.Of(
            $"use a longer window than {plan.Plan.Window!.Every}, narrow the range with {Fix.Between}, or leave {Fix.Fill} out");
        What = Describe(spans);
        CheckPlaces(spans, ordinals);
        AddedWindows.Reserve(budget, ref heldBytes, heldBytes + (Int128.Min(spans.Rows, AddedWindows.Most) * BytesPerRow), spans.Rows,
            What, Remedy);
        _places = PlacesOf(spans, ordinals, keys);
        _foundRows = Join(ordinals, keys);
        (_starts, _ends) = Borders();
        FirstShown = Below(first);
        ShownCount = Math.Max(0, (last is { } end && end < long.MaxValue ? Below(end + 1) : _places.Length) - FirstShown);
    }

    // What the rows are, for messages.
    public string What { get; }

    // What the user can do when they are too many.
    public MessageText Remedy { get; }

    // The first row of the plan's range.
    public int FirstShown { get; }

    // How many rows the plan's range has.
    public int ShownCount { get; }

    public override int Count => _places.Length;

    public override IReadOnlyList<Component[]> Tables => _found.Tables;

    public override KeyTable Keys => _found.Keys;

    // The first instant of each row's window.
    public ReadOnlySpan<long> AllStarts => _starts;

    // For each row the row before of the same key, or −1.
    public int[] PreviousRows()
    {
        int[] latest = new int[_keyCount];
        Array.Fill(latest, -1);
        int[] previous = new int[_places.Length];
        for (int row = 0; row < previous.Length; row++)
        {
            ref int known = ref latest[KeyPlaceOf(row)];
            previous[row] = known;
            known = row;
        }

        return previous;
    }

    public override ReadOnlySpan<int> KeysByPlace => _found.KeysByPlace;

    public override void Read(int firstRow, MergedRows into)
    {
        int found = 0;
        int firstFound = -1;
        int[] rows = new int[into.Count];
        for (int row = 0; row < into.Count; row++)
        {
            int at = firstRow + row;
            into.SetRow(row, _starts[at], _ends[at], KeyPlaceOf(at));
            if (_foundRows[at] >= 0)
            {
                firstFound = found == 0 ? _foundRows[at] : firstFound;
                rows[found++] = row;
            }
        }

        if (found > 0)
        {
            MergedRows read = new(Tables);
            read.Reset(found);
            _found.Read(firstFound, read);
            into.AddSources(read, rows.AsSpan(0, found));
        }
    }

    public override ReadOnlySpan<long> StartsOf(int rows) => _starts.AsSpan(FirstShown, Math.Min(rows, ShownCount));

    public override ReadOnlySpan<long> EndsOf(int rows) => _ends.AsSpan(FirstShown, Math.Min(rows, ShownCount));

    private void ReadFound(long[] ordinals, int[] keys)
    {
        MergedRows rows = new(_found.Tables);
        for (int first = 0; first < ordinals.Length; first += PieceRows)
        {
            rows.Reset(Math.Min(PieceRows, ordinals.Length - first));
            _found.Read(first, rows);
            rows.KeyPlaces.CopyTo(keys.AsSpan(first));
            for (int row = 0; row < rows.Count; row++)
            {
                // the first instant, which the end of the axis stands for where the window begins beyond it
                long start = rows.Starts[row];
                ordinals[first + row] = _windows.OrdinalOf(start == long.MinValue ? start : start + _bound.FirstBehindBorder);
            }
        }
    }

    private string Describe(KeySpans spans)
    {
        (long first, long last) = spans.Widest;
        string widest = spans.Rows == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $" (of them {AddedWindows.Between(_bound, (Int128)last - first + 1, _windows.Start(first), _windows.Start(last))} for one key)");
        return string.Create(CultureInfo.InvariantCulture, $"the {spans.Rows:N0} rows that fill the gaps{widest}");
    }

    // Rows are put in order by numbers that count windows and keys.
    // throws RunException: An int64 does not hold them.
    private void CheckPlaces(KeySpans spans, long[] ordinals)
    {
        long last = Math.Max(ordinals.Length == 0 ? _firstWindow : ordinals[^1], spans.Rows == 0 ? _firstWindow : spans.Last);
        if (((Int128)last - _firstWindow + 1) * _keyCount > long.MaxValue)
        {
            throw new RunException(string.Create(
                CultureInfo.InvariantCulture,
                $"there are {AddedWindows.Between(_bound, (Int128)last - _firstWindow + 1, _windows.Start(_firstWindow), _windows.Start(last))}, more than can be put in order for {_keyCount:N0} keys; {Remedy}"));
        }
    }

    private int KeyPlaceOf(int row) => (int)(_places[row] % _keyCount);

    private long PlaceOf(long ordinal, int key) => ((ordinal - _firstWindow) * _keyCount) + key;

    // How many rows lie in windows before one.
    private int Below(long? ordinal)
    {
        if (ordinal is not { } window || window < _firstWindow)
        {
            return 0;
        }

        int row = Array.BinarySearch(_places, PlaceOf(window, 0));
        return row < 0 ? ~row : row;
    }

    // The places of all rows, in order: the spans' and those that were found outside of them.
    private long[] PlacesOf(KeySpans spans, long[] ordinals, ReadOnlySpan<int> keys)
    {
        int outside = 0;
        for (int row = 0; row < ordinals.Length; row++)
        {
            outside += spans.Has(keys[row], ordinals[row]) ? 0 : 1;
        }

        long[] places = FreshMemory.New<long>(checked((int)spans.Rows + outside));
        int count = 0;
        for (int key = 0; key < _keyCount; key++)
        {
            for (long left = spans.Count(key); left > 0; left--)
            {
                // a date that never was is a window of no length; but so seems the one at the end of the axis
                long ordinal = spans.LastOf(key) - left + 1;
                if (_windows.Start(ordinal) < _windows.End(ordinal) || _windows.End(ordinal) == long.MaxValue)
                {
                    places[count++] = PlaceOf(ordinal, key);
                }
            }
        }

        for (int row = 0; row < ordinals.Length; row++)
        {
            if (!spans.Has(keys[row], ordinals[row]))
            {
                places[count++] = PlaceOf(ordinals[row], keys[row]);
            }
        }

        Array.Resize(ref places, count);
        Array.Sort(places);
        return places;
    }

    // For each row the row that was found there, or −1.
    private int[] Join(long[] ordinals, ReadOnlySpan<int> keys)
    {
        int[] found = new int[_places.Length];
        int next = 0;
        for (int row = 0; row < found.Length; row++)
        {
            bool isFound = next < ordinals.Length && PlaceOf(ordinals[next], keys[next]) == _places[row];
            found[row] = isFound ? next++ : -1;
        }

        return found;
    }

    private (long[] Starts, long[] Ends) Borders()
    {
        long[] starts = new long[_places.Length];
        long[] ends = new long[_places.Length];
        for (int row = 0; row < starts.Length; row++)
        {
            bool isSame = row > 0 && _places[row] / _keyCount == _places[row - 1] / _keyCount;
            long ordinal = _firstWindow + (_places[row] / _keyCount);
            starts[row] = isSame ? starts[row - 1] : _bound.StartOf(_windows, ordinal);
            ends[row] = isSame ? ends[row - 1] : _bound.EndOf(_windows, ordinal);
        }

        return (starts, ends);
    }
}
