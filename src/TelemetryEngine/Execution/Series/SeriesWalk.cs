using System.Diagnostics;
using System.Runtime.InteropServices;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution.Series;

// Goes through series, one after the other, each window by window in the order of time. One for each thread.
internal sealed class SeriesWalk
{
    // Windows without readings for which memory is drawn at a time, at least.
    private const int WindowsAtOnce = 1 << 10;

    // What a group takes beside its states, in the tables of windows and groups: these grow by doubling.
    private const int TableBytes = 112;

    // Readings that are taken from a disk at a time, and one more.
    private const int StoredReadings = (1 << 13) + 1;

    private readonly BoundPlan _plan;
    private readonly IReadOnlyList<PartialState> _parts;
    private readonly SeriesOrder _order;
    private readonly PartialState _result;
    private readonly MemoryBudget _budget;
    private readonly (int Result, int Scan)[] _merged;
    private readonly SteppedColumn[] _stepped;
    private readonly SeriesFindings _findings;
    private readonly List<int>[] _from;
    private readonly List<int>[] _into;
    private int[] _groups = [];
    private Reading[] _readings = new Reading[256];
    private long _groupBytes;
    private long _heldBytes;

    // groups that come from rows and not from cut steps; and for the series at hand, how many more can come: its windows from the first to
    // the last that have no group yet
    private long _assigned = 1;
    private long _room = 1;
    private Int128 _mostMore;

    // parts: What the workers know; it is only read.
    // result: The state that takes the series.
    // budget: Bounds what cut steps add to it.
    // findings: Gets what is met on the way.
    public SeriesWalk(
        BoundPlan plan, IReadOnlyList<PartialState> parts, SeriesOrder order, PartialState result, MemoryBudget budget,
        SeriesFindings findings)
    {
        (_plan, _parts, _order, _result, _budget, _findings) = (plan, parts, order, result, budget, findings);
        (int Result, int Scan)[] components = [.. plan.ScanComponents.Select((scan, i) => (i, scan))];
        _merged = [.. components.Where(c => plan.Components[c.Result].Readings is null)];
        _stepped =
        [
            .. components.Where(c => plan.Components[c.Result].Readings is not null)
                .GroupBy(c => c.Scan, c => (StepColumn)result.Components[c.Result])
                .Select(g => new SteppedColumn(g.Key, ((ReadingColumn)parts[0].Components[g.Key]).Numbers, [.. g])),
        ];
        _from = [.. parts.Select(_ => new List<int>())];
        _into = [.. parts.Select(_ => new List<int>())];
    }

    // Takes some series into the result.
    public void Walk(int first, int end)
    {
        for (int series = first; series < end; series++)
        {
            ReadOnlySpan<SeriesGroup> groups = _order.Of(series);
            if (groups.Length > 0)
            {
                int key = _result.Keys.Adopt(_parts[0].Keys, series);
                Assign(groups, key);
                foreach (SteppedColumn column in _stepped)
                {
                    column.Begin();
                    Walk(groups, key, column);
                    if (column.End() is { } mixed)
                    {
                        _findings.Add(mixed);
                    }
                }
            }
        }

        MergeOthers();
    }

    // The result's group of each of the series', and what is to be merged from where.
    private void Assign(ReadOnlySpan<SeriesGroup> groups, int key)
    {
        if (_groups.Length < groups.Length)
        {
            _groups = new int[Math.Max(groups.Length, _groups.Length * 2)];
        }

        int before = _result.Groups.Count;
        _mostMore = (Int128)groups[^1].Window - groups[0].Window + 1 + before;
        for (int i = 0; i < groups.Length; i++)
        {
            _groups[i] = i > 0 && groups[i].Window == groups[i - 1].Window ? _groups[i - 1] : GroupOf(groups[i].Window, key);
            _from[groups[i].Part].Add(groups[i].Group);
            _into[groups[i].Part].Add(_groups[i]);
        }

        _assigned += _result.Groups.Count - before;
        _room += _result.Groups.Count - before;
        _result.Reserve();
    }

    private int GroupOf(long window, int key) => _result.Groups.Assign(_result.Windows?.SlotOf(window) ?? 0, _result.Keys.Count, key);

    private void Walk(ReadOnlySpan<SeriesGroup> groups, int key, SteppedColumn column)
    {
        bool hasPrevious = false;
        long previousWindow = 0;
        for (int first = 0, end; first < groups.Length; first = end)
        {
            int count = Gather(groups, first, column.Scan, out end, out RecordMerge<ValueRecord<Reading>>? stored);
            if (count == 0)
            {
                continue;
            }

            // the reading before has the first place
            ReadOnlySpan<Reading> readings = _readings.AsSpan(0, count + 1);
            bool crosses = hasPrevious && CrossesRange(readings[0].Time, readings[1].Time);
            hasPrevious = hasPrevious && !crosses;
            column.Look(_groups[first], readings[1..], crosses);
            foreach (StepColumn steps in column.Steps)
            {
                bool carries = hasPrevious && steps.Carries;
                if (carries && steps.CutsSteps)
                {
                    Cut(steps, readings[0], readings[1], previousWindow, groups[first].Window, key);
                }

                steps.AddSteps(_groups[first], readings[(carries && !steps.CutsSteps ? 0 : 1)..]);
                steps.AddReadings(_groups[first], count);
            }

            _readings[0] = readings[^1];
            WalkOn(stored, _groups[first], column);
            (hasPrevious, previousWindow) = (true, groups[first].Window);
        }
    }

