using System.Runtime.InteropServices;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>A value at its place in time and input.</summary>
/// <param name="Time">The instant, in the time column's unit.</param>
/// <param name="Position">The position in the input; of readings at one time the later position is the later reading.</param>
/// <param name="Low">The value, in the form that the column's <see cref="ReadingNumbers"/> give it; the low half of a wide decimal.</param>
/// <param name="High">0, or the high half and the scale of a wide decimal.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Reading(long Time, long Position, long Low, long High) : IComparable<Reading>
{
    public int CompareTo(Reading other) => Time != other.Time ? Time.CompareTo(other.Time) : Position.CompareTo(other.Position);

    /// <summary>The time from this reading to a later one.</summary>
    public ulong Until(in Reading later) => (ulong)(later.Time - Time);

    /// <summary>True when both have one value; NaN is NaN.</summary>
    public bool HasValueOf(in Reading other) => Low == other.Low && High == other.High;
}
