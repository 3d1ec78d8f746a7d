using TelemetryEngine.Execution.Scanning;

namespace TelemetryEngine.Execution.Series;

// A worker's group: the rows of a series in one window.
internal readonly record struct SeriesGroup(long Window, int Part, int Group);

// The groups of all workers by series, and within each in the order of windows.
internal sealed class SeriesOrder
{
    private readonly SeriesGroup[] _groups;
    private readonly int[] _starts;

    // Looks at the parts' windows and keys; the first part learns the keys of all.
    public SeriesOrder(IReadOnlyList<PartialState> parts)
    {
        int[][] series = new int[parts.Count][];
        for (int part = 0; part < series.Length; part++)
        {
            series[part] = parts[0].Keys.Adopt(parts[part].Keys);
        }

        _starts = new int[parts[0].Keys.Count + 1];
        int total = 0;
        for (int part = 0; part < series.Length; part++)
        {
            foreach ((_, int key) in parts[part].Groups.Groups[1..])
            {
                _starts[series[part][key] + 1]++;
                total = checked(total + 1);
            }
        }

        for (int i = 1; i < _starts.Length; i++)
        {
            _starts[i] += _starts[i - 1];
        }

        _groups = new SeriesGroup[total];
        int[] next = _starts[..^1];
        for (int part = 0; part < series.Length; part++)
        {
            ReadOnlySpan<long> windows = parts[part].Windows is { } slots ? slots.Ordinals : [0];
            ReadOnlySpan<(int Slot, int Key)> groups = parts[part].Groups.Groups;
            for (int group = 1; group < groups.Length; group++)
            {
                _groups[next[series[part][groups[group].Key]]++] = new SeriesGroup(windows[groups[group].Slot], part, group);
            }
        }
    }

    // How many series there are; some may have no groups.
    public int Count => _starts.Length - 1;

    // A series' groups, sorted by window.
    public ReadOnlySpan<SeriesGroup> Of(int series)
    {
        Span<SeriesGroup> groups = _groups.AsSpan(_starts[series].._starts[series + 1]);
        for (int i = 1; i < groups.Length; i++)
        {
            if (groups[i].Window < groups[i - 1].Window)
            {
                groups.Sort(static (left, right) => left.Window.CompareTo(right.Window));
                break;
            }
        }

        return groups;
    }
}
