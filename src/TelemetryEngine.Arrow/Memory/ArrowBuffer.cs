using System.Runtime.InteropServices;

namespace TelemetryEngine.Arrow;

/// <summary>
/// A contiguous run of bytes: one of the buffers that an array is made of. It is a view, and owns nothing; whoever made the memory keeps it
/// alive.
/// </summary>
internal readonly struct ArrowBuffer(ReadOnlyMemory<byte> memory)
{
    /// <summary>No bytes. As a validity buffer: every row is valid.</summary>
    public static ArrowBuffer Empty => default;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Memory { get; } = memory;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => Memory.Span;

    /// <summary>The number of bytes.</summary>
    public int Length => Memory.Length;

    /// <summary>True when there are no bytes.</summary>
    public bool IsEmpty => Memory.IsEmpty;

    /// <summary>The bytes as values; a rest that is no whole value is left out.</summary>
    public ReadOnlySpan<T> Cast<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Memory.Span);

    /// <summary>Copies values to aligned memory that the collector frees.</summary>
    public static ArrowBuffer CopyOf<T>(ReadOnlySpan<T> values)
        where T : unmanaged => new(PinnedMemory.CopyOf(values));
}
