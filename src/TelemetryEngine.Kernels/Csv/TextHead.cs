using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Csv;

// The first 16 bytes of a text, or all of it and zeros behind it.
internal struct TextHead
{
    public Vector128<byte> Bytes;
}

// What of a text of 17 to 48 bytes is behind its head. Both parts overlap where there is less.
internal struct TextTail
{
    // Bytes 16 to 31, or the last 16.
    public Vector128<byte> Middle;

    // The last 16 bytes.
    public Vector128<byte> End;

    // The tail of a text of 17 to 48 bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TextTail Of(ref byte text, int length)
    {
        // SAFETY: both parts end with the text's last byte or before.
        nuint end = (nuint)(length - TextHeads.HeadLength);
        return new TextTail
        {
            Middle = Vector128.LoadUnsafe(ref text, Math.Min((nuint)TextHeads.HeadLength, end)),
            End = Vector128.LoadUnsafe(ref text, end)
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Is(TextTail other) => Middle == other.Middle && End == other.End;
}
