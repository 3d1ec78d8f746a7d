using System.Text;

namespace TelemetryEngine.Arrow.Ipc;

/// <summary>Checks that texts from an untrusted hand are what they say.</summary>
internal static class TextCheck
{
    /// <summary>Offsets must rise and stay inside the data.</summary>
    public static void Offsets(ReadOnlySpan<int> offsets, int dataBytes, string name, long at)
    {
        int previous = 0;
        for (int i = 0; i < offsets.Length; i++)
        {
            int offset = offsets[i];
            if (offset < previous)
            {
                throw new ArrowFormatException($"{name}: text offset {offset} after {previous}", at + ((long)i * sizeof(int)));
            }

            previous = offset;
        }

        if (previous > dataBytes)
        {
            throw new ArrowFormatException($"{name}: texts end at {previous}, the data holds {dataBytes} bytes", at + ((offsets.Length - 1L) * sizeof(int)));
        }
    }

    /// <summary>Each valid row must be UTF-8. All-ASCII data, the common case, is seen in one pass.</summary>
    public static void Utf8(StringArray texts, string name, long at)
    {
        ReadOnlySpan<int> offsets = texts.Offsets;
        if (Ascii.IsValid(texts.DataBuffer.Span[offsets[0]..offsets[^1]]))
        {
            return;
        }

        for (int row = 0; row < texts.Length; row++)
        {
            if (!System.Text.Unicode.Utf8.IsValid(texts.GetUtf8(row)))
            {
                throw new ArrowFormatException($"{name}: row {row} is not UTF-8", at + offsets[row]);
            }
        }
    }
}
