using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels.Csv;

// The scanner for 64-byte vectors: a block is one of them, and positions are compressed out of it instead of looked for bit by bit.
internal static class WideScan
{
    // Blocks that are looked at with care after one with a quote or a return.
    private const int OtherBlocks = 15;

    // True when this machine has the instructions.
    public static bool IsSupported => Avx512Vbmi2.IsSupported && Bmi2.X64.IsSupported && Vector512.IsHardwareAccelerated;

    // Finds delimiters and line ends; the parameters are those of the scanners of TelemetryEngine.Kernels.
    // inQuote: Whether a quote is open.
    // positions: Receives where delimiters and line ends stand.
    // lineEnds: Receives which of the positions are line ends.
    // lines: The number of line ends.
    // returns: Where it stopped.
    public static int Scan(
        ReadOnlySpan<byte> text, int from, byte delimiter, ref bool inQuote, Span<int> positions, ref int count, Span<int> lineEnds,
        ref int lines)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        ref int positionStart = ref MemoryMarshal.GetReference(positions);
        ref int lineEndStart = ref MemoryMarshal.GetReference(lineEnds);
        ulong quoted = inQuote ? ulong.MaxValue : 0;
        ulong startsField = StructuralBlock.StartsField(text, from, delimiter) ? 1UL : 0;
        int others = 0;
        while (StructuralBlock.HasRoom(text, from, positions, count, lineEnds, lines))
        {
            if (quoted == 0 && --others < 0)
            {
                // SAFETY: HasRoom has checked that no number is negative; each of the blocks has one more byte behind it.
                int stop = from + ((text.Length - from - 1) / StructuralBlock.Bytes * StructuralBlock.Bytes);
                int passed = Pass(
                    ref start, from, stop, delimiter, (byte)'\n', (byte)'\r', (byte)'"', ref positionStart, positions.Length, ref count,
                    ref lineEndStart, lineEnds.Length, ref lines);
                if (passed > from)
                {
                    from = passed;
                    startsField = StructuralBlock.StartsField(text, from, delimiter) ? 1UL : 0;
                    continue;
                }

                // where lines end in two bytes, or fields stand in quotes, hardly any block is without them
                others = OtherBlocks;
            }

            // SAFETY: HasRoom has checked that 64 bytes and one more lie behind from, and that 64 entries fit behind count and lines.
            ref byte block = ref Unsafe.Add(ref start, from);
            Vector512<byte> bytes = Vector512.LoadUnsafe(ref block);
            byte next = Unsafe.Add(ref block, StructuralBlock.Bytes);
            BlockMasks masks = new(Bits(bytes, delimiter), Bits(bytes, (byte)'\n'), Bits(bytes, (byte)'\r'), Bits(bytes, (byte)'"'));
            if (!StructuralBlock.TryResolve(masks, next, delimiter, ref quoted, ref startsField, out ulong marks, out ulong ends))
            {
                break;
            }

            int ended = BitOperations.PopCount(ends);
            int found = BitOperations.PopCount(marks);
            WritePlaces(Mask(Bmi2.X64.ParallelBitExtract(ends, marks)), ended, count, ref Unsafe.Add(ref lineEndStart, lines));
            WritePlaces(Mask(marks), found, from, ref Unsafe.Add(ref positionStart, count));
            count += found;
            lines += ended;
            from += StructuralBlock.Bytes;
        }

