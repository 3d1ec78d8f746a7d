namespace TelemetryEngine.Aggregates.Components;

/// <summary>A value at its place in time and input.</summary>
/// <param name="Time">The instant, in the time column's unit.</param>
/// <param name="Position">The position in the input; of readings at one time the later position is the later reading.</param>
/// <param name="Value">The value.</param>
internal readonly record struct Reading(long Time, long Position, double Value) : IComparable<Reading>
{
    public int CompareTo(Reading other) => Time != other.Time ? Time.CompareTo(other.Time) : Position.CompareTo(other.Position);

    /// <summary>The time from this reading to a later one.</summary>
    public ulong Until(in Reading later) => (ulong)(later.Time - Time);
}
