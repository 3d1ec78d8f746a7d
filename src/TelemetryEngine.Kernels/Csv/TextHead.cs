using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Csv;

/// <summary>The first 16 bytes of a text and what is known about it.</summary>
internal struct TextHead
{
    /// <summary>The text's first 16 bytes, or all of it and zeros behind it.</summary>
    public Vector128<byte> Head;

    /// <summary>The length of the text, negative when it is never to be found.</summary>
    public int Length;

    /// <summary>A bit for each byte of the head that is the text's.</summary>
    public uint Mask;

    /// <summary>The code of the text that followed.</summary>
    public int Follower;
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
