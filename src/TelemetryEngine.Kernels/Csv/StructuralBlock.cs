using System.Numerics;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Csv;

// What the vector scanners have in common: from masks of 64 bytes to positions. Bit i of a mask is byte i of the block.
internal static class StructuralBlock
{
    // Bytes looked at in one step.
    public const int Bytes = 64;

    // True when the block at from can be looked at, and whatever it holds can be written down.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasRoom(ReadOnlySpan<byte> text, int from, Span<int> positions, int count, Span<int> lineEnds, int lines) =>
        from >= 0 && count >= 0 && lines >= 0
        && text.Length - from > Bytes
        && positions.Length - count >= Bytes
        && lineEnds.Length - lines >= Bytes;

    // True where a field starts, outside of quotes: a quote may open here.
    public static bool StartsField(ReadOnlySpan<byte> text, int at, byte delimiter) =>
        at == 0 || text[at - 1] == delimiter || text[at - 1] is (byte)'\n' or (byte)'\r';

    // Decides which marks count, as RecordStates defines it. A quote turns "inside" on or off; the exclusive-or of all quotes before a byte
    // says which, and that is right as long as every opening one stands where a field starts, or behind a closing one (that pair is a quote
    // in the text), and every closing one before an end.
    // next: The byte behind the block.
    // inQuote: All ones while a quote is open, else 0.
    // startsField: 1 where the next byte may open a quote, else 0.
    // marks: Delimiters and line ends that count.
    // returns: False when a quote is out of place; the state is then as before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryResolve(
        in BlockMasks masks, byte next, byte delimiter, ref ulong inQuote, ref ulong startsField, out ulong marks, out ulong ends)
    {
        ends = masks.LineFeeds;
        if (masks.Returns != 0)
        {
            ends |= masks.Returns & ~((masks.LineFeeds >> 1) | (next == '\n' ? 1UL << 63 : 0));
        }

        marks = masks.Delimiters | ends;
        if ((masks.Quotes | inQuote) == 0)
        {
            startsField = marks >> 63;
            return true;
        }

        ulong inside = PrefixXor(masks.Quotes) ^ inQuote;
        ulong closing = masks.Quotes & ~inside;
        marks &= ~inside;
        ends &= ~inside;
        ulong mayOpen = ((marks | closing) << 1) | startsField;
        bool mayClose = next == delimiter || next is (byte)'\n' or (byte)'\r' or (byte)'"';
        ulong mayFollow = ((masks.Delimiters | masks.LineFeeds | masks.Returns | masks.Quotes) >> 1) | (mayClose ? 1UL << 63 : 0);
        if (((masks.Quotes & inside & ~mayOpen) | (closing & ~mayFollow)) != 0)
        {
            return false;
        }

        inQuote = 0 - (inside >> 63);
        startsField = (marks | closing) >> 63;
        return true;
    }

    // Writes down the positions of a block's marks. The caller has checked HasRoom.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(int from, ulong marks, ulong ends, ref int positions, ref int count, ref int lineEnds, ref int lines)
    {
        // SAFETY: HasRoom has left room for 64 entries behind count and lines; at most 64 bits are set, and the blind writes below are 8.
        ref int output = ref Unsafe.Add(ref positions, count);
        for (ulong rest = ends; rest != 0; rest &= rest - 1)
        {
            Unsafe.Add(ref lineEnds, lines++) = count + BitOperations.PopCount(marks & ((rest & (0 - rest)) - 1));
        }

        count += BitOperations.PopCount(marks);
        for (int i = 0; i < 8; i++)
        {
            Unsafe.Add(ref output, i) = from + BitOperations.TrailingZeroCount(marks);
            marks &= marks - 1;
        }

        output = ref Unsafe.Add(ref output, 8);
        for (; marks != 0; marks &= marks - 1)
        {
            output = from + BitOperations.TrailingZeroCount(marks);
            output = ref Unsafe.Add(ref output, 1);
        }
    }

    // Bit i of the result is the exclusive-or of bits 0 to i.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong PrefixXor(ulong bits)
    {
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }
}

// Where the bytes stand that matter.
internal readonly record struct BlockMasks(ulong Delimiters, ulong LineFeeds, ulong Returns, ulong Quotes);
