using TelemetryEngine.Aggregates;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Results;
using TelemetryEngine.Execution.Scanning;

namespace TelemetryEngine.Execution.Panes;

// Finds sessions: a pane is as long as the gap, so its readings belong together, and neighbours of one chain are joined where the first
// reading of the next is less than the gap behind the last one of those before.
internal static class SessionRows
{
    private const int LeastPanes = 1 << 13;

    // throws RunException: They take more memory than allowed.
    public static PaneRows Of(BoundPlan plan, IReadOnlyList<PartialState> parts, int threads, MemoryBudget budget)
    {
        PaneTable panes = new(parts, threads, budget);
        List<System.Range> runs = panes.Split(LeastPanes);
        List<Session>[] found = new List<Session>[runs.Count];
        Crew.Each(threads, runs.Count, run => found[run] = Find(plan, parts, panes, runs[run]));
        int count = 0;
        foreach (List<Session> sessions in found)
        {
            count += sessions.Count;
        }

        long heldBytes = 0;
        budget.Reserve(ref heldBytes, count * (2 * (Session.Bytes + PaneRow.Bytes)));
        Session[] sorted = new Session[count];
        int next = 0;
        foreach (List<Session> sessions in found)
        {
            sessions.CopyTo(sorted, next);
            next += sessions.Count;
        }

        Array.Sort(sorted);
        return Rows(plan, parts, panes, sorted);
    }

    private static PaneRows Rows(BoundPlan plan, IReadOnlyList<PartialState> parts, PaneTable panes, Session[] sessions)
    {
        long gap = plan.Window!.Gap;
        PaneRow[] rows = new PaneRow[sessions.Length];
        long[] starts = new long[sessions.Length];
        long[] ends = new long[sessions.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            Session session = sessions[row];
            rows[row] = new PaneRow(row, session.Key, session.FirstPane, session.LastPane);
            starts[row] = session.Start;
            ends[row] = session.Last > long.MaxValue - gap ? throw plan.Window.Beyond(session.Last) : session.Last + gap;
        }

        return new PaneRows(parts, panes, rows, starts, ends);
    }

    private static List<Session> Find(BoundPlan plan, IReadOnlyList<PartialState> parts, PaneTable panes, System.Range run)
    {
        List<Session> sessions = [];
        ulong gap = (ulong)plan.Window!.Gap;
        PartGroup[] groups = new PartGroup[panes.Parts];
        foreach (PaneChain chain in panes.Chains[run])
        {
            Session? open = null;
            for (int pane = chain.First; pane < chain.End; pane++)
            {
                (long first, long last) = TimesOf(plan, parts, groups.AsSpan(0, panes.GroupsOf(pane, chain.Key, groups)));
                if (open is { } session && (ulong)(first - session.Last) < gap)
                {
                    open = session with { Last = last, LastPane = pane };
                    continue;
                }

                if (open is { } ended)
                {
                    sessions.Add(ended);
                }

                open = new Session(first, last, chain.Key, pane, pane);
            }

            sessions.Add(open!.Value);
        }

        return sessions;
    }

    private static (long First, long Last) TimesOf(BoundPlan plan, IReadOnlyList<PartialState> parts, ReadOnlySpan<PartGroup> groups)
    {
        long first = long.MaxValue;
        long last = long.MinValue;
        foreach ((int part, int group) in groups)
        {
            ReadOnlySpan<Component> components = parts[part].Components;
            first = Math.Min(first, Extremes.TimeOf<SmallerLong>(components[plan.Times.First], group));
            last = Math.Max(last, Extremes.TimeOf<LargerLong>(components[plan.Times.Last], group));
        }

        return (first, last);
    }

    // A session: its first and last reading, its keys, its panes. Sorted by the result's order.
    private readonly record struct Session(long Start, long Last, int Key, int FirstPane, int LastPane) : IComparable<Session>
    {
        public const long Bytes = 32;

        public int CompareTo(Session other)
        {
            int order = Start.CompareTo(other.Start);
            order = order != 0 ? order : Last.CompareTo(other.Last);
            return order != 0 ? order : Key.CompareTo(other.Key);
        }
    }
}
