using System.Runtime.InteropServices;

namespace TelemetryEngine.Arrow;

/// <summary>One value of a view array, as it lies in memory. Up to 12 bytes stand in the view itself; of more, the first 4 do, and the
/// rest of the view says where all of them lie.</summary>
[StructLayout(LayoutKind.Sequential, Size = SizeBytes)]
internal readonly struct BinaryView
{
    public const int SizeBytes = 16;
    public const int MostInlineBytes = 12;
    public const int PrefixBytes = 4;

    public BinaryView(ReadOnlySpan<byte> value, int bufferIndex, int offset)
    {
        Length = value.Length;
        Span<byte> place = stackalloc byte[MostInlineBytes];
        place.Clear();
        if (value.Length <= MostInlineBytes)
        {
            value.CopyTo(place);
        }
        else
        {
            value[..PrefixBytes].CopyTo(place);
            MemoryMarshal.Write(place[4..], bufferIndex);
            MemoryMarshal.Write(place[8..], offset);
        }

        Prefix = MemoryMarshal.Read<int>(place);
        BufferIndex = MemoryMarshal.Read<int>(place[4..]);
        Offset = MemoryMarshal.Read<int>(place[8..]);
    }

    private BinaryView(int length, int prefix, int bufferIndex, int offset) =>
        (Length, Prefix, BufferIndex, Offset) = (length, prefix, bufferIndex, offset);

    public int Length { get; }

    public int Prefix { get; }

    public int BufferIndex { get; }

    public int Offset { get; }

    public bool IsInline => Length <= MostInlineBytes;

    /// <summary>The same value where its buffer has another index.</summary>
    public BinaryView Shift(int buffers) => IsInline ? this : new BinaryView(Length, Prefix, BufferIndex + buffers, Offset);
}
