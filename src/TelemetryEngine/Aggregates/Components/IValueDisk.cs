namespace TelemetryEngine.Aggregates.Components;

/// <summary>A piece of what lies on an <see cref="IValueDisk"/>.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Checksum">What its bytes add up to.</param>
internal readonly record struct SpillSegment(long Offset, int Length, ulong Checksum);

/// <summary>Where the values of groups go that have more of them than fit the memory. Any thread may append and read.</summary>
internal interface IValueDisk
{
    /// <summary>What may be in memory at a time of the values of one group.</summary>
    long RoomBytes { get; }

    /// <summary>Appends a piece.</summary>
    /// <exception cref="RunException">The disk is full, or fails.</exception>
    SpillSegment Append(ReadOnlySpan<byte> bytes);

    /// <summary>Reads a piece.</summary>
    /// <param name="segment">The piece.</param>
    /// <param name="into">As many bytes.</param>
    /// <exception cref="RunException">The disk fails, or holds something else than was written.</exception>
    void Read(in SpillSegment segment, Span<byte> into);
}
