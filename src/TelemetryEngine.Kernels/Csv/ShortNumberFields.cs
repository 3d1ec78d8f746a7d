using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels.Csv;

// Number columns for 32-byte vectors: ShortNumbers with four texts at a time, and without what these vectors lack: the place of the point
// is found by carries and a sum of bytes. Where many texts are longer than 8 bytes, and where fewer than 64 rows are left, they are read
// one by one.
internal static class ShortNumberFields
{
    private const int GroupRows = ShortNumbers.GroupRows;

    public static bool IsSupported => Avx2.IsSupported;

    public static void Parse(
        ReadOnlySpan<byte> block, ReadOnlySpan<int> positions, ReadOnlySpan<int> firsts, NumberLayout layout, Span<long> mantissas,
        Span<ulong> careful)
    {
        for (int from = 0; from < firsts.Length;)
        {
            from = ParseShort(block, positions, firsts, layout, mantissas, careful, from);
            if (from < firsts.Length)
            {
                int rows = Math.Min(ShortNumbers.LongRows, firsts.Length - from);
                VectorNumberFields.Parse(block, positions, firsts.Slice(from, rows), layout, mantissas.Slice(from, rows),
                    careful[(from / GroupRows)..]);
                from += rows;
            }
        }
    }

    // the record at which it stopped, a multiple of 64
    private static int ParseShort(
        ReadOnlySpan<byte> text, ReadOnlySpan<int> ends, ReadOnlySpan<int> firsts, NumberLayout layout, Span<long> mantissas,
        Span<ulong> careful, int from)
    {
        if (layout.Scale > ShortTexts.Bytes || ends.Length < 2 || text.Length < ShortTexts.Bytes || mantissas.Length < firsts.Length
            || careful.Length < firsts.Length / GroupRows)
        {
            return from;
        }

        ref byte start = ref MemoryMarshal.GetReference(text);
        ref int end = ref MemoryMarshal.GetReference(ends);
        int field = layout.Field;
        bool isLast = layout.IsLast;
        Vector128<int> fields = Vector128.Create(field);
        Vector256<ulong> all = Vector256<ulong>.AllBitsSet;
        Vector256<ulong> low = Vector256.Create((ulong)uint.MaxValue);
        Vector256<ulong> most = Vector256.Create(8UL * ShortTexts.Bytes);
        Vector256<ulong> scale = Vector256.Create(8UL * (ulong)layout.Scale);
        Vector256<ulong> points = layout.IsInteger ? Vector256<ulong>.Zero : all;
        Vector256<byte> separators = Vector256.Create(layout.Separator);
        for (; from <= firsts.Length - GroupRows; from += GroupRows)
        {
            ref int first = ref Unsafe.Add(ref MemoryMarshal.GetReference(firsts), from);
            ref long values = ref Unsafe.Add(ref MemoryMarshal.GetReference(mantissas), from);
            ulong flags = 0;
            for (int row = 0; row < GroupRows; row += 4)
            {
                Vector128<int> before = Vector128.LoadUnsafe(ref first, (nuint)row) + fields - Vector128<int>.One;
                if (Vector128.GreaterThanOrEqualAny(before.AsUInt32(), Vector128.Create((uint)ends.Length - 1)))
                {
                    return from;
                }

                // SAFETY: an index of the end before a field is below the number of ends − 1, so that its two ends are among them.
                Vector256<ulong> pairs = ShortTexts.Pairs(ref end, ref Unsafe.Add(ref first, row), field - 1);
                Vector256<ulong> stops = pairs >> 32;
                Vector256<ulong> outside =
                    (stops - Vector256.Create((ulong)ShortTexts.Bytes)) | (Vector256.Create((ulong)text.Length) - stops);
                if (outside.ExtractMostSignificantBits() != 0)
                {
                    return from;
                }

                // SAFETY: an end is at least 8 and at most the text's length, so that 8 bytes lie before it.
                Vector256<ulong> bytes = ShortTexts.Texts(ref start, ref end, ref Unsafe.Add(ref first, row), field);
                Vector256<ulong> bits = ((stops.AsUInt32() - pairs.AsUInt32() - Vector256<uint>.One).AsUInt64() & low) << 3;
                Vector256<ulong> spare = most - bits;
                Vector256<ulong> unfit = spare;
                if (isLast)
                {
                    Vector256<ulong> cut =
                        (Vector256.Equals(bytes.AsByte(), Vector256.Create((byte)'\r')).AsUInt64() >> 60) & Vector256.Create(8UL);
                    bytes = Avx2.ShiftLeftLogicalVariable(bytes, cut);
                    spare += cut;
                }

                Vector256<ulong> inside = Avx2.ShiftLeftLogicalVariable(all, spare);
                Vector256<ulong> minus = Vector256.Equals(bytes.AsByte(), Vector256.Create((byte)'-')).AsUInt64() & inside & ~(inside << 8);
                inside ^= minus;
                Vector256<ulong> point = Vector256.Equals(bytes.AsByte(), separators).AsUInt64() & inside & points;
                unfit |= Vector256.Equals(inside, point);

                // the lowest bit of the first point's byte, and all bytes behind it: none of both where there is no point
                Vector256<ulong> lowest = Vector256.AndNot(point + all, point) - all;
                Vector256<ulong> fraction = Vector256<ulong>.Zero - (lowest << 8);
                Vector256<ulong> stay = fraction | Vector256.Equals(point, Vector256<ulong>.Zero);
                Vector256<ulong> digits = (bytes ^ Vector256.Create((byte)'0').AsUInt64()) & inside;
                digits = Vector256.ConditionalSelect(stay, digits, digits << 8);
                Vector256<ulong> behind =
                    Avx2.SumAbsoluteDifferences(fraction.AsByte() & Vector256<byte>.One, Vector256<byte>.Zero).AsUInt64() << 3;
                Vector256<ulong> missing = scale - behind;

                // digits that the scale has no place for: where even those behind the point are more than it has, all
                Vector256<ulong> lost = Vector256.AndNot(digits, Avx2.ShiftLeftLogicalVariable(all, missing));
                Vector256<ulong> wrong =
                    Avx2.AddSaturate(digits.AsByte(), Vector256.Create(ShortNumbers.AboveNine)).AsUInt64()
                        & Vector256.Create(0x8080_8080_8080_8080UL);
                unfit |= ~Vector256.Equals(lost | wrong, Vector256<ulong>.Zero);
                flags |= (ulong)unfit.ExtractMostSignificantBits() << row;

                digits = Avx2.ShiftRightLogicalVariable(digits, missing);
                Vector256<short> twos = Avx2.MultiplyAddAdjacent(digits.AsByte(), Vector256.Create((short)(10 | 1 << 8)).AsSByte());
                Vector256<int> fours = Avx2.MultiplyAddAdjacent(twos, Vector256.Create(100 | 1 << 16).AsInt16());
                Vector256<ulong> halves =
                    Avx2.MultiplyAddAdjacent(fours.AsInt16(), Vector256.Create(10_000L | 1L << 32).AsInt16()).AsUInt64();
                Vector256<ulong> whole = (halves + (halves >> 32)) & low;
                Vector256<ulong> signs = ~Vector256.Equals(minus, Vector256<ulong>.Zero);
                ((whole ^ signs) - signs).AsInt64().StoreUnsafe(ref values, (nuint)row);
            }

            if (BitOperations.PopCount(flags) > ShortNumbers.FewRows)
            {
                return from;
            }

            careful[from / GroupRows] = flags;
        }

        return from;
    }
}
