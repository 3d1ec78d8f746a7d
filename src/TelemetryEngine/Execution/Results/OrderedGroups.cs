using TelemetryEngine.Execution.Scanning;

namespace TelemetryEngine.Execution.Results;

/// <summary>A group of one of the workers.</summary>
internal readonly record struct PartGroup(int Part, int Group);

/// <summary>
/// The groups of all workers in the order of their places: those of one place are a row, and places that no worker has a group of have none.
/// Several threads may read it.
/// </summary>
internal abstract class OrderedGroups(GroupOrder order)
{
    /// <summary>Windows and keys, and their places.</summary>
    public GroupOrder Order { get; } = order;

    /// <summary>How many rows.</summary>
    public abstract int Rows { get; }

    /// <summary>Finds the rows.</summary>
    /// <param name="order">The order.</param>
    /// <param name="parts">What the workers know.</param>
    /// <param name="threads">How many threads may work on it.</param>
    public static OrderedGroups Of(GroupOrder order, IReadOnlyList<PartialState> parts, int threads) =>
        GridGroups.Fits(order, parts) ? new GridGroups(order, parts, threads) : new SortedGroups(order, parts, threads);

    /// <summary>The places of rows, from one on as many as there is room for.</summary>
    public abstract void PlacesOf(int firstRow, Span<long> places);

    /// <summary>Windows, keys and groups of rows: as many as there is room for. Only where places that follow each other are of one window.</summary>
    /// <param name="firstRow">The first of them.</param>
    /// <param name="into">Where to.</param>
    /// <param name="starts">The first instant of each window, by its place.</param>
    /// <param name="ends">The first instant behind it.</param>
    public abstract void Read(int firstRow, MergedRows into, ReadOnlySpan<long> starts, ReadOnlySpan<long> ends);

    /// <summary>The groups of a row, at most one of each worker.</summary>
    /// <param name="row">The row.</param>
    /// <param name="window">The place of its window.</param>
    /// <param name="key">The place of its keys.</param>
    /// <param name="groups">Room for as many groups as there are workers.</param>
    /// <returns>How many there are.</returns>
    public abstract int GroupsOf(int row, int window, int key, Span<PartGroup> groups);

    /// <summary>Adds the groups of rows that follow each other and have the same keys to one row of a result.</summary>
    /// <param name="firstRow">The first of them.</param>
    /// <param name="windows">The places of their windows.</param>
    /// <param name="key">The place of their keys.</param>
    /// <param name="into">Where to.</param>
    /// <param name="row">The row there.</param>
    public abstract void AddTo(int firstRow, ReadOnlySpan<int> windows, int key, MergedRows into, int row);
}
