using System.Runtime.InteropServices;

namespace TelemetryEngine.ApacheArrow.Tests;

/// <summary>Where the buffers of an array lie.</summary>
internal static class SharedMemory
{
    /// <summary>The places of the buffers that aren't empty, each once and sorted: of the array, its children and its dictionary.</summary>
    public static List<nint> Addresses(ArrowArray array) => Sorted(Buffers(array));

    /// <inheritdoc cref="Addresses(ArrowArray)"/>
    public static List<nint> Addresses(Theirs.ArrayData data) => Sorted(Buffers(data));

    /// <summary>All properties that are buffers or arrays: no list of types that could leave one out.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Buffers(ArrowArray array) => array.GetType().GetProperties()
        .Where(property => property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike)
        .SelectMany(property => property.GetValue(array) switch
        {
            ArrowBuffer buffer => [buffer.Memory],
            ArrowArray child => Buffers(child),
            _ => (IEnumerable<ReadOnlyMemory<byte>>)[],
        });

    private static IEnumerable<ReadOnlyMemory<byte>> Buffers(Theirs.ArrayData data) =>
        [.. data.Buffers.Select(buffer => buffer.Memory), .. (data.Children ?? []).Concat(data.Dictionary is null ? [] : [data.Dictionary]).SelectMany(Buffers)];

    private static unsafe List<nint> Sorted(IEnumerable<ReadOnlyMemory<byte>> buffers)
    {
        SortedSet<nint> places = [];
        foreach (ReadOnlyMemory<byte> buffer in buffers.Where(buffer => !buffer.IsEmpty))
        {
            // SAFETY: only the address is kept, never followed; the memory is pinned for life, as the arrays' builders make it.
            fixed (byte* start = &MemoryMarshal.GetReference(buffer.Span))
            {
                places.Add((nint)start);
            }
        }

        return [.. places];
    }
}
