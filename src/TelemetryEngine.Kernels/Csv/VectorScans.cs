using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels.Csv;

/// <summary>How vectors of one width look at a block of 64 bytes. A struct, so that the scanner's loop is compiled for it and holds no call.</summary>
internal interface IScanBlock
{
    /// <summary>Where which byte stands in the 64 bytes at <paramref name="block"/>; the caller has checked that they are there.</summary>
    static abstract BlockMasks Masks(ref byte block, byte delimiter);

    /// <summary>Writes down the positions of a block's marks, as <see cref="StructuralBlock.Write"/> does. The caller has checked <see cref="StructuralBlock.HasRoom"/>.</summary>
    static abstract void Write(int from, ulong marks, ulong ends, ref int positions, ref int count, ref int lineEnds, ref int lines);
}

/// <summary>The scanner for vectors of any width.</summary>
internal static class VectorScan
{
    /// <summary>For one width, compiled at its first call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Scan<TBlock>(
        ReadOnlySpan<byte> text, int from, byte delimiter, ref bool inQuote, Span<int> positions, ref int count, Span<int> lineEnds, ref int lines)
        where TBlock : struct, IScanBlock =>
        Run<TBlock>(text, from, delimiter, ref inQuote, positions, ref count, lineEnds, ref lines);

    /// <summary>For 16-byte vectors, which can be compiled beforehand.</summary>
    public static int Narrow(
        ReadOnlySpan<byte> text, int from, byte delimiter, ref bool inQuote, Span<int> positions, ref int count, Span<int> lineEnds, ref int lines) =>
        Run<ScanBlock128>(text, from, delimiter, ref inQuote, positions, ref count, lineEnds, ref lines);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Run<TBlock>(
        ReadOnlySpan<byte> text, int from, byte delimiter, ref bool inQuote, Span<int> positions, ref int count, Span<int> lineEnds, ref int lines)
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
            byte next = Unsafe.Add(ref block, StructuralScan.BlockBytes);
            BlockMasks masks = TBlock.Masks(ref block, delimiter);
            if (!StructuralBlock.TryResolve(masks, next, delimiter, ref quoted, ref startsField, out ulong marks, out ulong ends))
            {
                break;
            }

            TBlock.Write(from, marks, ends, ref positionStart, ref found, ref lineEndStart, ref ended);
            from += StructuralScan.BlockBytes;
        }

        count = found;
        lines = ended;
        inQuote = quoted != 0;
        return from;
    }
}

/// <summary>64-byte vectors: a block is one of them, and positions are compressed out of it instead of looked for bit by bit.</summary>
internal readonly struct ScanBlock512 : IScanBlock
{
    public static bool IsSupported => Avx512Vbmi2.IsSupported && Bmi2.X64.IsSupported && Vector512.IsHardwareAccelerated;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlockMasks Masks(ref byte block, byte delimiter)
    {
        Vector512<byte> bytes = Vector512.LoadUnsafe(ref block);
        return new BlockMasks(Bits(bytes, delimiter), Bits(bytes, (byte)'\n'), Bits(bytes, (byte)'\r'), Bits(bytes, (byte)'"'));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(int from, ulong marks, ulong ends, ref int positions, ref int count, ref int lineEnds, ref int lines)
    {
        // SAFETY: HasRoom has left room for 64 entries behind count and lines.
        WritePlaces(Bmi2.X64.ParallelBitExtract(ends, marks), count, ref Unsafe.Add(ref lineEnds, lines));
        WritePlaces(marks, from, ref Unsafe.Add(ref positions, count));
        count += BitOperations.PopCount(marks);
        lines += BitOperations.PopCount(ends);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector512<byte> bytes, byte value) => Vector512.Equals(bytes, Vector512.Create(value)).ExtractMostSignificantBits();

    /// <summary>Writes <paramref name="first"/> + i for each bit i that is set, 16 entries at a time; the caller has checked that 64 fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WritePlaces(ulong bits, int first, ref int output)
    {
        Vector512<byte> places = Avx512Vbmi2.Compress(Vector512<byte>.Zero, Mask(bits), Vector512<byte>.Indices);
        Vector512<int> firsts = Vector512.Create(first);
        (Avx512F.ConvertToVector512Int32(places.GetLower().GetLower()) + firsts).StoreUnsafe(ref output);
        int written = BitOperations.PopCount(bits);
        if (written > 16)
        {
            (Avx512F.ConvertToVector512Int32(places.GetLower().GetUpper()) + firsts).StoreUnsafe(ref output, 16);
        }

        if (written > 32)
        {
            (Avx512F.ConvertToVector512Int32(places.GetUpper().GetLower()) + firsts).StoreUnsafe(ref output, 32);
            (Avx512F.ConvertToVector512Int32(places.GetUpper().GetUpper()) + firsts).StoreUnsafe(ref output, 48);
        }
    }

    /// <summary>All ones in byte i where bit i is set, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Mask(ulong bits)
    {
        Vector512<byte> ofByte = Vector512.Create(
            0x0000000000000000UL, 0x0101010101010101UL, 0x0202020202020202UL, 0x0303030303030303UL,
            0x0404040404040404UL, 0x0505050505050505UL, 0x0606060606060606UL, 0x0707070707070707UL).AsByte();
        Vector512<byte> bit = Vector512.Create(0x8040201008040201UL).AsByte();
        return Vector512.Equals(Avx512BW.Shuffle(Vector512.Create(bits).AsByte(), ofByte) & bit, bit);
    }
}

/// <summary>32-byte vectors.</summary>
internal readonly struct ScanBlock256 : IScanBlock
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlockMasks Masks(ref byte block, byte delimiter)
    {
        // SAFETY: 64 bytes lie behind block, as the caller has checked.
        Vector256<byte> low = Vector256.LoadUnsafe(ref block);
        Vector256<byte> high = Vector256.LoadUnsafe(ref block, 32);
        return new BlockMasks(Bits(low, high, delimiter), Bits(low, high, (byte)'\n'), Bits(low, high, (byte)'\r'), Bits(low, high, (byte)'"'));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(int from, ulong marks, ulong ends, ref int positions, ref int count, ref int lineEnds, ref int lines) =>
        StructuralBlock.Write(from, marks, ends, ref positions, ref count, ref lineEnds, ref lines);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> low, Vector256<byte> high, byte value)
    {
        Vector256<byte> wanted = Vector256.Create(value);
        return Vector256.Equals(low, wanted).ExtractMostSignificantBits() | ((ulong)Vector256.Equals(high, wanted).ExtractMostSignificantBits() << 32);
    }
}

/// <summary>16-byte vectors.</summary>
internal readonly struct ScanBlock128 : IScanBlock
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlockMasks Masks(ref byte block, byte delimiter) =>
        new(Bits(ref block, delimiter), Bits(ref block, (byte)'\n'), Bits(ref block, (byte)'\r'), Bits(ref block, (byte)'"'));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(int from, ulong marks, ulong ends, ref int positions, ref int count, ref int lineEnds, ref int lines) =>
        StructuralBlock.Write(from, marks, ends, ref positions, ref count, ref lineEnds, ref lines);

    /// <summary>One bit for each of the 64 bytes at <paramref name="block"/> that is equal to <paramref name="value"/>; the caller has checked that they are there.</summary>
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
