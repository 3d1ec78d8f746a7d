using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Grouping;

namespace TelemetryEngine.Execution;

/// <summary>
/// The rows of a result in their order, before their aggregates are computed: each has a window, the place of its keys, and sources, which are groups of
/// some tables of states that are merged into one. Needs nothing but the plan and the parts, so it may be made for some of the keys alone.
/// Several threads may read it.
/// </summary>
internal abstract class ResultRows
{
    /// <summary>How many rows.</summary>
    public abstract int Count { get; }

    /// <summary>The tables of states that the sources of rows are groups of: a component each for those of the plan.</summary>
    public abstract IReadOnlyList<Component[]> Tables { get; }

    /// <summary>The table that the keys' ordinals belong to.</summary>
    public abstract KeyTable Keys { get; }

    /// <summary>The rows of some parts' groups.</summary>
    /// <param name="plan">Says what the windows are.</param>
    /// <param name="parts">What the workers know; the first learns the keys of all.</param>
    /// <param name="threads">How many threads may work on it.</param>
    /// <param name="budget">Bounds the memory of rows and of states that are made for them.</param>
    /// <exception cref="RunException">They take more than is allowed, or there are too many rows.</exception>
    public static ResultRows Of(BoundPlan plan, IReadOnlyList<PartialState> parts, int threads, MemoryBudget budget) => plan.Window switch
    {
        { Overlap: not null } => OverlapRows.Of(plan, parts, threads, budget),
        { Gap: > 0 } => SessionRows.Of(plan, parts, threads, budget),
        _ => new MergedGroups(plan, parts, threads),
    };

    /// <summary>The keys' ordinals in the order of the keys.</summary>
    public abstract ReadOnlySpan<int> KeysByPlace { get; }

    /// <summary>How many rows, from one on, are read and merged at a time: where they have many sources that hold values only some of those that are wanted, and one at least.</summary>
    public virtual int AtOnce(int firstRow, int wanted) => wanted;

    /// <summary>The windows and sources of some rows: as many as there is room for.</summary>
    public abstract void Read(int firstRow, MergedRows into);

    /// <summary>The first instants that occur in the first rows, each once or more often.</summary>
    public abstract ReadOnlySpan<long> StartsOf(int rows);

    /// <summary>The first instants behind the windows that occur in the first rows.</summary>
    public abstract ReadOnlySpan<long> EndsOf(int rows);

    /// <summary>The parts' states as tables.</summary>
    protected static Component[][] TablesOf(IReadOnlyList<PartialState> parts)
    {
        Component[][] tables = new Component[parts.Count][];
        for (int part = 0; part < tables.Length; part++)
        {
            tables[part] = parts[part].Components.ToArray();
        }

        return tables;
    }
}
