using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Grouping;

namespace TelemetryEngine.Execution.Results;

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