    // Goes on in a window whose readings lie on a disk.
    private void WalkOn(RecordMerge<ValueRecord<Reading>>? stored, int group, SteppedColumn column)
    {
        while (stored is not null && Next(stored) is > 0 and int count)
        {
            ReadOnlySpan<Reading> readings = _readings.AsSpan(0, count + 1);
            column.Look(group, readings[1..], isApart: false);
            foreach (StepColumn steps in column.Steps)
            {
                steps.AddSteps(group, readings);
                steps.AddReadings(group, count);
            }

            _readings[0] = readings[^1];
        }
    }

    // Takes readings from the disk, from the second place on.
    private int Next(RecordMerge<ValueRecord<Reading>> stored)
    {
        int count = 0;
        while (count < _readings.Length - 1 && stored.MoveNext())
        {
            _readings[++count] = MemoryMarshal.Read<Reading>(stored.Current);
        }

        return count;
    }

    // True when the plan's range begins or ends between two instants: fills look at readings outside of it, but no step leads there.
    private bool CrossesRange(long instant, long later) =>
        (instant < _plan.From && later >= _plan.From) || (instant < _plan.To && later >= _plan.To);

    // Brings the readings of a window together, sorted, from the second place on.
    // returns: How many there are.
    private int Gather(ReadOnlySpan<SeriesGroup> groups, int first, int scan, out int end, out RecordMerge<ValueRecord<Reading>>? stored)
    {
        stored = null;
        if (Readings(groups[first], scan) is { } large && large.IsStored(groups[first].Group))
        {
            // what was spilled is in one part, where a window of a series is one group
            end = first + 1;
            Debug.Assert(end == groups.Length || groups[end].Window != groups[first].Window, "one group for a window");
            stored = large.Open(groups[first].Group);
            if (_readings.Length < StoredReadings)
            {
                Array.Resize(ref _readings, StoredReadings);
            }

            return Next(stored);
        }

        long count = 0;
        for (end = first; end < groups.Length && groups[end].Window == groups[first].Window; end++)
        {
            count += Readings(groups[end], scan).Count(groups[end].Group);
        }

        if (count >= Array.MaxLength)
        {
            throw new RunException(
                $"one series has {count} readings in one window, more than can be put in order; use a shorter window, or {Fix.Series}");
        }

        if (_readings.Length <= count)
        {
            Array.Resize(ref _readings, (int)Math.Min(Math.Max(count + 1, _readings.Length * 2L), Array.MaxLength));
        }

        Span<Reading> readings = _readings.AsSpan(1, (int)count);
        Span<Reading> rest = readings;
        for (int i = first; i < end; i++)
        {
            ReadingColumn column = Readings(groups[i], scan);
            column.CopyTo(groups[i].Group, rest);
            rest = rest[(int)column.Count(groups[i].Group)..];
        }

        Sort(readings);
        return readings.Length;
    }

    private ReadingColumn Readings(in SeriesGroup group, int scan) => (ReadingColumn)_parts[group.Part].Components[scan];

    // input in the order of time is the common case, and sorting it would cost more than all the rest
    private static void Sort(Span<Reading> readings)
    {
        for (int i = 1; i < readings.Length; i++)
        {
            if (readings[i].CompareTo(readings[i - 1]) < 0)
            {
                readings.Sort();
                return;
            }
        }
    }

    // Cuts a step at the borders of the windows between two readings, which get a group where they have none.
    private void Cut(StepColumn steps, in Reading from, in Reading to, long fromWindow, long toWindow, int key)
    {
        if (steps.IsTooLong(from, to))
        {
            return;
        }

        BoundWindows bound = _plan.Window!;
        AlignedWindows windows = _result.Windows!.Windows;
        ulong between = toWindow == fromWindow ? 0 : (ulong)toWindow - (ulong)fromWindow - 1;
        if (between > (ulong)(_room - _result.Groups.Count))
        {
            MakeRoom(bound, from, to, between);
        }

        for (long left = toWindow - fromWindow; left >= 0; left--)
        {
            long window = toWindow - left;
            long start = Math.Max(from.Time, bound.Border(windows.Start(window)));
            long end = Math.Min(to.Time, bound.Border(windows.End(window)));
            if (start < end)
            {
                int group = GroupOf(window, key);
                _result.Reserve();
                steps.AddPiece(group, from, to, start, end);
            }
        }
    }

    // Draws the memory of windows that are to come between two readings. What the result's order takes of each is no more than the tables
    // and its states do.
    private void MakeRoom(BoundWindows bound, in Reading from, in Reading to, ulong between)
    {
        if (_groupBytes == 0)
        {
            _groupBytes = TableBytes + _plan.BytesPerGroup;
        }

        long added = _result.Groups.Count - _assigned;
        Int128 more = Int128.Max(Int128.Min(between, _mostMore - _result.Groups.Count), WindowsAtOnce);
        AddedWindows.Reserve(
            _budget,
            ref _heldBytes,
            Int128.Max(_heldBytes, Int128.Min(added + more, AddedWindows.Most) * 2 * _groupBytes),
            added + more,
            AddedWindows.Between(bound, between, from.Time, to.Time),
            Quoting.Message.Of(
                $"steps from reading to reading are cut at their borders, so use a longer window than {_plan.Plan.Window!.Every ?? _plan.Plan.Window.Step} or bounds => 'inside'"));
        _room = _result.Groups.Count + (long)more;
        if (more > WindowsAtOnce)
        {
            _result.Foresee((int)more);
        }
    }

    private void MergeOthers()
    {
        for (int part = 0; part < _parts.Count; part++)
        {
            ReadOnlySpan<int> from = CollectionsMarshal.AsSpan(_from[part]);
            ReadOnlySpan<int> into = CollectionsMarshal.AsSpan(_into[part]);
            foreach ((int result, int scan) in _merged)
            {
                _result.Components[result].Merge(_parts[part].Components[scan], from, into);
            }

            _from[part].Clear();
            _into[part].Clear();
        }
    }
}
