using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Csv;

/// <summary>
/// Finds delimiters and line ends in blocks of 64 bytes that hold no quote. It stops before the first block that holds one, that is not whole and
/// followed by one more byte, or for which one of the outputs has no room for 64 entries more.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="from">Where to begin; a multiple of nothing in particular.</param>
/// <param name="delimiter">The byte between fields.</param>
/// <param name="positions">Receives where delimiters and line ends stand: <c>\n</c>, or a <c>\r</c> that no <c>\n</c> follows.</param>
/// <param name="count">The number of positions, those before the call included.</param>
/// <param name="lineEnds">Receives which of the positions are line ends.</param>
/// <param name="lines">The number of line ends, those before the call included.</param>
/// <returns>Where it stopped.</returns>
public delegate int StructuralScanner(
    ReadOnlySpan<byte> text, int from, byte delimiter, Span<int> positions, ref int count, Span<int> lineEnds, ref int lines);

/// <summary>The scanners, and the one that is used.</summary>
public static class StructuralScan
{
    /// <summary>Bytes looked at in one step.</summary>
    public const int BlockBytes = 64;

    /// <summary>The scanners by name, the fastest first. The last one is the definition and runs everywhere.</summary>
    public static IReadOnlyList<(string Name, bool IsSupported, StructuralScanner Scan)> All { get; } =
    [
        ("vector256", Vector256.IsHardwareAccelerated, Vector256Scan.Scan),
        ("vector128", Vector128.IsHardwareAccelerated, Vector128Scan.Scan),
        ("scalar", true, Scalar),
    ];

    /// <summary>The fastest scanner this machine has, or the one that the environment variable <c>TELEMETRY_SCANNER</c> names.</summary>
    public static StructuralScanner Selected { get; } = Select(Environment.GetEnvironmentVariable("TELEMETRY_SCANNER"));

    /// <summary>The scanner of that name; the fastest one when there is none, or this machine does not support it.</summary>
    public static StructuralScanner Select(string? name)
    {
        foreach ((string candidate, bool isSupported, StructuralScanner scan) in All)
        {
            if (isSupported && candidate == name)
            {
                return scan;
            }
        }

        return All.First(static scanner => scanner.IsSupported).Scan;
    }

    /// <summary>The definition.</summary>
    public static int Scalar(
        ReadOnlySpan<byte> text, int from, byte delimiter, Span<int> positions, ref int count, Span<int> lineEnds, ref int lines)
    {
        while (HasRoom(text, from, positions, count, lineEnds, lines) && !text.Slice(from, BlockBytes).Contains((byte)'"'))
        {
            for (int at = from; at < from + BlockBytes; at++)
            {
                byte c = text[at];
                bool isLineEnd = c == '\n' || (c == '\r' && text[at + 1] != '\n');
                if (isLineEnd)
                {
                    lineEnds[lines++] = count;
                }

                if (isLineEnd || c == delimiter)
                {
                    positions[count++] = at;
                }
            }

            from += BlockBytes;
        }

        return from;
    }

    /// <summary>True when the block at <paramref name="from"/> can be looked at, and whatever it holds can be written down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool HasRoom(ReadOnlySpan<byte> text, int from, Span<int> positions, int count, Span<int> lineEnds, int lines) =>
        from >= 0 && count >= 0 && lines >= 0
        && text.Length - from > BlockBytes && positions.Length - count >= BlockBytes && lineEnds.Length - lines >= BlockBytes;

    /// <summary>Writes down the positions of a block's marks. The caller has checked <see cref="HasRoom"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write(int from, ulong marks, ulong ends, ref int positions, ref int count, ref int lineEnds, ref int lines)
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
}

