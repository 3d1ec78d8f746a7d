using TelemetryEngine.Execution.Scanning;

namespace TelemetryEngine.Execution.Results;

// A group of one of the workers.
internal readonly record struct PartGroup(int Part, int Group);

// The groups of all workers in the order of their places: those of one place are a row, and places that no worker has a group of have none.
// Several threads may read it.
internal abstract class OrderedGroups(GroupOrder order)
{
    // Windows and keys, and their places.
    public GroupOrder Order { get; } = order;

    // How many rows.
    public abstract int Rows { get; }

    // Finds the rows.
    // threads: How many threads may work on it.
    public static OrderedGroups Of(GroupOrder order, IReadOnlyList<PartialState> parts, int threads) =>
        GridGroups.Fits(order, parts) ? new GridGroups(order, parts, threads) : new SortedGroups(order, parts, threads);

    // The places of rows, from one on as many as there is room for.
    public abstract void PlacesOf(int firstRow, Span<long> places);

    // Windows, keys and groups of rows: as many as there is room for. Only where places that follow each other are of one window.
    // starts: The first instant of each window, by its place.
    // ends: The first instant behind it.
    public abstract void Read(int firstRow, MergedRows into, ReadOnlySpan<long> starts, ReadOnlySpan<long> ends);

    // The groups of a row, at most one of each worker.
    // window: The place of its window.
    // key: The place of its keys.
    // groups: Room for as many groups as there are workers.
    // returns: How many there are.
    public abstract int GroupsOf(int row, int window, int key, Span<PartGroup> groups);

    // Adds the groups of rows that follow each other and have the same keys to one row of a result.
    // windows: The places of their windows.
    // key: The place of their keys.
    public abstract void AddTo(int firstRow, ReadOnlySpan<int> windows, int key, MergedRows into, int row);
}
