using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Columns;

// Large arrays for tables that are filled in no order. Where fresh memory is read before it is written, each page costs two faults and a
// word to the other processors; where it is written at once, one fault; and the largest get large pages.
internal static class FreshMemory
{
    private const int LeastBytes = 1 << 20;
    private const int LeastPooledBytes = 1 << 21;
    private const int LeastUnclearedBytes = 1 << 23;
    private const int PageBytes = 4096;

    // An array that is about to be filled from its start on. Its elements are whatever was there before: no page is touched before it is
    // used.
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

    // Makes an array longer, by as much as asked for or more, and keeps its first elements. The others are whatever was there before: no
    // page is touched before it is used.
    public static void Grow<T>(ref T[] array, int used, int length)
        where T : struct => Grow(ref array, used, length, length);

    // Makes an array longer and keeps its first elements: to the length asked for or more, or at least to another one where a pooled array
    // has it.
    public static void Grow<T>(ref T[] array, int used, int least, int length)
        where T : struct
    {
        T[] longer = (IsPoolable<T>(length) ? WeakArrayPool.Shared.Rent<T>(least, length) : null) ?? New<T>(length);
        Array.Copy(array, longer, used);
        array = longer;
    }

    // Lets an array go, for others that grow. The caller must not use it afterwards.
    public static void Return<T>(T[] array)
        where T : struct
    {
        if (IsPoolable<T>(array.Length))
        {
            WeakArrayPool.Shared.Return(array);
        }
    }

    // Makes an array longer and keeps its elements, as Array.Resize<T> does.
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

    private static bool IsPoolable<T>(int length)
        where T : struct => (long)length * Unsafe.SizeOf<T>() >= LeastPooledBytes;

    private static bool IsUncleared<T>(int length)
        where T : struct => (long)length * Unsafe.SizeOf<T>() >= LeastUnclearedBytes;
}
