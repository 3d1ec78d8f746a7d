using System.Globalization;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Grouping;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution;

/// <summary>
/// The rows of a result and, between them, rows without sources for the windows that a key has no readings in: from the key's first window to its last, or over
/// the plan's range, which every key fills. Rows of windows outside the range stand before and behind, for fills that look around.
/// </summary>
internal sealed class GapRows : ResultRows
{
    private readonly ResultRows _found;
    private readonly BoundWindows _bound;
    private readonly AlignedWindows _windows;
    private readonly int _keyCount;
    private readonly long _firstWindow;
    private readonly long[] _places;
    private readonly int[] _foundRows;
    private readonly long[] _starts;
    private readonly long[] _ends;

    /// <param name="plan">Its windows must not overlap.</param>
    /// <param name="found">The rows that have sources.</param>
    /// <param name="mostRows">How many rows there may be.</param>
    /// <exception cref="RunException">There would be more rows.</exception>
    public GapRows(BoundPlan plan, ResultRows found, long mostRows)
    {
        _found = found;
        _bound = plan.Window!;
        _windows = _bound.Panes();
        MergedRows rows = new(found.Tables);
        rows.Reset(found.Count);
        found.Read(0, rows);
        long[] ordinals = new long[rows.Count];
        for (int row = 0; row < ordinals.Length; row++)
        {
            ordinals[row] = _windows.OrdinalOf(rows.Starts[row] + _bound.FirstBehindBorder);
        }

        _keyCount = 1;
        foreach (int key in rows.KeyPlaces)
        {
            _keyCount = Math.Max(_keyCount, key + 1);
        }

        long? first = plan.From is { } from ? _windows.OrdinalOf(from) : null;
        long? last = plan.To is { } to ? (to == long.MinValue ? long.MinValue : _windows.OrdinalOf(to - 1)) : null;
        _firstWindow = Math.Min(ordinals.Length == 0 ? 0 : ordinals[0], first ?? long.MaxValue);
        Spans spans = new(ordinals, rows.KeyPlaces, _keyCount, first, last, plan.Keys.Length == 0);
        Check(plan, spans, ordinals, mostRows);
        _places = PlacesOf(spans, ordinals, rows.KeyPlaces);
        _foundRows = Join(ordinals, rows.KeyPlaces);
        (_starts, _ends) = Borders();
        FirstShown = Below(first);
        ShownCount = Math.Max(0, (last is { } end ? Below(end + 1) : _places.Length) - FirstShown);
    }

    /// <summary>The first row of the plan's range.</summary>
    public int FirstShown { get; }

    /// <summary>How many rows the plan's range has.</summary>
    public int ShownCount { get; }

    public override int Count => _places.Length;

    public override IReadOnlyList<Component[]> Tables => _found.Tables;

    public override KeyTable Keys => _found.Keys;

    /// <summary>The first instant of each row's window.</summary>
    public ReadOnlySpan<long> AllStarts => _starts;

    /// <summary>For each row the row before of the same key, or −1.</summary>
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

    private void Check(BoundPlan plan, Spans spans, long[] ordinals, long mostRows)
    {
        double windows = spans.Windows(_firstWindow, ordinals.Length == 0 ? _firstWindow : ordinals[^1]);
        if (spans.Rows + ordinals.Length > mostRows || windows * _keyCount > long.MaxValue / 2)
        {
            throw new RunException(string.Create(
                CultureInfo.InvariantCulture,
                $"filling the gaps makes {spans.Rows:0} rows, more than the memory allowed holds; use a longer window than {plan.Plan.Window!.Every}, narrow the range with --from and --to, or leave --fill out"));
        }
    }

    private int KeyPlaceOf(int row) => (int)(_places[row] % _keyCount);

    private long PlaceOf(long ordinal, int key) => ((ordinal - _firstWindow) * _keyCount) + key;

    /// <summary>How many rows lie in windows before one.</summary>
    private int Below(long? ordinal)
    {
        if (ordinal is not { } window || window < _firstWindow)
        {
            return 0;
        }

        int row = Array.BinarySearch(_places, PlaceOf(window, 0));
        return row < 0 ? ~row : row;
    }

    /// <summary>The places of all rows, in order: the spans' and those that were found outside of them.</summary>
    private long[] PlacesOf(Spans spans, long[] ordinals, ReadOnlySpan<int> keys)
    {
        List<long> places = new(checked((int)spans.Rows + ordinals.Length));
        for (int key = 0; key < _keyCount; key++)
        {
            for (long ordinal = spans.First(key); ordinal <= spans.Last(key); ordinal++)
            {
                // a date that never was is a window of no length
                if (_windows.Start(ordinal) < _windows.End(ordinal))
                {
                    places.Add(PlaceOf(ordinal, key));
                }
            }
        }

        for (int row = 0; row < ordinals.Length; row++)
        {
            if (ordinals[row] < spans.First(keys[row]) || ordinals[row] > spans.Last(keys[row]))
            {
                places.Add(PlaceOf(ordinals[row], keys[row]));
            }
        }

        long[] sorted = [.. places];
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>For each row the row that was found there, or −1.</summary>
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
            starts[row] = isSame ? starts[row - 1] : _bound.Border(_windows.Start(ordinal));
            ends[row] = isSame ? ends[row - 1] : _bound.Border(_windows.End(ordinal));
        }

        return (starts, ends);
    }

    /// <summary>From which to which window each key has rows.</summary>
    private sealed class Spans
    {
        private readonly long[] _firsts;
        private readonly long[] _lasts;

        public Spans(ReadOnlySpan<long> ordinals, ReadOnlySpan<int> keys, int keyCount, long? first, long? last, bool isOneSeries)
        {
            _firsts = new long[keyCount];
            _lasts = new long[keyCount];
            Array.Fill(_firsts, long.MaxValue);
            Array.Fill(_lasts, long.MinValue);
            for (int row = 0; row < ordinals.Length; row++)
            {
                int key = keys[row];
                _firsts[key] = first ?? Math.Min(_firsts[key], ordinals[row]);
                _lasts[key] = last ?? Math.Max(_lasts[key], ordinals[row]);
            }

            if (isOneSeries && ordinals.Length == 0 && first is not null && last is not null)
            {
                (_firsts[0], _lasts[0]) = (first.Value, last.Value);
            }

            for (int key = 0; key < keyCount; key++)
            {
                Rows += _lasts[key] < _firsts[key] ? 0 : (double)_lasts[key] - _firsts[key] + 1;
            }
        }

        /// <summary>How many rows they are.</summary>
        public double Rows { get; }

        /// <summary>How many windows lie between the first and the last one of all.</summary>
        public double Windows(long first, long last)
        {
            double most = (double)last - first + 1;
            foreach (long end in _lasts)
            {
                most = Math.Max(most, (double)end - first + 1);
            }

            return most;
        }

        public long First(int key) => _firsts[key];

        public long Last(int key) => _lasts[key];
    }
}
