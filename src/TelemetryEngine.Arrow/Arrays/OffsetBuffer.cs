using System.Numerics;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Arrow;

/// <summary>What all arrays do with a buffer of offsets.</summary>
internal static class OffsetBuffer
{
    private static readonly ArrowBuffer Zero = new(new byte[sizeof(long)]);

    /// <summary>Checks that there are enough offsets and that the first and the last lie where they should; none at all stand for no
    /// rows.</summary>
    public static ArrowBuffer Check<TOffset>(ArrowBuffer offsets, int length, int offset, long extent)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        if (length == 0 && offset == 0 && offsets.IsEmpty)
        {
            return Zero;
        }

        long needed = ((long)offset + length + 1) * Unsafe.SizeOf<TOffset>();
        if (offsets.Length < needed)
        {
            throw new ArgumentException($"the buffer holds {offsets.Length} bytes where {needed} are needed", nameof(offsets));
        }

        ReadOnlySpan<TOffset> ends = offsets.Cast<TOffset>().Slice(offset, length + 1);
        (long first, long last) = (ToInt64(ends[0]), ToInt64(ends[^1]));
        return first >= 0 && last >= first && last <= extent
            ? offsets
            : throw new ArgumentException($"the offsets run from {first} to {last}, the data holds {extent}", nameof(offsets));
    }

    /// <summary>An offset as a number. The framework's generic conversion is compiled when the program runs.</summary>
    internal static long ToInt64<TOffset>(TOffset offset)
        where TOffset : unmanaged =>
        Unsafe.SizeOf<TOffset>() == sizeof(int) ? Unsafe.BitCast<TOffset, int>(offset) : Unsafe.BitCast<TOffset, long>(offset);
}
