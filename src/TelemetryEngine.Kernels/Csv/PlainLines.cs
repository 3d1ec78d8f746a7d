using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Csv;

/// <summary>Counts the lines of text that has nothing but line feeds to look out for, in one pass.</summary>
public static class PlainLines
{
    private const byte LineFeed = (byte)'\n';
    private const byte Return = (byte)'\r';
    private const byte Quote = (byte)'"';

    /// <summary>Vectors after which a count of matches no longer fits a byte.</summary>
    private const int MostVectors = byte.MaxValue;

    /// <summary>The number of line feeds; −1 when there is a carriage return or a quote.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        int count = 0;
        if (WideVectors.IsEnabled)
        {
            Vector256<byte> others = default;
            ReadOnlySpan<Vector256<byte>> vectors = MemoryMarshal.Cast<byte, Vector256<byte>>(text);
            for (int from = 0; from < vectors.Length; from += MostVectors)
            {
                Vector256<byte> matches = default;
                foreach (Vector256<byte> some in vectors[from..Math.Min(vectors.Length, from + MostVectors)])
                {
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

            text = text[(vectors.Length * Vector256<byte>.Count)..];
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
