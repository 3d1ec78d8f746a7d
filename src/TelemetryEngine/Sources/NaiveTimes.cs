using TelemetryEngine.Columns;

namespace TelemetryEngine.Sources;

// How times of record batches that have no zone are read: dates, and timestamps whose type names none. The others are instants.
internal abstract class NaiveTimes
{
    // The zone in which they are shown and compared, as types name it; null = UTC.
    public abstract string? Label { get; }

    // What was met that a reader of the result would want to know.
    public abstract IReadOnlyList<MessageText> Notes { get; }

    // What reads a column's times, for one reader; null where they are UTC.
    public abstract NaiveColumn? Read(Column column);
}

// Reads the times of one column. For one thread.
internal abstract class NaiveColumn
{
    // Makes instants of local times, in their place.
    // faults: Gets the rows whose time means no instant, and why.
    public abstract void ToUtc(ColumnVector vector, int rows, List<(int Row, MessageText Error)> faults);
}
