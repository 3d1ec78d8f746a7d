using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Grouping;

namespace TelemetryEngine.Execution.Results;

// The rows of a result in their order, before their aggregates are computed: each has a window, the place of its keys, and sources, which
// are groups of some tables of states that are merged into one. Needs nothing but the plan and the parts, so it may be made for some of the
// keys alone. Several threads may read it.
internal abstract class ResultRows
{
    // How many rows.
    public abstract int Count { get; }

    // The tables of states that the sources of rows are groups of: a component each for those of the plan.
    public abstract IReadOnlyList<Component[]> Tables { get; }

    // The table that the keys' ordinals belong to.
    public abstract KeyTable Keys { get; }

    // The keys' ordinals in the order of the keys.
    public abstract ReadOnlySpan<int> KeysByPlace { get; }

    // How many rows, from one on, are read and merged at a time: where they have many sources that hold values only some of those that are
    // wanted, and one at least.
    public virtual int AtOnce(int firstRow, int wanted) => wanted;

    // The windows and sources of some rows: as many as there is room for.
    public abstract void Read(int firstRow, MergedRows into);

    // The first instants that occur in the first rows, each once or more often.
    public abstract ReadOnlySpan<long> StartsOf(int rows);

    // The first instants behind the windows that occur in the first rows.
    public abstract ReadOnlySpan<long> EndsOf(int rows);

    // The parts' states as tables.
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
