using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels.Csv;

// Number columns for 64-byte vectors, eight texts at a time, each by its last 8 bytes: its end is where it is aligned, shifts close the gap
// of the point and bring the digits to the column's scale, three multiply-adds make them a number. The loop holds no look-up and no branch
// that depends on the text.
internal static class ShortNumbers
{
    // The rows of a word of flags.
    public const int GroupRows = 64;

    private const int Bytes = ShortTexts.Bytes;

    // The largest scale whose digits have a place.
    private const int MaxScale = Bytes;

    // So many texts of a group that do not fit leave it to others.
    public const int FewRows = 8;

    // Rows that others read before it is seen again whether they are short.
    public const int LongRows = 4 * GroupRows;

    // A byte above 9 and this make 128 or more.
    public const byte AboveNine = 0x80 - 10;

    // True when this machine has the instructions.
    public static bool IsSupported => Avx512BW.IsSupported && Avx512CD.IsSupported && Vector512.IsHardwareAccelerated;

    // Reads one field of records, 64 at a time, as numbers of up to 8 digits and bytes. The flag of a record is set where its text is
    // anything else. It stops before a group of fewer records, one with a field near the start of the text, and one in which many texts are
    // longer.
    // text: The text of the records.
    // ends: The ends of fields; a field begins one byte behind the end before it.
    // firsts: For each record, the index of its first field's end; at least 1.
    // column: Which field, and how its numbers look.
    // mantissas: Receives the numbers × 10^scale; as long as firsts.
    // rare: Receives the flags, 64 to a word, the first in the lowest bit.
    // from: The record to begin with, a multiple of 64.
    // returns: The record at which it stopped, a multiple of 64.
    public static int Parse(
        ReadOnlySpan<byte> text, ReadOnlySpan<int> ends, ReadOnlySpan<int> firsts, in NumberColumn column, Span<long> mantissas,
        Span<ulong> rare, int from)
    {
        if (column.Scale > MaxScale || ends.Length < 2 || text.Length < Bytes || mantissas.Length < firsts.Length
            || rare.Length < firsts.Length / GroupRows)
        {
            return from;
        }

        ref byte start = ref MemoryMarshal.GetReference(text);
        ref int end = ref MemoryMarshal.GetReference(ends);
        int field = column.Field;
        bool isLast = column.IsLast;
        Vector256<int> fields = Vector256.Create(field);
        Vector512<ulong> all = Vector512<ulong>.AllBitsSet;
        Vector512<ulong> low = Vector512.Create((ulong)uint.MaxValue);
        Vector512<ulong> most = Vector512.Create(8UL * Bytes);
        Vector512<ulong> scale = Vector512.Create(8UL * (ulong)column.Scale);
        Vector512<ulong> points = column.IsInteger ? Vector512<ulong>.Zero : all;
        Vector512<byte> separators = Vector512.Create(column.Separator);
        for (; from <= firsts.Length - GroupRows; from += GroupRows)
        {
            ref int first = ref Unsafe.Add(ref MemoryMarshal.GetReference(firsts), from);
            ref long values = ref Unsafe.Add(ref MemoryMarshal.GetReference(mantissas), from);
            ulong flags = 0;
            for (int row = 0; row < GroupRows; row += 8)
            {
                Vector256<int> before = Vector256.LoadUnsafe(ref first, (nuint)row) + fields - Vector256<int>.One;
                if (Vector256.GreaterThanOrEqualAny(before.AsUInt32(), Vector256.Create((uint)ends.Length - 1)))
                {
                    return from;
                }

                // SAFETY: an index of the end before a field is below the number of ends − 1, so that its two ends are among them.
                Vector512<ulong> pairs = Vector512.Create(
                    ShortTexts.Pairs(ref end, ref Unsafe.Add(ref first, row), field - 1),
                    ShortTexts.Pairs(ref end, ref Unsafe.Add(ref first, row + 4), field - 1));
                Vector512<ulong> stops = pairs >> 32;
                if (Vector512.GreaterThanAny(stops - Vector512.Create((ulong)Bytes), Vector512.Create((ulong)(text.Length - Bytes))))
                {
                    return from;
                }

                // SAFETY: an end is at least 8 and at most the text's length, so that 8 bytes lie before it.
                Vector512<ulong> bytes = Vector512.Create(
                    ShortTexts.Texts(ref start, ref end, ref Unsafe.Add(ref first, row), field),
                    ShortTexts.Texts(ref start, ref end, ref Unsafe.Add(ref first, row + 4), field));
                Vector512<ulong> bits = ((stops.AsUInt32() - pairs.AsUInt32() - Vector512<uint>.One).AsUInt64() & low) << 3;
                ulong unfit = Vector512.GreaterThan(bits, most).ExtractMostSignificantBits();
                if (isLast)
                {
                    Vector512<ulong> cut =
                        (Vector512.Equals(bytes.AsByte(), Vector512.Create((byte)'\r')).AsUInt64() >> 60) & Vector512.Create(8UL);
                    bytes = Avx512F.ShiftLeftLogicalVariable(bytes, cut);
                    bits -= cut;
                }

                Vector512<ulong> inside = Avx512F.ShiftLeftLogicalVariable(all, most - bits);
                Vector512<ulong> minus = Vector512.Equals(bytes.AsByte(), Vector512.Create((byte)'-')).AsUInt64() & inside & ~(inside << 8);
                inside ^= minus;
                Vector512<ulong> point = Vector512.Equals(bytes.AsByte(), separators).AsUInt64() & inside & points;
                unfit |= Vector512.Equals(inside, point).ExtractMostSignificantBits();

                // the bits behind the point, 64 where there is none
                Vector512<ulong> behind = Avx512CD.LeadingZeroCount(point);
                Vector512<ulong> fraction = Avx512F.ShiftLeftLogicalVariable(all, most - behind);
                Vector512<ulong> digits = (bytes ^ Vector512.Create((byte)'0').AsUInt64()) & inside;
                digits = Vector512.ConditionalSelect(fraction, digits, digits << 8);
                Vector512<ulong> missing = scale - (behind & Vector512.Create(63UL));
                unfit |= Vector512.GreaterThan(missing, scale).ExtractMostSignificantBits();
                Vector512<ulong> lost = Vector512.AndNot(digits, Avx512F.ShiftLeftLogicalVariable(all, missing));
                Vector512<ulong> wrong =
                    Avx512BW.AddSaturate(digits.AsByte(), Vector512.Create(AboveNine)).AsUInt64()
                        & Vector512.Create(0x8080_8080_8080_8080UL);
                unfit |= (~Vector512.Equals(lost | wrong, Vector512<ulong>.Zero)).ExtractMostSignificantBits();
                flags |= unfit << row;

                digits = Avx512F.ShiftRightLogicalVariable(digits, missing);
                Vector512<short> twos = Avx512BW.MultiplyAddAdjacent(digits.AsByte(), Vector512.Create((short)(10 | 1 << 8)).AsSByte());
                Vector512<int> fours = Avx512BW.MultiplyAddAdjacent(twos, Vector512.Create(100 | 1 << 16).AsInt16());
                Vector512<ulong> halves =
                    Avx512BW.MultiplyAddAdjacent(fours.AsInt16(), Vector512.Create(10_000L | 1L << 32).AsInt16()).AsUInt64();
                Vector512<ulong> whole = (halves + (halves >> 32)) & low;
                Vector512<ulong> signs = ~Vector512.Equals(minus, Vector512<ulong>.Zero);
                ((whole ^ signs) - signs).AsInt64().StoreUnsafe(ref values, (nuint)row);
            }

            if (BitOperations.PopCount(flags) > FewRows)
            {
                return from;
            }

            // SAFETY: there is a word for each group.
            Unsafe.Add(ref MemoryMarshal.GetReference(rare), from / GroupRows) = flags;
        }

        return from;
    }
}

// One column of numbers in text.
// Field: The place of the field in its record, from 0.
// IsLast: Whether it is the last one, so that a \r before its end is no part of it.
// IsInteger: Whether numbers have no separator.
// Separator: The byte between integer and fraction digits.
// Scale: Fraction digits of the mantissas.
internal readonly record struct NumberColumn(int Field, bool IsLast, bool IsInteger, byte Separator, int Scale);
