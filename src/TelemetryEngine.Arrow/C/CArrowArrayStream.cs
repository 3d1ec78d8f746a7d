using System.Runtime.InteropServices;

namespace TelemetryEngine.Arrow.C;

/// <summary>
/// Batches of one schema, one after the other, as the C stream interface has them (<c>struct ArrowArrayStream</c>). One thread at a time
/// calls it; a released struct has null at <see cref="release"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct CArrowArrayStream
{
    /// <summary>Fills a struct with the schema; 0, or an errno.</summary>
    public delegate* unmanaged<CArrowArrayStream*, CArrowSchema*, int> get_schema;

    /// <summary>Fills a struct with the next batch, or a released one at the end; 0, or an errno.</summary>
    public delegate* unmanaged<CArrowArrayStream*, CArrowArray*, int> get_next;

    /// <summary>What went wrong in the call before, in UTF-8 with a zero byte behind it, valid until the next call; null when nobody knows.</summary>
    public delegate* unmanaged<CArrowArrayStream*, byte*> get_last_error;

    /// <summary>Frees what the struct points to, not the struct. Null when it is released, or was moved elsewhere.</summary>
    public delegate* unmanaged<CArrowArrayStream*, void> release;

    /// <summary>The producer's own.</summary>
    public void* private_data;

    /// <summary>Allocates a struct of zeros: a released one, to be filled. <see cref="Free"/> ends it.</summary>
    public static CArrowArrayStream* Create() => (CArrowArrayStream*)NativeMemory.AllocZeroed((nuint)sizeof(CArrowArrayStream));

    /// <summary>Releases the struct if that was not done, and frees it.</summary>
    /// <param name="stream">What <see cref="Create"/> gave; null is nothing to do.</param>
    public static void Free(CArrowArrayStream* stream)
    {
        if (stream != null)
        {
            if (stream->release != null)
            {
                stream->release(stream);
            }

            NativeMemory.Free(stream);
        }
    }
}
