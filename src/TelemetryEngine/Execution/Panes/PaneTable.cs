using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Results;
using TelemetryEngine.Execution.Scanning;

namespace TelemetryEngine.Execution.Panes;

// The panes of one combination of keys, in the order of time: numbers of the PaneTable.
// Key: The place of the keys.
// End: The number behind the last one.
internal readonly record struct PaneChain(int Key, int First, int End);

// The groups of all workers as panes: a pane for each window of the scan and keys that any worker met, numbered by keys and then by time.
// Windows that span several panes are made of a few of one chain that follow each other.
internal sealed class PaneTable
{
    private const int RunsPerThread = 4;
    private const int PlacesAtOnce = 1 << 13;

    private readonly OrderedGroups _groups;
    private readonly int[] _windows;
    private readonly PaneChain[] _chains;

    // throws RunException: It takes more memory than allowed.
    public PaneTable(IReadOnlyList<PartialState> parts, int threads, MemoryBudget budget)
    {
        Parts = parts.Count;
        long groups = 0;
        foreach (PartialState part in parts)
        {
            groups += part.Groups.Count;
        }

        // as many rows as groups at most, each with its place among the others and its window
        long heldBytes = 0;
        budget.Reserve(ref heldBytes, groups * (sizeof(int) + sizeof(long)));
        _groups = OrderedGroups.Of(new GroupOrder(parts, keysFirst: true), parts, threads);
        _windows = FreshMemory.New<int>(_groups.Rows);
        List<PaneChain>[] found = new List<PaneChain>[threads * RunsPerThread];
        Crew.Each(threads, found.Length,
            run => found[run] = Number((int)(Count * (long)run / found.Length), (int)(Count * (run + 1L) / found.Length)));
        _chains = Join(found);
    }

    // Windows and keys, and their places.
    public GroupOrder Order => _groups.Order;

    // How many workers there are, and so the most groups of a pane.
    public int Parts { get; }

    // How many panes.
    public int Count => _windows.Length;

    // The chains, in the order of their keys.
    public ReadOnlySpan<PaneChain> Chains => _chains;

    // The place of a pane's window in the order of windows.
    public int WindowAt(int pane) => _windows[pane];

    // The groups of a pane, at most one of each worker.
    // key: The place of its keys.
    // returns: How many there are.
    public int GroupsOf(int pane, int key, Span<PartGroup> groups) => _groups.GroupsOf(pane, _windows[pane], key, groups);

    // Adds the groups of panes of one chain to a row of the result.
    public void AddTo(PaneRow panes, MergedRows into, int row) =>
        _groups.AddTo(panes.First, _windows.AsSpan(panes.First, panes.Last + 1 - panes.First), panes.Key, into, row);

    // Cuts the chains into runs of about equally many panes.
    // leastPanes: How many panes a run has at least, but for the last one.
    public List<Range> Split(int leastPanes)
    {
        List<Range> runs = [];
        int start = 0;
        int panes = 0;
        for (int chain = 0; chain < _chains.Length; chain++)
        {
            panes += _chains[chain].End - _chains[chain].First;
            if (panes >= leastPanes || chain == _chains.Length - 1)
            {
                runs.Add(start..(chain + 1));
                (start, panes) = (chain + 1, 0);
            }
        }

        return runs;
    }

    // Looks through some panes, and finds where the keys change. A chain's end is not known yet.
    private List<PaneChain> Number(int first, int end)
    {
        List<PaneChain> chains = [];
        long[] places = new long[Math.Min(end - first, PlacesAtOnce)];
        int key = -1;
        for (int pane = first; pane < end;)
        {
            Span<long> some = places.AsSpan(0, Math.Min(end - pane, places.Length));
            _groups.PlacesOf(pane, some);
            foreach (long place in some)
            {
                if (Order.KeyPlaceAt(place) != key)
                {
                    key = Order.KeyPlaceAt(place);
                    chains.Add(new PaneChain(key, pane, pane));
                }

                _windows[pane++] = Order.WindowAt(place);
            }
        }

        return chains;
    }

    // a chain that goes on in the next run was found in both
    private PaneChain[] Join(List<PaneChain>[] found)
    {
        List<PaneChain> joined = [];
        foreach (List<PaneChain> chains in found)
        {
            foreach (PaneChain chain in chains)
            {
                if (joined.Count == 0 || joined[^1].Key != chain.Key)
                {
                    joined.Add(chain);
                }
            }
        }

        PaneChain[] all = [.. joined];
        for (int chain = 0; chain < all.Length; chain++)
        {
            all[chain] = all[chain] with { End = chain + 1 < all.Length ? all[chain + 1].First : Count };
        }

        return all;
    }
}
