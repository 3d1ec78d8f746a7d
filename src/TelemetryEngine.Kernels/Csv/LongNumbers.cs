using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels.Csv;

// Number columns for 64-byte vectors, four texts of up to 15 bytes and a sign at a time, each in 16 bytes of its own: a shuffle brings the
// digits to their places.
internal static class LongNumbers
{
    // The longest text, sign aside, that has a place in the lanes. One byte more, its end, fits the same vector.
    public const int MaxLength = 15;

    // The digits of a number.
    public const int Lanes = 16;

    // Texts differ by their length and the place of the separator, the length where there is none: 16 × 16 kinds.
    public const int Kinds = 16 * 16;

    // Reads one field of records, 64 at a time, as numbers. The flag of a record is set where its text is none or longer. It stops before a
    // group of fewer records, and one with a field near the end of the text.
    // text: The text of the records.
    // ends: The ends of fields; a field begins one byte behind the end before it.
    // firsts: For each record, the index of its first field's end; at least 1.
    // column: Which field, and how its numbers look.
    // laneTable: For each kind of text, 16 × its length + the place of its separator, which byte goes to which of 16 digits; those above
    // 127 to none.
    // refusedTable: For each kind of text, 0 when all its digits have a place, else 1.
    // mantissas: Receives the numbers × 10^scale; as long as firsts.
    // rare: Receives the flags, 64 to a word, the first in the lowest bit.
    // from: The record to begin with, a multiple of 64.
    // returns: The record at which it stopped, a multiple of 64.
    public static int Parse(
        ReadOnlySpan<byte> text,
        ReadOnlySpan<int> ends,
        ReadOnlySpan<int> firsts,
        in NumberColumn column,
        ReadOnlySpan<byte> laneTable,
        ReadOnlySpan<byte> refusedTable,
        Span<long> mantissas,
        Span<ulong> rare,
        int from)
    {
        int lastStart = text.Length - 1 - Vector128<byte>.Count;
        if (lastStart < 0 || laneTable.Length < Kinds * Lanes || refusedTable.Length < Kinds)
        {
            return from;
        }

        ref byte textStart = ref MemoryMarshal.GetReference(text);
        ref byte lanes = ref MemoryMarshal.GetReference(laneTable);
        ref byte refused = ref MemoryMarshal.GetReference(refusedTable);
        int field = column.Field;
        bool isLast = column.IsLast;
        Vector512<byte> separators = Vector512.Create(column.Separator);
        Vector512<sbyte> tens = Vector512.Create((short)(10 | 1 << 8)).AsSByte();
        Vector512<short> hundreds = Vector512.Create(100 | 1 << 16).AsInt16();
        Vector512<short> tenThousands = Vector512.Create(10_000 | 1 << 16).AsInt16();
        for (; from <= firsts.Length - ShortNumbers.GroupRows; from += ShortNumbers.GroupRows)
        {
            ReadOnlySpan<int> some = firsts.Slice(from, ShortNumbers.GroupRows);
            Span<long> values = mantissas.Slice(from, ShortNumbers.GroupRows);
            ulong flags = 0;
            for (int row = 0; row < ShortNumbers.GroupRows; row += 4)
            {
                int at0 = some[row] + field;
                int at1 = some[row + 1] + field;
                int at2 = some[row + 2] + field;
                int at3 = some[row + 3] + field;
                int start0 = ends[at0 - 1] + 1;
                int start1 = ends[at1 - 1] + 1;
                int start2 = ends[at2 - 1] + 1;
                int start3 = ends[at3 - 1] + 1;
                uint furthest = Math.Max(Math.Max((uint)start0, (uint)start1), Math.Max((uint)start2, (uint)start3));
                if (furthest > (uint)lastStart)
                {
                    return from;
                }

                // SAFETY: no start is beyond lastStart, so that 17 bytes lie behind each of them.
                Vector512<byte> bytes = Vector512.Create(
                    Vector256.Create(Vector128.LoadUnsafe(ref textStart, (nuint)start0),
                        Vector128.LoadUnsafe(ref textStart, (nuint)start1)),
                    Vector256.Create(Vector128.LoadUnsafe(ref textStart, (nuint)start2),
                        Vector128.LoadUnsafe(ref textStart, (nuint)start3)));
                Vector512<byte> minuses = Vector512.Equals(bytes, Vector512.Create((byte)'-'));
                ulong minus = minuses.ExtractMostSignificantBits();
                ulong points = Vector512.Equals(bytes, separators).ExtractMostSignificantBits();
                int length0 = ends[at0] - start0;
                int length1 = ends[at1] - start1;
                int length2 = ends[at2] - start2;
                int length3 = ends[at3] - start3;
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
                    Vector256.Create(Places(ref lanes, kind0), Places(ref lanes, kind1)),
                    Vector256.Create(Places(ref lanes, kind2), Places(ref lanes, kind3)));

                // behind a minus every digit stands one byte further on; all ones is −1
                Vector512<byte> signs = Avx512BW.Shuffle(minuses, Vector512<byte>.Zero);
                Vector512<byte> digits = Avx512BW.Shuffle(bytes - Vector512.Create((byte)'0'), places - signs);
                ulong wrong = Avx512BW.AddSaturate(digits, Vector512.Create(ShortNumbers.AboveNine)).ExtractMostSignificantBits();
                int unfit0 = (length0 & ~MaxLength) | Unsafe.Add(ref refused, kind0);
                int unfit1 = (length1 & ~MaxLength) | Unsafe.Add(ref refused, kind1);
                int unfit2 = (length2 & ~MaxLength) | Unsafe.Add(ref refused, kind2);
                int unfit3 = (length3 & ~MaxLength) | Unsafe.Add(ref refused, kind3);
                if ((wrong | (uint)(unfit0 | unfit1 | unfit2 | unfit3)) != 0)
                {
                    ulong four = ((wrong & 0xFFFF) | (uint)unfit0) != 0 ? 1UL : 0;
                    four |= ((wrong & 0xFFFF_0000) | (uint)unfit1) != 0 ? 2UL : 0;
                    four |= ((wrong & 0xFFFF_0000_0000) | (uint)unfit2) != 0 ? 4UL : 0;
                    four |= ((wrong >> 48) | (uint)unfit3) != 0 ? 8UL : 0;
                    flags |= four << row;
                }

                Vector512<int> fours = Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(digits, tens), hundreds);
                Vector512<ulong> eights =
                    Avx512BW.MultiplyAddAdjacent(Avx512BW.PackUnsignedSaturate(fours, fours).AsInt16(), tenThousands).AsUInt64();
                Vector512<ulong> high = Avx512F.Multiply(eights.AsUInt32(), Vector512.Create(100_000_000UL).AsUInt32());
                Vector512<long> unsigned = (high + (eights >> 32)).AsInt64();
                Vector512<long> signed = (unsigned ^ signs.AsInt64()) - signs.AsInt64();
                Avx512F.PermuteVar8x64(signed, Vector512.Create(0L, 2, 4, 6, 0, 2, 4, 6)).GetLower().CopyTo(values.Slice(row, 4));
            }

            rare[from / ShortNumbers.GroupRows] = flags;
        }

        return from;
    }

    // 1 when the text's last byte is the \r of its line end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Return(ulong returns, int length) => (int)((returns & 0xFFFF) >> (length - 1)) & 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Kind(ulong points, int length)
    {
        int shown = length & MaxLength;
        return (nuint)((shown * Lanes) + BitOperations.TrailingZeroCount((uint)points | (1u << shown)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Places(ref byte lanes, nuint kind) => Vector128.LoadUnsafe(ref lanes, kind * Lanes);
}
