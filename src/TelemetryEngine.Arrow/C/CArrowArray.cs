using System.Runtime.InteropServices;

namespace TelemetryEngine.Arrow.C;

/// <summary>
/// An array's buffers as the C data interface lays them out (<c>struct ArrowArray</c>). Who fills it owns what it points to until
/// <see cref="release"/> is called; a released struct has null there.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct CArrowArray
{
    /// <summary>The number of rows.</summary>
    public long length;

    /// <summary>The number of null rows, or −1 when nobody counted them.</summary>
    public long null_count;

    /// <summary>The rows of the buffers, and of most children, that come before the first.</summary>
    public long offset;

    /// <summary>The number of buffers that the type has, the validity bitmap included.</summary>
    public long n_buffers;

    /// <summary>The number of children.</summary>
    public long n_children;

    /// <summary>Where each buffer starts. A buffer may be null when it has no bytes, and the validity bitmap when no row is null.</summary>
    public void** buffers;

    /// <summary>The children; may be null when there are none.</summary>
    public CArrowArray** children;

    /// <summary>The dictionary's values; null of types that are no dictionaries.</summary>
    public CArrowArray* dictionary;

    /// <summary>Frees what the struct points to, not the struct. Null when it is released, or was moved elsewhere.</summary>
    public delegate* unmanaged<CArrowArray*, void> release;

    /// <summary>The producer's own.</summary>
    public void* private_data;

    /// <summary>Allocates a struct of zeros: a released one, to be filled. <see cref="Free"/> ends it.</summary>
    public static CArrowArray* Create() => (CArrowArray*)NativeMemory.AllocZeroed((nuint)sizeof(CArrowArray));

    /// <summary>Releases the struct if that was not done, and frees it.</summary>
    /// <param name="array">What <see cref="Create"/> gave; null is nothing to do.</param>
    public static void Free(CArrowArray* array)
    {
        if (array != null)
        {
            Release(array);
            NativeMemory.Free(array);
        }
    }

    /// <summary>Releases the struct, unless it is null or already released.</summary>
    internal static void Release(CArrowArray* array)
    {
        if (array != null && array->release != null)
        {
            array->release(array);
        }
    }
}
