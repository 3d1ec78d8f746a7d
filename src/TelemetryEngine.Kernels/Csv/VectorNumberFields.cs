using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels.Csv;

// Number columns for 16-byte vectors: one shuffle brings the digits to their lanes, three multiply-adds make them a number. The loop holds
// no call and no branch that depends on the text; texts of another kind only set a bit.
internal static class VectorNumberFields
{
    public static bool IsSupported => Sse41.IsSupported;

    public static void Parse(
        ReadOnlySpan<byte> block, ReadOnlySpan<int> positions, ReadOnlySpan<int> firsts, NumberLayout layout, Span<long> mantissas,
        Span<ulong> careful)
    {
        // A sign and the vector behind it must lie in the block.
        int lastStart = block.Length - 1 - Vector128<byte>.Count;
        if (lastStart < 0 || !layout.FitsVectors)
        {
            NumberFields.Parse(block, positions, firsts, layout, mantissas, careful);
            return;
        }

        ref byte text = ref MemoryMarshal.GetReference(block);
        ref byte lanes = ref MemoryMarshal.GetReference(layout.LaneTable);
        ref byte refused = ref MemoryMarshal.GetReference(layout.RefusedTable);
        int field = layout.Field;
        bool isLast = layout.IsLast;
        Vector128<byte> separators = Vector128.Create(layout.Separator);
        Vector128<byte> zeros = Vector128.Create((byte)'0');
        Vector128<byte> aboveNine = Vector128.Create(NumberLayout.AboveNine);
        Vector128<sbyte> tens = Vector128.Create((short)(10 | 1 << 8)).AsSByte();
        Vector128<short> hundreds = Vector128.Create(100 | 1 << 16).AsInt16();
        Vector128<short> tenThousands = Vector128.Create(10_000 | 1 << 16).AsInt16();
        for (int from = 0; from < firsts.Length; from += 64)
        {
            ReadOnlySpan<int> some = firsts.Slice(from, Math.Min(64, firsts.Length - from));
            Span<long> values = mantissas.Slice(from, some.Length);
            ulong rare = 0;
            for (int row = 0; row < values.Length; row++)
            {
                int at = some[row] + field;
                int start = positions[at - 1] + 1;
                int length = positions[at] - start;
                if ((uint)start > (uint)lastStart)
                {
                    rare |= 1UL << row;
                    continue;
                }

                // SAFETY: start is at most lastStart, so that start + 1 + 16 is at most the block's length.
                int minus = Unsafe.Add(ref text, start) == '-' ? 1 : 0;
                Vector128<byte> bytes = Vector128.LoadUnsafe(ref text, (nuint)(start + minus));
                length -= minus;
                if (isLast)
                {
                    uint returns = Vector128.Equals(bytes, Vector128.Create((byte)'\r')).ExtractMostSignificantBits();
                    length -= (int)(returns >> (length - 1)) & 1;
                }

                int shown = length & NumberLayout.MaxLength;
                uint points = Vector128.Equals(bytes, separators).ExtractMostSignificantBits() | 1u << shown;
                nuint kind = (nuint)((shown * NumberLayout.Lanes) + BitOperations.TrailingZeroCount(points));

                // SAFETY: shown is at most 15 and bit shown of points is set, so that kind is below 256, the number of kinds in both
                // tables.
                Vector128<byte> digits = Ssse3.Shuffle(bytes - zeros, Vector128.LoadUnsafe(ref lanes, kind * NumberLayout.Lanes));
                uint wrong = Unsafe.Add(ref refused, kind) | (uint)(length & ~NumberLayout.MaxLength)
                    | Sse2.AddSaturate(digits, aboveNine).ExtractMostSignificantBits();
                rare |= (wrong != 0 ? 1UL : 0) << row;
                Vector128<int> fours = Sse2.MultiplyAddAdjacent(Ssse3.MultiplyAddAdjacent(digits, tens), hundreds);
                ulong eights =
                    Sse2.MultiplyAddAdjacent(Sse41.PackUnsignedSaturate(fours, fours).AsInt16(), tenThousands).AsUInt64().ToScalar();
                long mantissa = ((long)(uint)eights * 100_000_000) + (long)(eights >> 32);
                values[row] = (mantissa ^ -(long)minus) + minus;
            }

            careful[from >> 6] = rare;
        }
    }
}
