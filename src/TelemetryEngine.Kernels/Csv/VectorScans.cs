using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Csv;

// How vectors of one width look at a block of 64 bytes. A struct, so that the scanner's loop is compiled for it and holds no call.
internal interface IScanBlock
{
    // Where which byte stands in the 64 bytes at block; the caller has checked that they are there.
    static abstract BlockMasks Masks(ref byte block, byte delimiter);

    // Writes down the positions of a block's marks, as StructuralBlock.Write does. The caller has checked StructuralBlock.HasRoom.
    static abstract void Write(int from, ulong marks, ulong ends, ref int positions, ref int count, ref int lineEnds, ref int lines);
}

// The scanner for vectors of any width.
internal static class VectorScan
{
    // For one width.
    public static int Scan<TBlock>(
        ReadOnlySpan<byte> text, int from, byte delimiter, ref bool inQuote, Span<int> positions, ref int count, Span<int> lineEnds,
        ref int lines)
        where TBlock : struct, IScanBlock
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        ref int positionStart = ref MemoryMarshal.GetReference(positions);
        ref int lineEndStart = ref MemoryMarshal.GetReference(lineEnds);
        ulong quoted = inQuote ? ulong.MaxValue : 0;
        ulong startsField = StructuralBlock.StartsField(text, from, delimiter) ? 1UL : 0;
        int found = count;
        int ended = lines;
        while (StructuralBlock.HasRoom(text, from, positions, found, lineEnds, ended))
        {
            // SAFETY: HasRoom has checked that 64 bytes and one more lie behind from.
            ref byte block = ref Unsafe.Add(ref start, (nuint)from);
            byte next = Unsafe.Add(ref block, StructuralBlock.Bytes);
            BlockMasks masks = TBlock.Masks(ref block, delimiter);
            if (!StructuralBlock.TryResolve(masks, next, delimiter, ref quoted, ref startsField, out ulong marks, out ulong ends))
            {
                break;
            }

            TBlock.Write(from, marks, ends, ref positionStart, ref found, ref lineEndStart, ref ended);
            from += StructuralBlock.Bytes;
        }

        count = found;
        lines = ended;
        inQuote = quoted != 0;
        return from;
    }
}

// 32-byte vectors.
internal readonly struct ScanBlock256 : IScanBlock
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlockMasks Masks(ref byte block, byte delimiter)
    {
        // SAFETY: 64 bytes lie behind block, as the caller has checked.
        Vector256<byte> low = Vector256.LoadUnsafe(ref block);
        Vector256<byte> high = Vector256.LoadUnsafe(ref block, 32);
        return new BlockMasks(Bits(low, high, delimiter), Bits(low, high, (byte)'\n'), Bits(low, high, (byte)'\r'),
            Bits(low, high, (byte)'"'));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(int from, ulong marks, ulong ends, ref int positions, ref int count, ref int lineEnds, ref int lines) =>
        StructuralBlock.Write(from, marks, ends, ref positions, ref count, ref lineEnds, ref lines);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> low, Vector256<byte> high, byte value)
    {
        Vector256<byte> wanted = Vector256.Create(value);
        return Vector256.Equals(low, wanted).ExtractMostSignificantBits()
            | ((ulong)Vector256.Equals(high, wanted).ExtractMostSignificantBits() << 32);
    }
}

// 16-byte vectors.
internal readonly struct ScanBlock128 : IScanBlock
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlockMasks Masks(ref byte block, byte delimiter) =>
        new(Bits(ref block, delimiter), Bits(ref block, (byte)'\n'), Bits(ref block, (byte)'\r'), Bits(ref block, (byte)'"'));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(int from, ulong marks, ulong ends, ref int positions, ref int count, ref int lineEnds, ref int lines) =>
        StructuralBlock.Write(from, marks, ends, ref positions, ref count, ref lineEnds, ref lines);

    // One bit for each of the 64 bytes at block that is equal to value; the caller has checked that they are there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(ref byte block, byte value)
    {
        Vector128<byte> wanted = Vector128.Create(value);
        // SAFETY: 64 bytes lie behind block, as the caller has checked.
        ulong bits = Vector128.Equals(Vector128.LoadUnsafe(ref block), wanted).ExtractMostSignificantBits();
        bits |= (ulong)Vector128.Equals(Vector128.LoadUnsafe(ref block, 16), wanted).ExtractMostSignificantBits() << 16;
        bits |= (ulong)Vector128.Equals(Vector128.LoadUnsafe(ref block, 32), wanted).ExtractMostSignificantBits() << 32;
        return bits | ((ulong)Vector128.Equals(Vector128.LoadUnsafe(ref block, 48), wanted).ExtractMostSignificantBits() << 48);
    }
}