        inQuote = quoted != 0;
        return from;
    }

    // Passes blocks up to the first with a quote or a return, or until there is no room for 64 entries, and returns where it stopped. A
    // loop of its own, whose few variables stay in registers, and the bytes it looks for are parameters so that their vectors do, too.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Pass(
        ref byte text,
        int from,
        int stop,
        byte delimiter,
        byte lineFeed,
        byte carriageReturn,
        byte quote,
        ref int positions,
        int positionRoom,
        ref int count,
        ref int lineEnds,
        int lineEndRoom,
        ref int lines)
    {
        Vector512<byte> delimiters = Vector512.Create(delimiter);
        Vector512<byte> lineFeeds = Vector512.Create(lineFeed);
        Vector512<byte> returns = Vector512.Create(carriageReturn);
        Vector512<byte> quotes = Vector512.Create(quote);
        int lastFound = positionRoom - StructuralBlock.Bytes;
        int lastEnded = lineEndRoom - StructuralBlock.Bytes;
        int allFound = count;
        int allEnded = lines;
        for (; from < stop && allFound <= lastFound && allEnded <= lastEnded; from += StructuralBlock.Bytes)
        {
            // SAFETY: whole blocks lie before stop, and there is room.
            Vector512<byte> bytes = Vector512.LoadUnsafe(ref text, (nuint)from);
            if ((Vector512.Equals(bytes, quotes) | Vector512.Equals(bytes, returns)).ExtractMostSignificantBits() != 0)
            {
                break;
            }

            ulong ends = Vector512.Equals(bytes, lineFeeds).ExtractMostSignificantBits();
            ulong marks = Vector512.Equals(bytes, delimiters).ExtractMostSignificantBits() | ends;
            int ended = BitOperations.PopCount(ends);
            int found = BitOperations.PopCount(marks);
            ulong endsOfMarks = Bmi2.X64.ParallelBitExtract(ends, marks);
            ref int output = ref Unsafe.Add(ref lineEnds, allEnded);
            if (ended <= 2)
            {
                output = allFound + BitOperations.TrailingZeroCount(endsOfMarks);
                Unsafe.Add(ref output, 1) = allFound + BitOperations.TrailingZeroCount(endsOfMarks & (endsOfMarks - 1));
            }
            else
            {
                WritePlaces(Mask(endsOfMarks), ended, allFound, ref output);
            }

            // the marks again, but as a vector: from bits one is made in more steps
            Vector512<byte> isMark = Vector512.Equals(Vector512.Min(bytes ^ delimiters, bytes ^ lineFeeds), Vector512<byte>.Zero);
            WritePlaces(isMark, found, from, ref Unsafe.Add(ref positions, allFound));
            allFound += found;
            allEnded += ended;
        }

        count = allFound;
        lines = allEnded;
        return from;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector512<byte> bytes, byte value) =>
        Vector512.Equals(bytes, Vector512.Create(value)).ExtractMostSignificantBits();

    // Writes first + i for each byte i that is set, number of them, 8 entries at a time; the caller has checked that 64 fit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WritePlaces(Vector512<byte> set, int number, int first, ref int output)
    {
        Vector512<byte> places = Avx512Vbmi2.Compress(Vector512<byte>.Zero, set, Vector512<byte>.Indices);
        Vector128<byte> firstPlaces = places.GetLower().GetLower();
        Vector256<int> firsts = Vector256.Create(first);
        (Avx2.ConvertToVector256Int32(firstPlaces) + firsts).StoreUnsafe(ref output);
        if (number > 8)
        {
            (Avx2.ConvertToVector256Int32(Sse2.ShiftRightLogical128BitLane(firstPlaces, 8)) + firsts).StoreUnsafe(ref output, 8);
            if (number > 16)
            {
                Vector512<int> many = Vector512.Create(first);
                (Avx512F.ConvertToVector512Int32(places.GetLower().GetUpper()) + many).StoreUnsafe(ref output, 16);
                (Avx512F.ConvertToVector512Int32(places.GetUpper().GetLower()) + many).StoreUnsafe(ref output, 32);
                (Avx512F.ConvertToVector512Int32(places.GetUpper().GetUpper()) + many).StoreUnsafe(ref output, 48);
            }
        }
    }

    // All ones in byte i where bit i is set, else 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Mask(ulong bits)
    {
        Vector512<byte> ofByte = Vector512.Create(
            0x0000000000000000UL, 0x0101010101010101UL, 0x0202020202020202UL, 0x0303030303030303UL,
            0x0404040404040404UL, 0x0505050505050505UL, 0x0606060606060606UL, 0x0707070707070707UL).AsByte();
        Vector512<byte> bit = Vector512.Create(0x8040201008040201UL).AsByte();
        return Vector512.Equals(Avx512BW.Shuffle(Vector512.Create(bits).AsByte(), ofByte) & bit, bit);
    }
}
