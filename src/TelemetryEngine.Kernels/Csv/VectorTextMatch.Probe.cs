using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TelemetryEngine.Kernels.Wide;

namespace TelemetryEngine.Kernels.Csv;

/// <content>Where texts come in no order: by their hashes.</content>
internal static partial class VectorTextMatch
{
    /// <summary>A vector from byte 16 − n on is all ones in its first n bytes.</summary>
    private static ReadOnlySpan<byte> Windows =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Finds texts, four at a time as long as they have no quotes and all are known, then one after the other, up to the first row that has to be read with care.</summary>
    private static int ProbeNear(in FieldRows rows, TextHeads texts, Span<int> codes, int from, int to, out int right)
    {
        codes = codes[..to];
        int row = from;
        int hits = 0;
        int last = texts.Last;
        int shift = TextHeads.Shift(texts.Slots.Length);
        ulong multiplier = texts.Multiplier;
        ref byte text = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows.Text), 1);
        ref TextHead heads = ref MemoryMarshal.GetReference(texts.Heads);
        for (; row <= codes.Length - 4; row += 4)
        {
            if (!rows.TryLocateFour(row, Ahead, out Vector128<int> befores, out Vector128<int> lengths)
                || Vector128.GreaterThanOrEqualAny((lengths - Vector128<int>.One).AsUInt32(), Vector128.Create((uint)TextHeads.MaxLength)))
            {
                break;
            }

            // SAFETY: 24 bytes lie behind each start, and lengths are 1 to 16.
            int code0 = Find(ref text, befores[0], lengths[0], texts.Slots, ref heads, multiplier, shift);
            int code1 = Find(ref text, befores[1], lengths[1], texts.Slots, ref heads, multiplier, shift);
            int code2 = Find(ref text, befores[2], lengths[2], texts.Slots, ref heads, multiplier, shift);
            int code3 = Find(ref text, befores[3], lengths[3], texts.Slots, ref heads, multiplier, shift);
            if ((code0 | code1 | code2 | code3) < 0)
            {
                break;
            }

            hits += Follow(ref heads, last, code0) + Follow(ref heads, code0, code1) + Follow(ref heads, code1, code2) + Follow(ref heads, code2, code3);
            last = code3;
            Vector128.Create(code0, code1, code2, code3).CopyTo(codes[row..]);
        }

        texts.Last = last;
        row = ProbeEach(rows, texts, codes, row, ref hits);
        right = hits;
        return row;
    }

    private static int ProbeEach(in FieldRows rows, TextHeads texts, Span<int> codes, int from, ref int hits)
    {
        ref byte text = ref MemoryMarshal.GetReference(rows.Text);
        ref TextHead heads = ref MemoryMarshal.GetReference(texts.Heads);
        int shift = TextHeads.Shift(texts.Slots.Length);
        int last = texts.Last;
        int row = from;
        for (; row < codes.Length; row++)
        {
            if (!TryLocate(rows.Text, rows.Ends, rows.Firsts[row] + rows.Field, isLast: false, out int start, out int length) || (uint)(length - 1) >= TextHeads.MaxLength)
            {
                break;
            }

            // SAFETY: TryLocate has checked that 24 bytes lie behind the field's start, which is at most one byte before start.
            int code = Find(ref text, start, length, texts.Slots, ref heads, texts.Multiplier, shift);
            if (code < 0)
            {
                break;
            }

            hits += Follow(ref heads, last, code);
            codes[row] = code;
            last = code;
        }

        texts.Last = last;
        return row;
    }

    /// <summary>The code of a text of 1 to 16 bytes, or −1; the caller has checked that 16 bytes lie behind <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Find(ref byte text, int start, int length, ReadOnlySpan<int> slots, ref TextHead heads, ulong multiplier, int shift)
    {
        // SAFETY: a hash is below the number of slots, a power of two; codes are below the number of heads.
        Vector128<byte> bytes = Padded(ref text, start, length);
        ref int first = ref MemoryMarshal.GetReference(slots);
        int slot = TextHeads.Hash(bytes.AsUInt64().ToScalar(), bytes.AsUInt64().GetElement(1), multiplier, shift);
        int code = Unsafe.Add(ref first, slot);
        while (code >= 0 && (Unsafe.Add(ref heads, code).Head != bytes || Unsafe.Add(ref heads, code).Length != length))
        {
            slot = (slot + 1) & (slots.Length - 1);
            code = Unsafe.Add(ref first, slot);
        }

        return code;
    }

    /// <summary>A text of 1 to 16 bytes and zeros behind it; the caller has checked that 16 bytes lie behind <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Padded(ref byte text, int start, int length) =>
        Vector128.LoadUnsafe(ref Unsafe.Add(ref text, start)) & Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(Windows), (nuint)(TextHeads.MaxLength - length));

    /// <summary>Notes which text followed a text, and returns 1 when it is the same as the time before; both are codes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Follow(ref TextHead heads, int before, int code)
    {
        ref int follower = ref Unsafe.Add(ref heads, before).Follower;
        int same = follower == code ? 1 : 0;
        follower = code;
        return same;
    }

    private static int Probe(in FieldRows rows, TextHeads texts, Span<int> codes, int from, int to, out int right)
    {
        // vectors as plain numbers: a method with a parameter that holds vectors is not compiled beforehand
        Span<ulong> found = stackalloc ulong[2 * ProbedRows];
        Span<int> lengths = stackalloc int[ProbedRows];
        Span<int> places = stackalloc int[ProbedRows];
        Span<TextHead> heads = texts.Heads;
        ReadOnlySpan<int> slots = texts.Slots;
        int count = Hash(rows, texts, from, to, found, lengths, places);
        lengths = lengths[..count];

        // Three loops instead of one: each looks into one table for all rows, so that what is not in the cache comes for all of them at the same time.
        codes = codes.Slice(from, count);
        for (int i = 0; i < codes.Length; i++)
        {
            int code = slots[places[i]];
            codes[i] = code;
            if (code >= 0)
            {
                ReadAhead.Line(ref heads[code]);
            }
        }

        int last = texts.Last;
        right = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            int code = codes[i];
            Vector128<ulong> text = Vector128.Create(found[2 * i], found[(2 * i) + 1]);
            while (code >= 0 && (heads[code].Head.AsUInt64() != text || heads[code].Length != lengths[i]))
            {
                places[i] = (places[i] + 1) & (slots.Length - 1);
                code = slots[places[i]];
            }

            if (code < 0)
            {
                count = i;
                break;
            }

            right += Follow(ref heads[0], last, code);
            codes[i] = code;
            last = code;
        }

        texts.Last = last;
        return from + count;
    }

    /// <summary>Finds texts and their slots, up to the first row that has to be read with care.</summary>
    private static int Hash(
        in FieldRows rows, TextHeads texts, int from, int to, Span<ulong> found, Span<int> lengths, Span<int> places)
    {
        ReadOnlySpan<byte> text = rows.Text;
        ReadOnlySpan<int> ends = rows.Ends;
        ReadOnlySpan<int> firsts = rows.Firsts[from..to];
        int field = rows.Field;
        bool isLast = rows.IsLast;
        int shift = TextHeads.Shift(texts.Slots.Length);
        ulong multiplier = texts.Multiplier;
        int count = 0;
        for (; count < firsts.Length; count++)
        {
            int at = firsts[count] + field;
            if (!TryLocate(text, ends, at, isLast, out int start, out int length) || (uint)(length - 1) >= TextHeads.MaxLength)
            {
                break;
            }

            // SAFETY: TryLocate has checked that 24 bytes lie behind the field's start, which is at most one byte before start.
            Vector128<byte> bytes = Padded(ref MemoryMarshal.GetReference(text), start, length);
            ulong low = bytes.AsUInt64().ToScalar();
            ulong high = bytes.AsUInt64().GetElement(1);
            found[2 * count] = low;
            found[(2 * count) + 1] = high;
            lengths[count] = length;
            places[count] = TextHeads.Hash(low, high, multiplier, shift);
        }

        return count;
    }
}
