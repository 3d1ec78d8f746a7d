using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Results;
using TelemetryEngine.Execution.Scanning;

namespace TelemetryEngine.Execution.Panes;

// States of several panes, so that a window of any length takes at most two of them (van Herk and Gil-Werman): within each block of a chain
// one state for the panes from its start up to each, and one for those from each up to its end. Nothing is ever subtracted.
internal sealed class PaneSums
{
    private const int LeastPanes = 1 << 14;

    // How many panes' merges must be saved for each that is made.
    private const int LeastGain = 2;

    private readonly PaneTable _panes;
    private readonly int _firstTable;
    private readonly bool _hasSuffixes;
    private readonly int[] _blocks;
    private readonly int[] _runStarts;
    private readonly Component[][] _tables;

    // throws RunException: They take more memory than allowed.
    public PaneSums(
        BoundPlan plan, IReadOnlyList<PartialState> parts, PaneTable panes, PaneWindows windows, int threads, MemoryBudget budget)
    {
        _panes = panes;
        _firstTable = parts.Count;
        _hasSuffixes = windows.CrossesBlocks;
        List<Range> runs = panes.Split(LeastPanes);
        _runStarts = new int[runs.Count];
        _tables = new Component[runs.Count][];
        for (int run = 0; run < runs.Count; run++)
        {
            _runStarts[run] = panes.Chains[runs[run].Start].First;
        }

        Component[][] states = [.. parts.Select(p => p.Components.ToArray())];
        long bytesPerPane = (StatesPerPane * plan.BytesPerGroup) + sizeof(int);
        long heldBytes = 0;
        budget.Reserve(ref heldBytes, panes.Count * bytesPerPane);
        _blocks = new int[panes.Count];
        Crew.Each(threads, runs.Count, run =>
        {
            _tables[run] = Make(plan, states, windows, runs[run]);

            // how large states are that grow with their values is known only now
            long drawnBytes = (panes.Chains[runs[run]][^1].End - _runStarts[run]) * bytesPerPane;
            budget.Reserve(ref drawnBytes, Math.Max(drawnBytes, _tables[run].Sum(c => c.Bytes)));
        });
    }

    // The states.
    public IReadOnlyList<Component[]> Tables => _tables;

    private int StatesPerPane => _hasSuffixes ? 2 : 1;

    // True when rows have so many panes that it costs less to make these states than to merge each row's panes. States that hold all their
    // values are never made more often than they are needed.
    // plan: Says what the states are.
    // panesOfRows: The panes of all rows together.
    // panes: How many panes there are.
    public static bool IsWorthwhile(BoundPlan plan, long panesOfRows, long panes, long rows) =>
        panesOfRows > LeastGain * ((4 * panes) + (2 * rows)) && !plan.CreateComponents(0).Any(c => c.HoldsValues);

    // Adds the states that make up a row.
    public void AddTo(MergedRows into, int row, PaneRow panes)
    {
        int run = Array.BinarySearch(_runStarts, panes.First);
        run = run < 0 ? ~run - 1 : run;
        int table = _firstTable + run;
        bool isAcross = _blocks[panes.First] != _blocks[panes.Last];
        bool isToEnd = panes.Last + 1 == _panes.Count || _blocks[panes.Last + 1] != _blocks[panes.Last];
        if (_hasSuffixes && (isAcross || isToEnd))
        {
            into.Add(table, Prefix(run, panes.First) + 1, row);
        }

        if (!_hasSuffixes || isAcross || !isToEnd)
        {
            into.Add(table, Prefix(run, panes.Last), row);
        }
    }

    // The group of the state up to a pane; the one from it on, if there is one, is the next.
    private int Prefix(int run, int pane) => ((pane - _runStarts[run]) * StatesPerPane) + 1;

    private Component[] Make(BoundPlan plan, Component[][] states, PaneWindows windows, Range run)
    {
        List<Block> found = [];
        foreach (PaneChain chain in _panes.Chains[run])
        {
            for (int pane = chain.First; pane < chain.End; pane++)
            {
                // blocks that follow each other have different numbers, also at the border of two runs
                if (pane == chain.First || windows.BlockOf(_panes.WindowAt(pane)) != windows.BlockOf(_panes.WindowAt(pane - 1)))
                {
                    found.Add(new Block(pane, 1, chain.Key));
                }
                else
                {
                    found[^1] = found[^1] with { Length = pane + 1 - found[^1].First };
                }

                _blocks[pane] = found[^1].First;
            }
        }

        int end = _panes.Chains[run][^1].End;
        int first = found[0].First;
        Block[] blocks = [.. found];
        Array.Sort(blocks, static (a, b) => b.Length.CompareTo(a.Length));
        Component[] made = plan.CreateComponents(((end - first) * StatesPerPane) + 1);
        Accumulate(plan, states, blocks, made, (block, step) => (block.First + step, ((block.First + step - first) * StatesPerPane) + 1));
        if (_hasSuffixes)
        {
            Accumulate(plan, states, blocks, made, (block, step) => (block.Last - step, ((block.Last - step - first) * StatesPerPane) + 2));
        }

        return made;
    }

    // Goes through all blocks at the same pace, longest first, and keeps what each has gathered after each pane.
    // blocks: The blocks, the longest first.
    // made: Where the states are kept.
    // at: The pane that a block reaches in a step, and the group that its state gets.
    private void Accumulate(
        BoundPlan plan, Component[][] states, Block[] blocks, Component[] made, Func<Block, int, (int Pane, int Group)> at)
    {
        Component[] gathered = plan.CreateComponents(blocks.Length + 1);
        SourceLists sources = new(states);
        PartGroup[] groups = new PartGroup[_panes.Parts];
        int[] from = new int[blocks.Length];
        int[] into = new int[blocks.Length];
        int active = blocks.Length;
        for (int step = 0; active > 0; step++)
        {
            while (active > 0 && blocks[active - 1].Length <= step)
            {
                active--;
            }

            sources.Clear();
            for (int i = 0; i < active; i++)
            {
                (int pane, into[i]) = at(blocks[i], step);
                from[i] = i + 1;
                foreach (PartGroup group in groups.AsSpan(0, _panes.GroupsOf(pane, blocks[i].Key, groups)))
                {
                    sources.Add(group.Part, group.Group, i + 1);
                }
            }

            sources.MergeInto(gathered);
            for (int i = 0; i < made.Length; i++)
            {
                made[i].Merge(gathered[i], from.AsSpan(0, active), into.AsSpan(0, active));
            }
        }
    }

    // The panes of a chain that lie in one block of time.
    private readonly record struct Block(int First, int Length, int Key)
    {
        public int Last => First + Length - 1;
    }
}
