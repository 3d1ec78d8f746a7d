namespace TelemetryEngine.Execution;

/// <summary>The panes of one combination of keys, in the order of time: numbers of the <see cref="PaneTable"/>.</summary>
/// <param name="Key">The place of the keys.</param>
/// <param name="First">The first pane.</param>
/// <param name="End">The number behind the last one.</param>
internal readonly record struct PaneChain(int Key, int First, int End);

/// <summary>
/// The groups of all workers as panes: a pane for each window of the scan and keys that any worker met, numbered by keys and then by time. Windows that
/// span several panes are made of a few of one chain that follow each other.
/// </summary>
internal sealed class PaneTable
{
    private readonly int[] _windows;
    private readonly int[] _entries;
    private readonly PaneChain[] _chains;

    /// <exception cref="RunException">It takes more memory than allowed.</exception>
    public PaneTable(IReadOnlyList<PartialState> parts, int threads, MemoryBudget budget)
    {
        Groups = new SortedGroups(new GroupOrder(parts, keysFirst: true), parts, threads);
        long heldBytes = 0;
        budget.Take(ref heldBytes, (Groups.Entries + (long)Groups.Rows) * sizeof(long));
        _windows = GC.AllocateUninitializedArray<int>(Groups.Rows);
        _entries = GC.AllocateUninitializedArray<int>(Groups.Rows + 1);
        _entries[^1] = Groups.Entries;
        List<PaneChain>[] found = new List<PaneChain>[Groups.Ranges];
        Crew.Each(threads, found.Length, range => found[range] = Number(range));
        _chains = Join(found);
    }

    /// <summary>The groups, sorted by keys and time.</summary>
    public SortedGroups Groups { get; }

    /// <summary>How many panes.</summary>
    public int Count => _windows.Length;

    /// <summary>The chains, in the order of their keys.</summary>
    public ReadOnlySpan<PaneChain> Chains => _chains;

    /// <summary>The place of a pane's window in the order of windows.</summary>
    public int WindowAt(int pane) => _windows[pane];

    /// <summary>The first of a pane's entries in <see cref="Groups"/>; those of the next pane follow them.</summary>
    public int EntryOf(int pane) => _entries[pane];

    /// <summary>Cuts the chains into runs of about equally many panes.</summary>
    /// <param name="leastPanes">How many panes a run has at least, but for the last one.</param>
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

    /// <summary>Looks through a range of groups, and finds where the keys change. A chain's end is not known yet.</summary>
    private List<PaneChain> Number(int range)
    {
        List<PaneChain> chains = [];
        (int entry, int end, int pane) = Groups.RangeAt(range);
        int key = -1;
        for (; entry < end; entry++)
        {
            if (Groups.IsFirstOfRow(entry))
            {
                long place = Groups.PlaceOf(entry);
                if (Groups.Order.KeyPlaceAt(place) != key)
                {
                    key = Groups.Order.KeyPlaceAt(place);
                    chains.Add(new PaneChain(key, pane, pane));
                }

                _windows[pane] = Groups.Order.WindowAt(place);
                _entries[pane++] = entry;
            }
        }

        return chains;
    }

    // a chain that goes on in the next range was found in both
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
