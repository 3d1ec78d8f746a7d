using TelemetryEngine.Columns;

namespace TelemetryEngine.Sources;

/// <summary>How times of record batches that have no zone are read: dates, and timestamps whose type names none. The others are instants.</summary>
internal abstract class NaiveTimes
{
    /// <summary>The zone in which they are shown and compared, as types name it; null = UTC.</summary>
    public abstract string? Label { get; }

    /// <summary>What was met that a reader of the result would want to know.</summary>
    public abstract IReadOnlyList<MessageText> Notes { get; }

    /// <summary>What reads a column's times, for one reader; null where they are UTC.</summary>
    public abstract NaiveColumn? Read(Column column);
}

/// <summary>Reads the times of one column. For one thread.</summary>
internal abstract class NaiveColumn
{
    /// <summary>Makes instants of local times, in their place.</summary>
    /// <param name="vector">The times.</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="faults">Gets the rows whose time means no instant, and why.</param>
    public abstract void ToUtc(Vector vector, int rows, List<(int Row, MessageText Error)> faults);
}
