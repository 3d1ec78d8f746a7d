using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Csv;

// Counts the lines of text that has nothing but line feeds to look out for, in one pass.
internal static class PlainLines
{
    private const byte LineFeed = (byte)'\n';
    private const byte Return = (byte)'\r';
    private const byte Quote = (byte)'"';

    // Vectors after which a count of matches no longer fits a byte.
    private const int MostVectors = byte.MaxValue;

    // The number of line feeds; −1 when there is a carriage return or a quote.
    public static int Count(ReadOnlySpan<byte> text)
    {
        int count = 0;
        if (WideVectors.IsEnabled)
        {
            ref byte start = ref MemoryMarshal.GetReference(text);
            Vector256<byte> others = default;
            int whole = text.Length - (text.Length % Vector256<byte>.Count);
            for (int at = 0; at < whole;)
            {
                Vector256<byte> matches = default;
                int stop = Math.Min(whole, at + (MostVectors * Vector256<byte>.Count));
                for (; at < stop; at += Vector256<byte>.Count)
                {
                    // SAFETY: a whole vector lies behind each place.
                    Vector256<byte> some = Vector256.LoadUnsafe(ref start, (nuint)at);
                    matches -= Vector256.Equals(some, Vector256.Create(LineFeed));
                    others |= Vector256.Equals(some, Vector256.Create(Return)) | Vector256.Equals(some, Vector256.Create(Quote));
                }

                (Vector256<ushort> lower, Vector256<ushort> upper) = Vector256.Widen(matches);
                count += Vector256.Sum(lower + upper);
            }

            if (others != default)
            {
                return -1;
            }

            text = text[whole..];
        }

        foreach (byte c in text)
        {
            if (c is Return or Quote)
            {
                return -1;
            }

            count += c == LineFeed ? 1 : 0;
        }

        return count;
    }
}
