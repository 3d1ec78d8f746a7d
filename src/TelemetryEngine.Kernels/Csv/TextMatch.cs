using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels.Csv;

/// <summary>Finds the codes of fields, quoted ones among them, and learns which follows which. It may stop at any row; those before it are done.</summary>
/// <param name="rows">The fields.</param>
/// <param name="heads">The texts.</param>
/// <param name="codes">Receives the codes; one for each row.</param>
/// <param name="from">The row to begin with.</param>
/// <returns>The row at which it stopped: its field is empty, unknown, long or near the end of the text. The number of rows when there is none.</returns>
public delegate int TextMatcher(in FieldRows rows, TextHeads heads, Span<int> codes, int from);

/// <summary>The ways to find codes, and the one that is used.</summary>
public static class TextMatch
{
    /// <summary>The ways by name, the fastest first. The last one is the definition and runs everywhere.</summary>
    public static IReadOnlyList<Implementation<TextMatcher>> All { get; } =
    [
        new("vector128", Vector128.IsHardwareAccelerated, VectorTextMatch.Match),
        new("scalar", true, Scalar),
    ];

    /// <summary>The fastest way on this machine, or the one that the environment variable <c>TELEMETRY_SCANNER</c> names.</summary>
    public static TextMatcher Selected { get; } = Implementation<TextMatcher>.Selected(All);

    /// <summary>The way of that name; the fastest one when there is none, or this machine does not support it.</summary>
    public static TextMatcher Select(string? name) => Implementation<TextMatcher>.Select(All, name);

    private static int Scalar(in FieldRows rows, TextHeads heads, Span<int> codes, int from)
    {
        for (int row = from; row < codes.Length; row++)
        {
            ReadOnlySpan<byte> raw = rows[row];
            int code = heads.Find(raw.Length > 1 && raw[0] == '"' ? raw[1..^1] : raw);
            if (code < 0)
            {
                return row;
            }

            codes[row] = code;
            heads.Follow(code);
        }

        return codes.Length;
    }
}

/// <summary>The way for 16-byte vectors: the predicted text is compared in one step; where predictions fail the texts are hashed.</summary>
internal static class VectorTextMatch
{
    /// <summary>A quote, the longest text, a quote and a <c>\r</c> fit, and a vector behind the quote.</summary>
    private const int Ahead = 24;

    /// <summary>Rows that are hashed after a failed prediction, before it is seen whether predictions would have been right.</summary>
    private const int ProbedRows = 32;

    /// <summary>As many where the tables are near: then one row after the other is looked up, without a thought for misses.</summary>
    private const int NearRows = 64;

    /// <summary>The most texts whose tables are near, which is in the second level of the cache.</summary>
    private const int NearTexts = 1 << 14;

    /// <summary>A vector from byte 16 − n on is all ones in its first n bytes.</summary>
    private static ReadOnlySpan<byte> Windows =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    public static int Match(in FieldRows rows, TextHeads heads, Span<int> codes, int from)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(codes.Length, rows.Count);
        while (from < codes.Length)
        {
            if (heads.Predicts)
            {
                from = PredictAll(rows, heads, codes, from);
            }

            bool isNear = heads.Count <= NearTexts && !rows.IsLast;
            int stop = Math.Min(from + (isNear ? NearRows : ProbedRows), codes.Length);
            int probed = isNear ? ProbeNear(rows, heads, codes, from, stop, out int right) : Probe(rows, heads, codes, from, stop, out right);
            int count = probed - from;
            from = probed;
            if (probed < stop)
            {
                break;
            }

            heads.Predicts = right * 4 >= count * 3;
        }

