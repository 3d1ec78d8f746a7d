using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Columns;

/// <summary>
/// Large arrays for tables that are filled in no order. Where fresh memory is read before it is written, each page costs two faults and a word to the other
/// processors; where it is written at once, one fault; and the largest get large pages.
/// </summary>
internal static class FreshMemory
{
    private const int LeastBytes = 1 << 20;
    private const int LeastLooseBytes = 1 << 21;
    private const int LeastUnclearedBytes = 1 << 23;
    private const int PageBytes = 4096;

    /// <summary>An array that is about to be filled from its start on. Its elements are whatever was there before: no page is touched before it is used.</summary>
    public static T[] New<T>(int length)
        where T : struct
    {
        if (!IsUncleared<T>(length))
        {
            return new T[length];
        }

        T[] array = GC.AllocateUninitializedArray<T>(length);
        LargePages.Prefer(array.AsSpan());
        return array;
    }

    /// <summary>
    /// Makes an array longer, by as much as asked for or more, and keeps its first elements. The others are whatever was there before: no page is touched before it is used.
    /// </summary>
    public static void Grow<T>(ref T[] array, int used, int length)
        where T : struct => Grow(ref array, used, length, length);

    /// <summary>Makes an array longer and keeps its first elements: to the length asked for or more, or at least to another one where an array that nobody needs has it.</summary>
    public static void Grow<T>(ref T[] array, int used, int least, int length)
        where T : struct
    {
        T[] longer = (IsLoose<T>(length) ? LooseArrays.Shared.Take<T>(least, length) : null) ?? New<T>(length);
        Array.Copy(array, longer, used);
        array = longer;
    }

    /// <summary>Lets an array go, for others that grow. Nobody may look at it afterwards.</summary>
    public static void Free<T>(T[] array)
        where T : struct
    {
        if (IsLoose<T>(array.Length))
        {
            LooseArrays.Shared.Add(array);
        }
    }

    /// <summary>Makes an array longer and keeps its elements, as <see cref="Array.Resize{T}"/> does.</summary>
    public static void Resize<T>(ref T[] array, int length)
        where T : unmanaged
    {
        int before = array.Length;
        if (IsUncleared<T>(length))
        {
            T[] longer = New<T>(length);
            Array.Copy(array, longer, before);
            Array.Clear(longer, before, length - before);
            array = longer;
            return;
        }

        Array.Resize(ref array, length);
        if ((long)length * Unsafe.SizeOf<T>() < LeastBytes)
        {
            return;
        }

        Span<T> fresh = array.AsSpan(before);
        int stride = Math.Max(1, PageBytes / Unsafe.SizeOf<T>());
        for (int at = 0; at < fresh.Length; at += stride)
        {
            MemoryMarshal.AsBytes(fresh.Slice(at, 1))[0] = 0;
        }
    }

    private static bool IsLoose<T>(int length)
        where T : struct => (long)length * Unsafe.SizeOf<T>() >= LeastLooseBytes;

    private static bool IsUncleared<T>(int length)
        where T : struct => (long)length * Unsafe.SizeOf<T>() >= LeastUnclearedBytes;
}
