using System.Globalization;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Scanning;

namespace TelemetryEngine.Execution.Panes;

// Finds the rows of windows that overlap: a row for each window and keys of which any pane has readings. Threads share the keys; each
// counts its rows of every window, so that it knows where in the result they belong.
internal static class OverlapRows
{
    // a few runs of keys for each thread, so that none waits long for the last
    private const int RunsPerThread = 4;

    // values of merged panes: lists grow by doubling and are sorted beside themselves
    private const int ShareOfMemory = 32;
    private const long LeastBytesAtOnce = 1 << 20;

    // throws RunException: They take more memory than allowed, or are too many.
    public static PaneRows Of(BoundPlan plan, IReadOnlyList<PartialState> parts, int threads, MemoryBudget budget)
    {
        PaneTable panes = new(parts, threads, budget);
        PaneWindows windows = new(plan.Window!, panes.Order.Windows, budget);
        List<Range> runs = panes.Split((panes.Count / (threads * RunsPerThread)) + 1);
        long heldBytes = 0;
        budget.Reserve(ref heldBytes, (long)runs.Count * windows.Count * sizeof(int));
        int[][] places = new int[runs.Count][];
        long[] panesOfRows = new long[runs.Count];
        Crew.Each(threads, runs.Count, run => places[run] = Counts(panes, windows, runs[run], out panesOfRows[run]));
        PaneRow[] rows = Allocate(places, windows.Count, budget);
        Crew.Each(threads, runs.Count, run => Fill(panes, windows, runs[run], places[run], rows));
        long panesOfAll = 0;
        foreach (long panesOfRun in panesOfRows)
        {
            panesOfAll += panesOfRun;
        }

        PaneSums? sums = PaneSums.IsWorthwhile(plan, panesOfAll, panes.Count, rows.Length)
            ? new PaneSums(plan, parts, panes, windows, threads, budget)
            : null;
        return new PaneRows(parts, panes, rows, windows.Starts, windows.Ends, sums, PanesAtOnce(plan, parts, threads, budget));
    }

    // How many panes each thread merges at a time: those whose values take a small share of the memory.
    private static long PanesAtOnce(BoundPlan plan, IReadOnlyList<PartialState> parts, int threads, MemoryBudget budget)
    {
        if (!plan.HoldsValues)
        {
            return long.MaxValue;
        }

        long bytes = 0;
        long groups = 0;
        foreach (PartialState part in parts)
        {
            bytes += part.Bytes;
            groups += part.Groups.Count;
        }

        return Math.Max(LeastBytesAtOnce, budget.LimitBytes / (ShareOfMemory * threads)) / Math.Max(1, bytes / groups);
    }

    private static int[] Counts(PaneTable panes, PaneWindows windows, Range run, out long panesOfRows)
    {
        Counter counter = new(new int[windows.Count]);
        foreach (PaneChain chain in panes.Chains[run])
        {
            windows.RowsOf(panes, chain, ref counter);
        }

        panesOfRows = counter.Panes;
        return counter.Counts;
    }

    // Makes room for the rows, and turns each run's counts into the places of its first rows.
    private static PaneRow[] Allocate(int[][] counts, int windows, MemoryBudget budget)
    {
        long total = 0;
        for (int window = 0; window < windows; window++)
        {
            foreach (int[] ofRun in counts)
            {
                int count = ofRun[window];
                ofRun[window] = (int)total;
                total += count;
                if (total > Array.MaxLength)
                {
                    throw new RunException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"the result has more than {Array.MaxLength:N0} rows; use longer steps, fewer keys, or filter with {Fix.Where}"));
                }
            }
        }

        long heldBytes = 0;
        budget.Reserve(ref heldBytes, total * PaneRow.Bytes);
        return FreshMemory.New<PaneRow>((int)total);
    }

    private static void Fill(PaneTable panes, PaneWindows windows, Range run, int[] next, PaneRow[] rows)
    {
        Filler filler = new(next, rows);
        foreach (PaneChain chain in panes.Chains[run])
        {
            windows.RowsOf(panes, chain, ref filler);
        }
    }

    // Counts the rows of each window, and the panes of all.
    private struct Counter(int[] counts) : IPaneRowSink
    {
        public readonly int[] Counts => counts;

        public long Panes { get; private set; }

        public void Add(PaneRow row)
        {
            counts[row.Window]++;
            Panes += row.Last - row.First + 1;
        }
    }

    // Puts rows where they belong.
    private readonly struct Filler(int[] next, PaneRow[] rows) : IPaneRowSink
    {
        public void Add(PaneRow row) => rows[next[row.Window]++] = row;
    }
}