        return from;
    }

    /// <summary>Passes fields up to the first that was not predicted.</summary>
    private static int PredictAll(in FieldRows rows, TextHeads heads, Span<int> codes, int from)
    {
        while (from < codes.Length)
        {
            int start = from;
            from = rows.IsLast ? from : PredictFours(rows, heads, codes, from);

            // where codes begin anew a few rows are enough; where they follow no order there is nothing for fours
            int stop = Math.Min(from + (from > start ? 4 : 64), codes.Length);
            from = Predict(rows, heads, codes[..stop], from);
            if (from < stop)
            {
                break;
            }
        }

        return from;
    }

    /// <summary>
    /// Passes four fields at a time as long as their texts have codes that follow each other, as those of texts have that always come in the same order. Then the
    /// four are known before one of them is read.
    /// </summary>
    private static int PredictFours(in FieldRows rows, TextHeads texts, Span<int> codes, int from)
    {
        ref byte text = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows.Text), 1);
        ref TextHead heads = ref MemoryMarshal.GetReference(texts.Heads);
        int lastGuess = texts.Heads.Length - 4;
        int last = texts.Last;
        int guess = texts.Guess;
        int row = from;
        for (; row <= codes.Length - 4 && guess <= lastGuess; row += 4)
        {
            if (!rows.TryLocateFour(row, Ahead, out Vector128<int> befores, out Vector128<int> lengths))
            {
                break;
            }

            // SAFETY: a guess is a code, and the three behind it are in the table.
            ref TextHead head0 = ref Unsafe.Add(ref heads, guess);
            ref TextHead head1 = ref Unsafe.Add(ref head0, 1);
            ref TextHead head2 = ref Unsafe.Add(ref head0, 2);
            ref TextHead head3 = ref Unsafe.Add(ref head0, 3);
            Vector128<int> guesses = Vector128.Create(guess) + Vector128.Create(0, 1, 2, 3);
            Vector128<int> unlike = (lengths ^ Vector128.Create(head0.Length, head1.Length, head2.Length, head3.Length))
                | (guesses ^ Vector128.Create(guess, head0.Follower, head1.Follower, head2.Follower));
            if (unlike != default)
            {
                break;
            }

            // SAFETY: 24 bytes lie behind each start.
            uint wrong = Unlike(ref text, befores[0], in head0) | Unlike(ref text, befores[1], in head1)
                | Unlike(ref text, befores[2], in head2) | Unlike(ref text, befores[3], in head3);
            if (wrong != 0)
            {
                break;
            }

            guesses.CopyTo(codes.Slice(row, 4));
            last = guess + 3;
            guess = head3.Follower;
        }

        texts.Last = last;
        return row;
    }

    /// <summary>A bit for each byte that is not the text's; the caller has checked that 16 bytes lie behind <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Unlike(ref byte text, int start, in TextHead head) =>
        ~Vector128.Equals(Vector128.LoadUnsafe(ref Unsafe.Add(ref text, start)), head.Head).ExtractMostSignificantBits() & head.Mask;

    private static int Predict(in FieldRows rows, TextHeads texts, Span<int> codes, int from)
    {
        ReadOnlySpan<byte> text = rows.Text;
        ReadOnlySpan<int> ends = rows.Ends;
        ReadOnlySpan<int> firsts = rows.Firsts;
        Span<TextHead> heads = texts.Heads;
        int field = rows.Field;
        bool isLast = rows.IsLast;
        int last = texts.Last;
        int guess = heads[last].Follower;
        int row = from;
        for (; row < codes.Length; row++)
        {
            int at = firsts[row] + field;
            if (!TryLocate(text, ends, at, isLast, out int start, out int length))
            {
                break;
            }

            ref TextHead head = ref heads[guess];
            // SAFETY: TryLocate has checked that 24 bytes lie behind the field's start, which is at most one byte before start.
            Vector128<byte> found = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)start);
            if (length != head.Length || (Vector128.Equals(found, head.Head).ExtractMostSignificantBits() & head.Mask) != head.Mask)
            {
                break;
            }

            codes[row] = guess;
            last = guess;
            guess = head.Follower;
        }

        texts.Last = last;
        return row;
    }

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
        Vector128<byte> bytes = Vector128.LoadUnsafe(ref Unsafe.Add(ref text, start))
            & Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(Windows), (nuint)(TextHeads.MaxLength - length));
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

    /// <summary>Notes which text followed a text, and returns 1 when it is the same as the time before; both are codes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Follow(ref TextHead heads, int before, int code)
    {
        ref int follower = ref Unsafe.Add(ref heads, before).Follower;
        int same = follower == code ? 1 : 0;
        follower = code;
        return same;
    }

    private static unsafe int Probe(in FieldRows rows, TextHeads texts, Span<int> codes, int from, int to, out int right)
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
            if (Sse.IsSupported && code >= 0)
            {
                Sse.Prefetch0(Unsafe.AsPointer(ref heads[code]));
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

            ref TextHead before = ref heads[last];
            right += before.Follower == code ? 1 : 0;
            before.Follower = code;
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
        Vector128<sbyte> places16 = Vector128.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        int count = 0;
        for (; count < firsts.Length; count++)
        {
            int at = firsts[count] + field;
            if (!TryLocate(text, ends, at, isLast, out int start, out int length) || (uint)(length - 1) >= TextHeads.MaxLength)
            {
                break;
            }

            // SAFETY: TryLocate has checked that 24 bytes lie behind the field's start, which is at most one byte before start.
            Vector128<byte> bytes = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)start);
            bytes &= Vector128.GreaterThan(Vector128.Create((sbyte)length), places16).AsByte();
            ulong low = bytes.AsUInt64().ToScalar();
            ulong high = bytes.AsUInt64().GetElement(1);
            found[2 * count] = low;
            found[(2 * count) + 1] = high;
            lengths[count] = length;
            places[count] = TextHeads.Hash(low, high, multiplier, shift);
        }

        return count;
    }

    /// <summary>Where the text of a field stands, without quotes; false when it is empty, long, or less than 24 bytes from the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryLocate(ReadOnlySpan<byte> text, ReadOnlySpan<int> ends, int at, bool isLast, out int start, out int length)
    {
        start = ends[at - 1] + 1;
        length = ends[at] - start;
        if ((uint)(length - 1) >= TextHeads.MaxLength + 3 || start < 0 || text.Length - start < Ahead)
        {
            return false;
        }

        // SAFETY: 24 bytes lie behind start, and length is 1 to 19.
        ref byte first = ref Unsafe.Add(ref MemoryMarshal.GetReference(text), start);
        if (isLast)
        {
            length -= Unsafe.Add(ref first, length - 1) == '\r' ? 1 : 0;
        }

        int quote = first == '"' ? 1 : 0;
        start += quote;
        length -= 2 * quote;
        return true;
    }
}
