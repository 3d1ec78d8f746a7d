using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TelemetryEngine.Kernels.Text;

// Up to 16 characters read as digits in two 64-bit words, without a loop and without reading outside the text: overlapping loads bring the
// text to the words' upper end, where its last character has the highest byte, and a digit is its value, 0 to 9.
internal static class ShortDigits
{
    internal const int MaxLength = 16;

    private const ulong EveryByte = 0x0101_0101_0101_0101;
    private const ulong HighBits = 0x80 * EveryByte;
    private const ulong Zeros = '0' * EveryByte;

    // Reads digits with at most one separator among them; false where there is anything else, and for a separator alone.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryDecimal(ReadOnlySpan<byte> text, byte separator, out ulong digits, out int fractionDigits)
    {
        Debug.Assert(text.Length is > 0 and <= MaxLength, "the caller checks the length");
        ulong separators = (uint)(separator ^ '0') * EveryByte;
        ulong high = LoadHigh(text);
        ulong mark = ZeroBytes(high ^ separators);
        fractionDigits = mark == 0 ? 0 : BitOperations.LeadingZeroCount(mark) >> 3;
        if (text.Length <= 8)
        {
            high = mark == 0 ? high : CloseGap(high, mark, 0);
            digits = Value(high);
            return NotDigits(high) == 0 && (mark == 0 || text.Length > 1);
        }

        ulong low = LoadLow(text);
        if (mark != 0)
        {
            high = CloseGap(high, mark, low >> 56);
            low <<= 8;
        }
        else
        {
            mark = ZeroBytes(low ^ separators);
            if (mark != 0)
            {
                fractionDigits = 8 + (BitOperations.LeadingZeroCount(mark) >> 3);
                low = CloseGap(low, mark, 0);
            }
        }

        digits = Value(low) * 100_000_000 + Value(high);
        return (NotDigits(high) | NotDigits(low)) == 0;
    }

    // Reads digits alone; false where there is anything else.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryInteger(ReadOnlySpan<byte> text, out ulong digits)
    {
        Debug.Assert(text.Length is > 0 and <= MaxLength, "the caller checks the length");
        ulong high = LoadHigh(text);
        digits = Value(high);
        if (text.Length <= 8)
        {
            return NotDigits(high) == 0;
        }

        ulong low = LoadLow(text);
        digits += Value(low) * 100_000_000;
        return (NotDigits(high) | NotDigits(low)) == 0;
    }

    // The last eight characters; fewer stand at the upper end, above zeros.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LoadHigh(ReadOnlySpan<byte> text)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        if (text.Length >= 8)
        {
            // SAFETY: the eight bytes that end where the text ends; it has at least eight.
            return LittleEndian(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, text.Length - 8))) ^ Zeros;
        }

        int empty = (8 - text.Length) * 8;
        ulong padding = Zeros << empty;
        if (text.Length >= 4)
        {
            // SAFETY: the first four bytes and the last four; the text has at least four.
            ulong first = LittleEndian(Unsafe.ReadUnaligned<uint>(ref start));
            ulong last = LittleEndian(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, text.Length - 4)));
            return (first << empty | last << 32) ^ padding;
        }

        // One to three: the first, the middle and the last, which may be the same byte.
        ulong bytes = text[0] | (ulong)text[text.Length >> 1] << (text.Length >> 1) * 8 | (ulong)text[^1] << (text.Length - 1) * 8;
        return bytes << empty ^ padding;
    }

    // What stands before the last eight of nine to sixteen characters.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LoadLow(ReadOnlySpan<byte> text) =>
        (BinaryPrimitives.ReadUInt64LittleEndian(text) ^ Zeros) << (16 - text.Length) * 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LittleEndian(ulong word) => BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint LittleEndian(uint word) => BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);

    // The high bit of each byte that is 0, and of no other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ZeroBytes(ulong word) => ~(((word & ~HighBits) + ~HighBits) | word) & HighBits;

    // Takes out the lowest marked byte: what is below it moves up by one. Another marked byte stays, and is no digit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong CloseGap(ulong word, ulong marks, ulong fromBelow)
    {
        ulong mark = marks & (0 - marks);
        ulong below = word & ((mark >> 7) - 1);
        ulong above = word & (0 - (mark << 1));
        return above | below << 8 | fromBelow;
    }

    // Not 0 when a byte is above 9.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong NotDigits(ulong word) => ((word + (0x80 - 10) * EveryByte) | word) & HighBits;

    // Eight digits as a number: pairs, then fours, then the eight, each by one multiplication.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Value(ulong word)
    {
        const ulong Pairs = 0x0000_00FF_0000_00FF;
        word = word * 10 + (word >> 8);
        return ((word & Pairs) * (100 + (1_000_000UL << 32)) + (word >> 16 & Pairs) * (1 + (10_000UL << 32))) >> 32;
    }
}
