using System.Runtime.InteropServices;

namespace TelemetryEngine.Arrow.C;

/// <summary>
/// A field's type, name and metadata as the C data interface lays them out (<c>struct ArrowSchema</c>). Who fills it owns what it points to
/// until <see cref="release"/> is called; a released struct has null there.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct CArrowSchema
{
    internal const long FlagDictionaryOrdered = 1;
    internal const long FlagNullable = 2;
    internal const long FlagMapKeysSorted = 4;

    /// <summary>The type: a text of the interface's own, which ends with a zero byte. Of dictionaries, the type of the codes.</summary>
    public byte* format;

    /// <summary>The name in UTF-8, which ends with a zero byte; null is the same as empty.</summary>
    public byte* name;

    /// <summary>An int32 count of pairs, then the int32 length and the bytes of each key and value; null when there is none.</summary>
    public byte* metadata;

    /// <summary>1: the dictionary's order means something, 2: rows may be null, 4: the keys of each map are sorted.</summary>
    public long flags;

    /// <summary>The number of children.</summary>
    public long n_children;

    /// <summary>The types of the children; may be null when there are none.</summary>
    public CArrowSchema** children;

    /// <summary>The type of the dictionary's values; null of types that are no dictionaries.</summary>
    public CArrowSchema* dictionary;

    /// <summary>Frees what the struct points to, not the struct. Null when it is released, or was moved elsewhere.</summary>
    public delegate* unmanaged<CArrowSchema*, void> release;

    /// <summary>The producer's own.</summary>
    public void* private_data;

    /// <summary>Allocates a struct of zeros: a released one, to be filled. <see cref="Free"/> ends it.</summary>
    public static CArrowSchema* Create() => (CArrowSchema*)NativeMemory.AllocZeroed((nuint)sizeof(CArrowSchema));

    /// <summary>Releases the struct if that was not done, and frees it.</summary>
    /// <param name="schema">What <see cref="Create"/> gave; null is nothing to do.</param>
    public static void Free(CArrowSchema* schema)
    {
        if (schema != null)
        {
            Release(schema);
            NativeMemory.Free(schema);
        }
    }

    /// <summary>Releases the struct, unless it is null or already released.</summary>
    internal static void Release(CArrowSchema* schema)
    {
        if (schema != null && schema->release != null)
        {
            schema->release(schema);
        }
    }
}