/// <summary>The scanner for 32-byte vectors.</summary>
internal static class Vector256Scan
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Scan(
        ReadOnlySpan<byte> text, int from, byte delimiter, Span<int> positions, ref int count, Span<int> lineEnds, ref int lines)
    {
        Vector256<byte> delimiters = Vector256.Create(delimiter);
        ref byte start = ref MemoryMarshal.GetReference(text);
        ref int positionStart = ref MemoryMarshal.GetReference(positions);
        ref int lineEndStart = ref MemoryMarshal.GetReference(lineEnds);
        int found = count;
        int ended = lines;
        while (StructuralScan.HasRoom(text, from, positions, found, lineEnds, ended))
        {
            // SAFETY: HasRoom has checked that 64 bytes and one more lie behind from.
            Vector256<byte> low = Vector256.LoadUnsafe(ref start, (nuint)from);
            Vector256<byte> high = Vector256.LoadUnsafe(ref start, (nuint)from + 32);
            Vector256<byte> quotes = Vector256.Equals(low, Vector256.Create((byte)'"')) | Vector256.Equals(high, Vector256.Create((byte)'"'));
            if (quotes != Vector256<byte>.Zero)
            {
                break;
            }

            ulong ends = Bits(Vector256.Equals(low, Vector256.Create((byte)'\n')), Vector256.Equals(high, Vector256.Create((byte)'\n')));
            ulong marks = Bits(Vector256.Equals(low, delimiters), Vector256.Equals(high, delimiters));
            ulong returns = Bits(Vector256.Equals(low, Vector256.Create((byte)'\r')), Vector256.Equals(high, Vector256.Create((byte)'\r')));
            if (returns != 0)
            {
                ulong following = (ends >> 1) | (Unsafe.Add(ref start, (nuint)from + 64) == '\n' ? 1UL << 63 : 0);
                ends |= returns & ~following;
            }

            StructuralScan.Write(from, marks | ends, ends, ref positionStart, ref found, ref lineEndStart, ref ended);
            from += StructuralScan.BlockBytes;
        }

        count = found;
        lines = ended;
        return from;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> low, Vector256<byte> high) =>
        low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);
}

/// <summary>The scanner for 16-byte vectors.</summary>
internal static class Vector128Scan
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Scan(
        ReadOnlySpan<byte> text, int from, byte delimiter, Span<int> positions, ref int count, Span<int> lineEnds, ref int lines)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        ref int positionStart = ref MemoryMarshal.GetReference(positions);
        ref int lineEndStart = ref MemoryMarshal.GetReference(lineEnds);
        int found = count;
        int ended = lines;
        while (StructuralScan.HasRoom(text, from, positions, found, lineEnds, ended))
        {
            // SAFETY: HasRoom has checked that 64 bytes and one more lie behind from.
            ref byte block = ref Unsafe.Add(ref start, (nuint)from);
            if (Bits(ref block, (byte)'"') != 0)
            {
                break;
            }

            ulong ends = Bits(ref block, (byte)'\n');
            ulong marks = Bits(ref block, delimiter);
            ulong returns = Bits(ref block, (byte)'\r');
            if (returns != 0)
            {
                ulong following = (ends >> 1) | (Unsafe.Add(ref block, StructuralScan.BlockBytes) == '\n' ? 1UL << 63 : 0);
                ends |= returns & ~following;
            }

            StructuralScan.Write(from, marks | ends, ends, ref positionStart, ref found, ref lineEndStart, ref ended);
            from += StructuralScan.BlockBytes;
        }

        count = found;
        lines = ended;
        return from;
    }

    /// <summary>One bit for each of the 64 bytes at <paramref name="block"/> that is equal to <paramref name="value"/>; the caller has checked that they are there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(ref byte block, byte value)
    {
        Vector128<byte> wanted = Vector128.Create(value);
        // SAFETY: 64 bytes lie behind block, as the caller has checked.
        ulong bits = Vector128.Equals(Vector128.LoadUnsafe(ref block), wanted).ExtractMostSignificantBits();
        bits |= (ulong)Vector128.Equals(Vector128.LoadUnsafe(ref block, 16), wanted).ExtractMostSignificantBits() << 16;
        bits |= (ulong)Vector128.Equals(Vector128.LoadUnsafe(ref block, 32), wanted).ExtractMostSignificantBits() << 32;
        return bits | ((ulong)Vector128.Equals(Vector128.LoadUnsafe(ref block, 48), wanted).ExtractMostSignificantBits() << 48);
    }
}
