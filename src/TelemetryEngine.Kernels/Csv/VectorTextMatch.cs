using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels.Csv;

// The way for 16-byte vectors: the predicted text is compared in one step; where predictions fail the texts are hashed.
internal static partial class VectorTextMatch
{
    // A quote, the first 16 bytes of a text, a quote and a \r fit, and a vector behind the quote.
    private const int Ahead = 24;

    // Rows that are hashed after a failed prediction, before it is seen whether predictions would have been right.
    private const int ProbedRows = 32;

    // As many where the tables are near, so that misses matter little.
    private const int NearRows = 64;

    // As many where besides hardly any text was predicted lately.
    private const int ShuffledRows = 256;

    // The most texts whose tables are near, which is in the second level of the cache.
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
            int stop = Math.Min(from + (!isNear ? ProbedRows : heads.AreShuffled ? ShuffledRows : NearRows), codes.Length);
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

    // Passes fields up to the first that was not predicted.
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

    // Passes four fields at a time as long as their texts have codes that follow each other, as those of texts have that always come in the
    // same order. Then the four are known before one of them is read.
    private static int PredictFours(in FieldRows rows, TextHeads texts, Span<int> codes, int from)
    {
        ref byte text = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows.Text), 1);
        ref TextHead heads = ref MemoryMarshal.GetReference(texts.Heads);
        ref int known = ref MemoryMarshal.GetReference(texts.Lengths);
        ref int followers = ref MemoryMarshal.GetReference(texts.Followers);
        ref int found = ref MemoryMarshal.GetReference(codes);
        int lastGuess = texts.Heads.Length - 4;
        int last = texts.Last;
        int guess = texts.Guess;
        FourFields fours = rows.Fours(Ahead);
        int row = from;
        for (; row <= codes.Length - 4 && guess <= lastGuess
            && fours.TryLocate(row, out Vector128<int> befores, out Vector128<int> lengths); row += 4)
        {
            // SAFETY: a guess is a code, and the three behind it are in the tables.
            Vector128<int> guesses = Vector128.Create(guess) + Vector128<int>.Indices;
            Vector128<int> otherFollower =
                (Vector128.LoadUnsafe(ref followers, (nuint)guess) ^ (guesses + Vector128<int>.One)) & Vector128.Create(-1, -1, -1, 0);
            Vector128<int> isLong = Vector128.GreaterThan(lengths, Vector128.Create(TextHeads.HeadLength));
            if (((lengths ^ Vector128.LoadUnsafe(ref known, (nuint)guess)) | otherFollower | isLong) != default)
            {
                break;
            }

            // SAFETY: 24 bytes lie behind each start, and the codes have room for four.
            if (Unlike(ref text, befores, lengths, ref Unsafe.Add(ref heads, guess)) != default)
            {
                break;
            }

            guesses.StoreUnsafe(ref found, (nuint)row);
            last = guess + 3;
            guess = Unsafe.Add(ref followers, last);
        }

        texts.Last = last;
        return row;
    }

    // The bits in which four texts of 1 to 16 bytes differ from heads that follow each other; the caller has checked that 16 bytes lie
    // behind each start.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Unlike(ref byte text, Vector128<int> starts, Vector128<int> lengths, ref TextHead head)
    {
        if (Avx2.IsSupported)
        {
            Vector256<byte> low = Two(ref text, starts[0], starts[1]) & Within(lengths, 0, 1);
            Vector256<byte> high = Two(ref text, starts[2], starts[3]) & Within(lengths, 2, 3);
            ref byte bytes = ref Unsafe.As<TextHead, byte>(ref head);
            return (low ^ Vector256.LoadUnsafe(ref bytes)) | (high ^ Vector256.LoadUnsafe(ref bytes, (nuint)Vector256<byte>.Count));
        }

        return Vector256.Create(
            (Padded(ref text, starts[0], lengths[0]) ^ head.Bytes)
                | (Padded(ref text, starts[1], lengths[1]) ^ Unsafe.Add(ref head, 1).Bytes),
            (Padded(ref text, starts[2], lengths[2]) ^ Unsafe.Add(ref head, 2).Bytes)
                | (Padded(ref text, starts[3], lengths[3]) ^ Unsafe.Add(ref head, 3).Bytes));
    }

    // 16 bytes from each of two places.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Two(ref byte text, int low, int high) =>
        Vector256.Create(Vector128.LoadUnsafe(ref Unsafe.Add(ref text, low)), Vector128.LoadUnsafe(ref Unsafe.Add(ref text, high)));

    // Whether a text that has been located, of 17 to 48 bytes, ends like that.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasTail(ReadOnlySpan<byte> text, int start, int length, in TextTail tail) =>
        TextTail.Of(ref Unsafe.Add(ref MemoryMarshal.GetReference(text), start), length).Is(tail);

    private static int Predict(in FieldRows rows, TextHeads texts, Span<int> codes, int from)
    {
        ReadOnlySpan<byte> text = rows.Text;
        ReadOnlySpan<int> ends = rows.Ends;
        ReadOnlySpan<int> firsts = rows.Firsts;
        ReadOnlySpan<TextHead> heads = texts.Heads;
        ReadOnlySpan<int> lengths = texts.Lengths[..heads.Length];
        ReadOnlySpan<int> followers = texts.Followers[..heads.Length];
        int field = rows.Field;
        bool isLast = rows.IsLast;
        int last = texts.Last;
        int guess = followers[last];
        int row = from;
        for (; row < codes.Length; row++)
        {
            int at = firsts[row] + field;
            if (!TryLocate(text, ends, at, isLast, out int start, out int length) || length != lengths[guess])
            {
                break;
            }

            // SAFETY: TryLocate has checked that 24 bytes lie behind the field's start, which is at most one byte before start; a text that
            // is known has a byte.
            Vector128<byte> found = Padded(ref MemoryMarshal.GetReference(text), start, Math.Min(length, TextHeads.HeadLength));
            if (found != heads[guess].Bytes || (length > TextHeads.HeadLength && !HasTail(text, start, length, texts.Tails[guess])))
            {
                break;
            }

            codes[row] = guess;
            last = guess;
            guess = followers[guess];
        }

        texts.Last = last;
        return row;
    }

    // Where the text of a field stands, without quotes; false when it is empty, longer than any that is found, or begins less than 24 bytes
    // from the end.
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
