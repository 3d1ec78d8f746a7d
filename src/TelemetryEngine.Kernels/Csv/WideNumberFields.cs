using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels.Csv;

/// <summary>Number columns for 64-byte vectors: what <see cref="VectorNumberFields"/> does with one text, for four at a time, each in 16 bytes of its own.</summary>
internal static class WideNumberFields
{
    private const int GroupRows = 64;

    public static bool IsSupported => Avx512BW.IsSupported && VectorNumberFields.IsSupported && Vector512.IsHardwareAccelerated;

    public static void Parse(
        ReadOnlySpan<byte> block, ReadOnlySpan<int> positions, ReadOnlySpan<int> firsts, NumberLayout layout, Span<long> mantissas, Span<ulong> careful)
    {
        for (int from = 0; from < firsts.Length;)
        {
            from = ParseGroups(block, positions, firsts, layout, mantissas, careful, from);
            if (from < firsts.Length)
            {
                // the last rows, or a text near the end of the block
                int rows = Math.Min(GroupRows, firsts.Length - from);
                VectorNumberFields.Parse(block, positions, firsts.Slice(from, rows), layout, mantissas.Slice(from, rows), careful[(from / GroupRows)..]);
                from += rows;
            }
        }
    }

    /// <summary>Reads rows, 64 at a time, and returns the first one of a group that it can't read: one of fewer rows, or with a text near the end of the block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ParseGroups(
        ReadOnlySpan<byte> block,
        ReadOnlySpan<int> positions,
        ReadOnlySpan<int> firsts,
        NumberLayout layout,
        Span<long> mantissas,
        Span<ulong> careful,
        int from)
    {
        int lastStart = block.Length - 1 - Vector128<byte>.Count;
        if (lastStart < 0 || !layout.FitsVectors)
        {
            return from;
        }

        ref byte text = ref MemoryMarshal.GetReference(block);
        ref byte lanes = ref MemoryMarshal.GetReference(layout.LaneTable);
        ref byte refused = ref MemoryMarshal.GetReference(layout.RefusedTable);
        int field = layout.Field;
        bool isLast = layout.IsLast;
        Vector512<byte> separators = Vector512.Create(layout.Separator);
        Vector512<sbyte> tens = Vector512.Create((short)(10 | 1 << 8)).AsSByte();
        Vector512<short> hundreds = Vector512.Create(100 | 1 << 16).AsInt16();
        Vector512<short> tenThousands = Vector512.Create(10_000 | 1 << 16).AsInt16();
        for (; from <= firsts.Length - GroupRows; from += GroupRows)
        {
            ReadOnlySpan<int> some = firsts.Slice(from, GroupRows);
            Span<long> values = mantissas.Slice(from, GroupRows);
            ulong rare = 0;
            for (int row = 0; row < GroupRows; row += 4)
            {
                int at0 = some[row] + field;
                int at1 = some[row + 1] + field;
                int at2 = some[row + 2] + field;
                int at3 = some[row + 3] + field;
                int start0 = positions[at0 - 1] + 1;
                int start1 = positions[at1 - 1] + 1;
                int start2 = positions[at2 - 1] + 1;
                int start3 = positions[at3 - 1] + 1;
                uint furthest = Math.Max(Math.Max((uint)start0, (uint)start1), Math.Max((uint)start2, (uint)start3));
                if (furthest > (uint)lastStart)
                {
                    return from;
                }

                // SAFETY: no start is beyond lastStart, so that 17 bytes lie behind each of them.
                Vector512<byte> bytes = Vector512.Create(
                    Vector256.Create(Vector128.LoadUnsafe(ref text, (nuint)start0), Vector128.LoadUnsafe(ref text, (nuint)start1)),
                    Vector256.Create(Vector128.LoadUnsafe(ref text, (nuint)start2), Vector128.LoadUnsafe(ref text, (nuint)start3)));
                Vector512<byte> minuses = Vector512.Equals(bytes, Vector512.Create((byte)'-'));
                ulong minus = minuses.ExtractMostSignificantBits();
                ulong points = Vector512.Equals(bytes, separators).ExtractMostSignificantBits();
                int length0 = positions[at0] - start0;
                int length1 = positions[at1] - start1;
                int length2 = positions[at2] - start2;
                int length3 = positions[at3] - start3;
                if (isLast)
                {
                    ulong returns = Vector512.Equals(bytes, Vector512.Create((byte)'\r')).ExtractMostSignificantBits();
                    length0 -= Return(returns, length0);
                    length1 -= Return(returns >> 16, length1);
                    length2 -= Return(returns >> 32, length2);
                    length3 -= Return(returns >> 48, length3);
                }

                int sign0 = (int)minus & 1;
                int sign1 = (int)(minus >> 16) & 1;
                int sign2 = (int)(minus >> 32) & 1;
                int sign3 = (int)(minus >> 48) & 1;
                length0 -= sign0;
                length1 -= sign1;
                length2 -= sign2;
                length3 -= sign3;
                nuint kind0 = Kind(points >> sign0, length0);
                nuint kind1 = Kind(points >> (16 + sign1), length1);
                nuint kind2 = Kind(points >> (32 + sign2), length2);
                nuint kind3 = Kind(points >> (48 + sign3), length3);

                // SAFETY: a kind is below 256, the number of kinds in both tables.
                Vector512<byte> places = Vector512.Create(
                    Vector256.Create(Lanes(ref lanes, kind0), Lanes(ref lanes, kind1)),
                    Vector256.Create(Lanes(ref lanes, kind2), Lanes(ref lanes, kind3)));

                // behind a minus every digit stands one byte further on; all ones is −1
                Vector512<byte> signs = Avx512BW.Shuffle(minuses, Vector512<byte>.Zero);
                Vector512<byte> digits = Avx512BW.Shuffle(bytes - Vector512.Create((byte)'0'), places - signs);
                ulong wrong = Avx512BW.AddSaturate(digits, Vector512.Create(NumberLayout.AboveNine)).ExtractMostSignificantBits();
                int unfit0 = (length0 & ~NumberLayout.MaxLength) | Unsafe.Add(ref refused, kind0);
                int unfit1 = (length1 & ~NumberLayout.MaxLength) | Unsafe.Add(ref refused, kind1);
                int unfit2 = (length2 & ~NumberLayout.MaxLength) | Unsafe.Add(ref refused, kind2);
                int unfit3 = (length3 & ~NumberLayout.MaxLength) | Unsafe.Add(ref refused, kind3);
                if ((wrong | (uint)(unfit0 | unfit1 | unfit2 | unfit3)) != 0)
                {
                    ulong four = ((wrong & 0xFFFF) | (uint)unfit0) != 0 ? 1UL : 0;
                    four |= ((wrong & 0xFFFF_0000) | (uint)unfit1) != 0 ? 2UL : 0;
                    four |= ((wrong & 0xFFFF_0000_0000) | (uint)unfit2) != 0 ? 4UL : 0;
                    four |= ((wrong >> 48) | (uint)unfit3) != 0 ? 8UL : 0;
                    rare |= four << row;
                }

                Vector512<int> fours = Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(digits, tens), hundreds);
                Vector512<ulong> eights = Avx512BW.MultiplyAddAdjacent(Avx512BW.PackUnsignedSaturate(fours, fours).AsInt16(), tenThousands).AsUInt64();
                Vector512<ulong> high = Avx512F.Multiply(eights.AsUInt32(), Vector512.Create(100_000_000UL).AsUInt32());
                Vector512<long> unsigned = (high + (eights >> 32)).AsInt64();
                Vector512<long> signed = (unsigned ^ signs.AsInt64()) - signs.AsInt64();
                Avx512F.PermuteVar8x64(signed, Vector512.Create(0L, 2, 4, 6, 0, 2, 4, 6)).GetLower().CopyTo(values.Slice(row, 4));
            }

            careful[from / GroupRows] = rare;
        }

        return from;
    }

    /// <summary>1 when the text's last byte is the <c>\r</c> of its line end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Return(ulong returns, int length) => (int)((returns & 0xFFFF) >> (length - 1)) & 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Kind(ulong points, int length)
    {
        int shown = length & NumberLayout.MaxLength;
        return (nuint)((shown * NumberLayout.Lanes) + BitOperations.TrailingZeroCount((uint)points | (1u << shown)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Lanes(ref byte lanes, nuint kind) => Vector128.LoadUnsafe(ref lanes, kind * NumberLayout.Lanes);
}
