using System.Runtime.InteropServices;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>A value and its place: by time, then by position in the input.</summary>
/// <param name="Time">The instant; 0 where the plan has no time.</param>
/// <param name="Position">The position in the input.</param>
/// <param name="Value">The value in its <see cref="ValueForm"/>.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct PlacedValue(long Time, long Position, ulong Value) : IComparable<PlacedValue>
{
    /// <summary>By place.</summary>
    public int CompareTo(PlacedValue other) => Time != other.Time ? Time.CompareTo(other.Time) : Position.CompareTo(other.Position);
}
