using System.Runtime.CompilerServices;

namespace TelemetryEngine.Formats.Csv;

// The blanks around a value, which are no part of it: spaces, tabs, and the spaces that keep a line together or line up digits (U+00A0,
// U+2007, U+2009, U+202F).
internal static class Blanks
{
    // True when a text begins or ends with what may be a blank. Where it is false there is nothing to trim.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MaySurround(ReadOnlySpan<byte> text) => !text.IsEmpty && (IsPart(text[0]) || IsPart(text[^1]));

    // The text without the blanks around it.
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => MaySurround(text) ? TrimStart(TrimEnd(text)) : text;

    // The text without the blanks before it.
    public static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        while (LengthAt(text) is > 0 and int length)
        {
            text = text[length..];
        }

        return text;
    }

    // The text without the blanks behind it.
    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && IsPart(text[^1]))
        {
            int length = text[^1] <= ' ' ? 1 : text[^1] == 0xA0 && text.Length > 1 && text[^2] == 0xC2 ? 2 : 3;
            if (length > text.Length || LengthAt(text[^length..]) != length)
            {
                break;
            }

            text = text[..^length];
        }

        return text;
    }

    // True when the text holds nothing but blanks; the empty text does.
    public static bool IsBlank(ReadOnlySpan<byte> text) => text.IsEmpty || (IsPart(text[0]) && TrimStart(text).IsEmpty);

    // The bytes of the blank that a text begins with; 0 where it begins with something else.
    public static int LengthAt(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        return text[0] switch
        {
            (byte)' ' or (byte)'\t' => 1,
            0xC2 when text.Length > 1 && text[1] == 0xA0 => 2,
            0xE2 when text.Length > 2 && text[1] == 0x80 && (text[2] is 0x87 or 0x89 or 0xAF) => 3,
            _ => 0,
        };
    }

    // the first and the last bytes of blanks
    private static bool IsPart(byte value) => value is (byte)' ' or (byte)'\t' or 0xC2 or 0xE2 or 0xA0 or 0x87 or 0x89 or 0xAF;
}
