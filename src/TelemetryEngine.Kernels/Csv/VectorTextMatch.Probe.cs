using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels.Csv;

// <content>Where texts come in no order: by their hashes.</content>
internal static partial class VectorTextMatch
{
    // A vector from byte 16 − n on is all ones in its first n bytes.
    private static ReadOnlySpan<byte> Windows =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    // Finds texts, four at a time as long as they have no quotes and all are known, then one after the other, up to the first row that has
    // to be read with care.
    private static int ProbeNear(in FieldRows rows, TextHeads texts, Span<int> codes, int from)
    {
        FourFields fours = rows.Fours(Ahead);
        Vector256<uint> key = Vector256.Create(texts.HashKey, texts.HashKey);
        Vector256<long> hashMask = Vector256.Create((long)texts.HashMask);
        Vector256<long> slotMask = Vector256.Create((long)texts.Slots.Length - 1);
        Vector128<int> codeMask = Vector128.Create(texts.Heads.Length - 1);
        ref byte behind = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows.Text), 1);
        ref int slots = ref MemoryMarshal.GetReference(texts.Slots);
        ref TextHead heads = ref MemoryMarshal.GetReference(texts.Heads);
        ref int found = ref MemoryMarshal.GetReference(codes);
        int row = from;
        for (; row <= codes.Length - 4 && fours.TryLocate(row, out _, out Vector128<int> lengths); row += 4)
        {
            if (Vector128.GreaterThanOrEqualAny((lengths - Vector128<int>.One).AsUInt32(), Vector128.Create((uint)TextHeads.HeadLength)))
            {
                int each = ProbeEach(rows, texts, codes[..(row + 4)], row);
                if (each < row + 4)
                {
                    return each;
                }

                continue;
            }

            // SAFETY: 24 bytes lie behind each start.
            Vector256<byte> even = Two(ref behind, fours.Before(row), fours.Before(row + 2)) & Within(lengths, 0, 2);
            Vector256<byte> odd = Two(ref behind, fours.Before(row + 1), fours.Before(row + 3)) & Within(lengths, 1, 3);
            Vector256<ulong> evenHash = Products(even.AsUInt32() + key);
            Vector256<ulong> oddHash = Products(odd.AsUInt32() + key);
            Vector256<ulong> hash = (Avx2.UnpackLow(evenHash, oddHash) + Avx2.UnpackHigh(evenHash, oddHash)) >>> TextHeads.HashShift;
            if (!TryFind(even, odd, lengths, hash.AsInt64() & hashMask, slotMask, codeMask, ref slots, ref heads,
                ref Unsafe.Add(ref found, row)))
            {
                break;
            }
        }

        return ProbeEach(rows, texts, codes, row);
    }

    // Finds the codes of four texts of 1 to 16 bytes; false when one of them is not known.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryFind(
        Vector256<byte> even,
        Vector256<byte> odd,
        Vector128<int> lengths,
        Vector256<long> slot,
        Vector256<long> slotMask,
        Vector128<int> codeMask,
        ref int slots,
        ref TextHead heads,
        ref int codes)
    {
        while (true)
        {
            // SAFETY: slots are below their number, a power of two. So is the number of heads, and whatever an empty slot holds is masked
            // to be one of them.
            Vector128<int> entries = Vector128.Create(
                Unsafe.Add(ref slots, (nint)slot[0]), Unsafe.Add(ref slots, (nint)slot[1]), Unsafe.Add(ref slots, (nint)slot[2]),
                Unsafe.Add(ref slots, (nint)slot[3]));
            (entries & codeMask).StoreUnsafe(ref codes);
            Vector256<byte> evenHead =
                Vector256.Create(Unsafe.Add(ref heads, codes).Bytes, Unsafe.Add(ref heads, Unsafe.Add(ref codes, 2)).Bytes);
            Vector256<byte> oddHead =
                Vector256.Create(Unsafe.Add(ref heads, Unsafe.Add(ref codes, 1)).Bytes,
                    Unsafe.Add(ref heads, Unsafe.Add(ref codes, 3)).Bytes);
            Vector128<int> otherLength = (entries >>> TextHeads.CodeBits) ^ lengths;
            if (((evenHead ^ even) | (oddHead ^ odd) | Vector256.Create(otherLength, otherLength).AsByte()) == default)
            {
                return true;
            }

            if (Vector128.LessThanAny(entries, Vector128<int>.Zero))
            {
                return false;
            }

            // those that were not found go on to the next slot
            Vector256<long> evenSame = Vector256.Equals(evenHead.AsInt64(), even.AsInt64());
            Vector256<long> oddSame = Vector256.Equals(oddHead.AsInt64(), odd.AsInt64());
            Vector256<long> same = Avx2.UnpackLow(evenSame, oddSame) & Avx2.UnpackHigh(evenSame, oddSame)
                & Avx2.ConvertToVector256Int64(Vector128.Equals(otherLength, Vector128<int>.Zero));
            slot = (slot + Vector256<long>.One + same) & slotMask;
        }
    }

    // All ones in the bytes of two of four texts, zeros behind their ends.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Within(Vector128<int> lengths, int low, int high)
    {
        Vector256<byte> two = Vector256.Create(Vector128.Create((byte)(low * sizeof(int))), Vector128.Create((byte)(high * sizeof(int))));
        Vector256<sbyte> length = Avx2.Shuffle(Vector256.Create(lengths, lengths).AsByte(), two).AsSByte();
        Vector128<sbyte> place = Vector128.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        return Vector256.GreaterThan(length, Vector256.Create(place, place)).AsByte();
    }

    // The two products of TextHeads.Hash, side by side, for two texts.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Products(Vector256<uint> factors) => Avx2.Multiply(factors, (factors.AsUInt64() >>> 32).AsUInt32());

    private static int ProbeEach(in FieldRows rows, TextHeads texts, Span<int> codes, int from)
    {
        ref byte text = ref MemoryMarshal.GetReference(rows.Text);
        int row = from;
        for (; row < codes.Length; row++)
        {
            if (!TryLocate(rows.Text, rows.Ends, rows.Firsts[row] + rows.Field, rows.IsLast, out int start, out int length)
                || (uint)(length - 1) >= TextHeads.MaxLength)
            {
                break;
            }

            // SAFETY: TryLocate has checked that 24 bytes lie behind the field's start, which is at most one byte before start; longer
            // texts are read where they are.
            int code =
                length > TextHeads.HeadLength
                    ? texts.FindLong(ref Unsafe.Add(ref text, start), length)
                    : texts.Find(Padded(ref text, start, length), length);
            if (code < 0)
            {
                break;
            }

            codes[row] = code;
        }

        return row;
    }

    // A text of 1 to 16 bytes and zeros behind it; the caller has checked that 16 bytes lie behind start.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Padded(ref byte text, int start, int length) =>
        Vector128.LoadUnsafe(ref Unsafe.Add(ref text, start))
            & Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(Windows), (nuint)(TextHeads.HeadLength - length));

    private static int Probe(in FieldRows rows, TextHeads texts, Span<int> codes, int from)
    {
        Span<int> starts = stackalloc int[ProbedRows];
        Span<int> lengths = stackalloc int[ProbedRows];
        Span<int> places = stackalloc int[ProbedRows];
        ref byte text = ref MemoryMarshal.GetReference(rows.Text);
        Span<TextHead> heads = texts.Heads;
        ReadOnlySpan<int> slots = texts.Slots;
        codes = codes.Slice(from, Hash(rows, texts, from, codes.Length, starts, lengths, places));

        // Three loops instead of one: each looks into one table for all rows, so that what is not in the cache comes for all of them at the
        // same time.
        for (int i = 0; i < codes.Length; i++)
        {
            int entry = slots[places[i]];
            codes[i] = entry;
            if (entry >= 0)
            {
                ReadAhead.Line(ref heads[entry & TextHeads.CodeMask]);
            }
        }

        for (int i = 0; i < codes.Length; i++)
        {
            // SAFETY: Hash has located the text.
            int entry = codes[i];
            bool isLong = lengths[i] > TextHeads.HeadLength;
            Vector128<byte> head = Padded(ref text, starts[i], isLong ? TextHeads.HeadLength : lengths[i]);
            while (entry >= 0 && (entry >> TextHeads.CodeBits != lengths[i] || heads[entry & TextHeads.CodeMask].Bytes != head
                || (isLong && !HasTail(rows.Text, starts[i], lengths[i], texts.Tails[entry & TextHeads.CodeMask]))))
            {
                places[i] = (places[i] + 1) & (slots.Length - 1);
                entry = slots[places[i]];
            }

            if (entry < 0)
            {
                return from + i;
            }

            codes[i] = entry & TextHeads.CodeMask;
        }

        return from + codes.Length;
    }

    // Finds texts and their slots, up to the first row that has to be read with care.
    private static int Hash(in FieldRows rows, TextHeads texts, int from, int to, Span<int> starts, Span<int> lengths, Span<int> places)
    {
        ReadOnlySpan<byte> text = rows.Text;
        ReadOnlySpan<int> ends = rows.Ends;
        ReadOnlySpan<int> firsts = rows.Firsts[from..to];
        int field = rows.Field;
        bool isLast = rows.IsLast;
        int hashMask = texts.HashMask;
        int count = 0;
        for (; count < firsts.Length; count++)
        {
            int at = firsts[count] + field;
            if (!TryLocate(text, ends, at, isLast, out int start, out int length) || (uint)(length - 1) >= TextHeads.MaxLength)
            {
                break;
            }

            // SAFETY: TryLocate has checked that 24 bytes lie behind the field's start, which is at most one byte before start; longer
            // texts are read where they are.
            ref byte first = ref MemoryMarshal.GetReference(text);
            int hash =
                length > TextHeads.HeadLength
                    ? texts.HashLong(ref Unsafe.Add(ref first, start), length)
                    : texts.Hash(Padded(ref first, start, length));
            starts[count] = start;
            lengths[count] = length;
            places[count] = hash & hashMask;
        }

        return count;
    }
}
