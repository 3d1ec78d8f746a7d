using System.Runtime.InteropServices;

namespace TelemetryEngine.ApacheArrow.Tests;

/// <summary>Where the buffers of an array lie.</summary>
internal static class SharedMemory
{
    /// <summary>The buffers of an array, its children and its dictionary: all properties that are buffers or arrays, or lists of them, so
    /// that no list of types can leave one out.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(ArrowArray array) => array.GetType().GetProperties()
        .Where(property => property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike)
        .SelectMany(property => property.GetValue(array) switch
        {
            ArrowBuffer buffer => [buffer.Memory],
            IEnumerable<ArrowBuffer> buffers => buffers.Select(buffer => buffer.Memory),
            ArrowArray child => Of(child),
            IEnumerable<ArrowArray> children => children.SelectMany(Of),
            _ => (IEnumerable<ReadOnlyMemory<byte>>)[],
        });

    /// <inheritdoc cref="Of(ArrowArray)"/>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(Theirs.ArrayData data) =>
        [.. data.Buffers.Select(buffer => buffer.Memory), .. (data.Children ?? []).Concat(data.Dictionary is null ? [] : [data.Dictionary]).SelectMany(Of)];

    /// <summary>How many of some buffers don't lie inside one of the others.</summary>
    public static int Elsewhere(IEnumerable<ReadOnlyMemory<byte>> buffers, IEnumerable<ReadOnlyMemory<byte>> others)
    {
        List<(nint Start, nint End)> places = [.. others.Where(buffer => !buffer.IsEmpty).Select(Place)];
        return buffers.Where(buffer => !buffer.IsEmpty).Select(Place).Count(own => !places.Exists(place => place.Start <= own.Start && own.End <= place.End));
    }

    private static unsafe (nint Start, nint End) Place(ReadOnlyMemory<byte> buffer)
    {
        // SAFETY: only the address is kept, never followed; the memory is pinned for life, as the arrays' builders make it.
        fixed (byte* start = &MemoryMarshal.GetReference(buffer.Span))
        {
            return ((nint)start, (nint)(start + buffer.Length));
        }
    }
}
