using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Csv;

/// <summary>The first 16 bytes of a text, or all of it and zeros behind it.</summary>
internal struct TextHead
{
    public Vector128<byte> Bytes;
}

/// <summary>What of a text of 17 to 48 bytes is behind its head. Both parts overlap where there is less.</summary>
internal struct TextTail
{
    /// <summary>Bytes 16 to 31, or the last 16.</summary>
    public Vector128<byte> Middle;

    /// <summary>The last 16 bytes.</summary>
    public Vector128<byte> End;

    /// <summary>The tail of a text of 17 to 48 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TextTail Of(ref byte text, int length)
    {
        // SAFETY: both parts end with the text's last byte or before.
        nuint end = (nuint)(length - TextHeads.HeadLength);
        return new TextTail { Middle = Vector128.LoadUnsafe(ref text, Math.Min((nuint)TextHeads.HeadLength, end)), End = Vector128.LoadUnsafe(ref text, end) };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Is(TextTail other) => Middle == other.Middle && End == other.End;
}
