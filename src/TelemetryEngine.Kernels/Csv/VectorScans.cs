using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels.Csv;

/// <summary>The scanner for 64-byte vectors: a block is one of them, and positions are compressed out of it instead of looked for bit by bit.</summary>
internal static class Vector512Scan
{
    public static bool IsSupported => Avx512Vbmi2.IsSupported && Bmi2.X64.IsSupported && Vector512.IsHardwareAccelerated;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Scan(
        ReadOnlySpan<byte> text, int from, byte delimiter, ref bool inQuote, Span<int> positions, ref int count, Span<int> lineEnds, ref int lines)
    {
        Vector512<byte> delimiters = Vector512.Create(delimiter);
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
            Vector512<byte> block = Vector512.LoadUnsafe(ref start, (nuint)from);
            byte next = Unsafe.Add(ref start, (nuint)from + 64);
            BlockMasks masks = new(
                Vector512.Equals(block, delimiters).ExtractMostSignificantBits(),
                Vector512.Equals(block, Vector512.Create((byte)'\n')).ExtractMostSignificantBits(),
                Vector512.Equals(block, Vector512.Create((byte)'\r')).ExtractMostSignificantBits(),
                Vector512.Equals(block, Vector512.Create((byte)'"')).ExtractMostSignificantBits());
            if (!StructuralBlock.TryResolve(masks, next, delimiter, ref quoted, ref startsField, out ulong marks, out ulong ends))
            {
                break;
            }

            // SAFETY: HasRoom has left room for 64 entries behind found and ended.
            WritePlaces(Bmi2.X64.ParallelBitExtract(ends, marks), found, ref Unsafe.Add(ref lineEndStart, ended));
            WritePlaces(marks, from, ref Unsafe.Add(ref positionStart, found));
            found += BitOperations.PopCount(marks);
            ended += BitOperations.PopCount(ends);
            from += StructuralScan.BlockBytes;
        }

        count = found;
        lines = ended;
        inQuote = quoted != 0;
        return from;
    }

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

/// <summary>The scanner for 32-byte vectors.</summary>
internal static class Vector256Scan
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Scan(
        ReadOnlySpan<byte> text, int from, byte delimiter, ref bool inQuote, Span<int> positions, ref int count, Span<int> lineEnds, ref int lines)
    {
        Vector256<byte> delimiters = Vector256.Create(delimiter);
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
            Vector256<byte> low = Vector256.LoadUnsafe(ref start, (nuint)from);
            Vector256<byte> high = Vector256.LoadUnsafe(ref start, (nuint)from + 32);
            byte next = Unsafe.Add(ref start, (nuint)from + 64);
            BlockMasks masks = new(
                Bits(Vector256.Equals(low, delimiters), Vector256.Equals(high, delimiters)),
                Bits(Vector256.Equals(low, Vector256.Create((byte)'\n')), Vector256.Equals(high, Vector256.Create((byte)'\n'))),
                Bits(Vector256.Equals(low, Vector256.Create((byte)'\r')), Vector256.Equals(high, Vector256.Create((byte)'\r'))),
                Bits(Vector256.Equals(low, Vector256.Create((byte)'"')), Vector256.Equals(high, Vector256.Create((byte)'"'))));
            if (!StructuralBlock.TryResolve(masks, next, delimiter, ref quoted, ref startsField, out ulong marks, out ulong ends))
            {
                break;
            }

            StructuralBlock.Write(from, marks, ends, ref positionStart, ref found, ref lineEndStart, ref ended);
            from += StructuralScan.BlockBytes;
        }

        count = found;
        lines = ended;
        inQuote = quoted != 0;
        return from;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> low, Vector256<byte> high) =>
        low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);
}

/// <summary>The scanner for 16-byte vectors.</summary>
internal static class Vector128Scan
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Scan(
        ReadOnlySpan<byte> text, int from, byte delimiter, ref bool inQuote, Span<int> positions, ref int count, Span<int> lineEnds, ref int lines)
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
            BlockMasks masks = new(Bits(ref block, delimiter), Bits(ref block, (byte)'\n'), Bits(ref block, (byte)'\r'), Bits(ref block, (byte)'"'));
            if (!StructuralBlock.TryResolve(masks, next, delimiter, ref quoted, ref startsField, out ulong marks, out ulong ends))
            {
                break;
            }

            StructuralBlock.Write(from, marks, ends, ref positionStart, ref found, ref lineEndStart, ref ended);
            from += StructuralScan.BlockBytes;
        }

        count = found;
        lines = ended;
        inQuote = quoted != 0;
        return from;
    }

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
