using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels.Csv;

/// <summary>The way for 16-byte vectors: the predicted text is compared in one step; where predictions fail the texts are hashed.</summary>
internal static partial class VectorTextMatch
{
    /// <summary>A quote, the first 16 bytes of a text, a quote and a <c>\r</c> fit, and a vector behind the quote.</summary>
    private const int Ahead = 24;

    /// <summary>Rows that are hashed after a failed prediction, before it is seen whether predictions would have been right.</summary>
    private const int ProbedRows = 32;

    /// <summary>As many where the tables are near, so that nobody has to think of misses.</summary>
    private const int NearRows = 256;

    /// <summary>The most texts whose tables are near, which is in the second level of the cache.</summary>
    private const int NearTexts = 1 << 14;

    public static int Match(in FieldRows rows, TextHeads heads, Span<int> codes, int from)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(codes.Length, rows.Count);
        while (from < codes.Length)
        {
            if (heads.Predicts)
            {
                from = PredictAll(rows, heads, codes, from);
            }

            bool isNear = Avx2.IsSupported && heads.Count <= NearTexts && !rows.IsLast;
            int stop = Math.Min(from + (isNear ? NearRows : ProbedRows), codes.Length);
            int probed = isNear ? ProbeNear(rows, heads, codes[..stop], from) : Probe(rows, heads, codes[..stop], from);
            heads.Follow(codes[from..probed]);
            from = probed;
            if (from < stop)
            {
                break;
            }
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
        FourFields fours = rows.Fours(Ahead);
        int row = from;
        for (; row <= codes.Length - 4 && guess <= lastGuess; row += 4)
        {
            if (!fours.TryLocate(row, out Vector128<int> befores, out Vector128<int> lengths))
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

            if (Vector128.GreaterThanAny(lengths, Vector128.Create(TextHeads.HeadLength)) && !HaveTails(rows, texts, row, guess))
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

    /// <summary>Whether four texts that have been located end as those whose codes follow each other from <paramref name="code"/> on, as far as they are longer than a head.</summary>
    private static bool HaveTails(in FieldRows rows, TextHeads texts, int row, int code)
    {
        for (int i = 0; i < 4; i++)
        {
            if (!TryLocate(rows.Text, rows.Ends, rows.Firsts[row + i] + rows.Field, rows.IsLast, out int start, out int length)
                || (length > TextHeads.HeadLength && (length != texts.Heads[code + i].Length || !HasTail(rows.Text, start, length, texts.Tails[code + i]))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a text that has been located, of 17 to 48 bytes, ends like that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasTail(ReadOnlySpan<byte> text, int start, int length, in TextTail tail) =>
        TextTail.Of(ref Unsafe.Add(ref MemoryMarshal.GetReference(text), start), length).Is(tail);

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
            if (length != head.Length
                || (Vector128.Equals(found, head.Head).ExtractMostSignificantBits() & head.Mask) != head.Mask
                || (length > TextHeads.HeadLength && !HasTail(text, start, length, texts.Tails[guess])))
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

    /// <summary>Where the text of a field stands, without quotes; false when it is empty, longer than any that is found, or begins less than 24 bytes from the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryLocate(ReadOnlySpan<byte> text, ReadOnlySpan<int> ends, int at, bool isLast, out int start, out int length)
    {
        start = ends[at - 1] + 1;
        length = ends[at] - start;
        if ((uint)(length - 1) >= TextHeads.MaxLength + 3 || start < 0 || text.Length - start < Ahead || ends[at] > text.Length)
        {
            return false;
        }

        // SAFETY: 24 bytes lie behind start, and length is 1 to 51.
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
