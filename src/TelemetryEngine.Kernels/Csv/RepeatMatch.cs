using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Csv;

// Passes fields that hold the same bytes as a text. It may stop at any row; those before it are equal.
// from: The row to begin with.
// returns: The row at which it stopped: its field differs, or stands near the end of the text, or text is empty, longer than 32 bytes or
// ends in \r. The number of rows when there is none.
internal delegate int RepeatMatcher(in FieldRows rows, ReadOnlySpan<byte> text, int from);

// The ways to pass equal fields, and the one that is used.
internal static class RepeatMatch
{
    // The length of the longest text that is compared.
    public const int MaxLength = 32;

    // The ways by name, the fastest first. The last one is the definition and runs everywhere.
    public static IReadOnlyList<Implementation<RepeatMatcher>> All { get; } =
    [
        new("vector128", Vector128.IsHardwareAccelerated, Vector),
        new("scalar", true, Scalar),
    ];

    // The fastest way on this machine, or the one that the environment variable TELEMETRY_SCANNER names.
    public static RepeatMatcher Selected { get; } = Implementation<RepeatMatcher>.Selected(All);

    // The way of that name; the fastest one when there is none, or this machine does not support it.
    public static RepeatMatcher Select(string? name) => Implementation<RepeatMatcher>.Select(All, name);

    private static int Scalar(in FieldRows rows, ReadOnlySpan<byte> text, int from)
    {
        int row = from;
        while (row < rows.Count && text.Length is > 0 and <= MaxLength && rows[row].SequenceEqual(text))
        {
            row++;
        }

        return row;
    }

    // A vector covers the longest text; what lies behind a shorter one is masked.
    private static int Vector(in FieldRows rows, ReadOnlySpan<byte> text, int from)
    {
        if (text.Length is 0 or > MaxLength || text[^1] == '\r')
        {
            return from;
        }

        Span<byte> padded = stackalloc byte[MaxLength];
        padded.Clear();
        text.CopyTo(padded);
        int row = rows.IsLast ? from : PassFours(rows, from, padded, text.Length);
        return PassEach(rows, row, padded, text.Length);
    }

    // Passes four fields at a time, with one question for all of them, as long as all are equal.
    private static int PassFours(in FieldRows rows, int from, ReadOnlySpan<byte> padded, int length)
    {
        Vector256<byte> wanted = Vector256.Create(padded);
        Vector256<byte> within = Within(length);
        Vector128<int> lengthsWanted = Vector128.Create(length);
        ref byte behind = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows.Text), 1);
        FourFields fours = rows.Fours(MaxLength + 1);
        for (; from <= rows.Firsts.Length - 4; from += 4)
        {
            if (!fours.TryLocate(from, out Vector128<int> befores, out Vector128<int> lengths) || lengths != lengthsWanted)
            {
                break;
            }

            // SAFETY: 33 bytes lie behind each start.
            Vector256<byte> unlike = (Load(ref behind, befores[0]) ^ wanted) | (Load(ref behind, befores[1]) ^ wanted)
                | (Load(ref behind, befores[2]) ^ wanted) | (Load(ref behind, befores[3]) ^ wanted);
            if ((unlike & within) != default)
            {
                break;
            }
        }

        return from;
    }

    private static int PassEach(in FieldRows rows, int from, ReadOnlySpan<byte> padded, int length)
    {
        Vector256<byte> wanted = Vector256.Create(padded);
        Vector256<byte> within = Within(length);
        ReadOnlySpan<byte> block = rows.Text;
        ReadOnlySpan<int> ends = rows.Ends;
        ReadOnlySpan<int> firsts = rows.Firsts;
        int field = rows.Field;
        bool isLast = rows.IsLast;
        for (; from < firsts.Length; from++)
        {
            int at = firsts[from] + field;
            int start = ends[at - 1] + 1;
            int end = ends[at];
            if (start < 0 || block.Length - start < MaxLength + 1)
            {
                break;
            }

            // SAFETY: 33 bytes lie behind start, and length is at most 32.
            ref byte first = ref Unsafe.Add(ref MemoryMarshal.GetReference(block), start);
            int more = end - start - length;
            bool isAsLong = more == 0 || (more == 1 && isLast && Unsafe.Add(ref first, length) == '\r');
            if (!isAsLong || ((Load(ref first, 0) ^ wanted) & within) != default)
            {
                break;
            }
        }

        return from;
    }

    // All ones in the first bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Within(int length) => Vector256.LessThan(Vector256<byte>.Indices, Vector256.Create((byte)length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Load(ref byte text, int at) => Vector256.LoadUnsafe(ref Unsafe.Add(ref text, at));
}
