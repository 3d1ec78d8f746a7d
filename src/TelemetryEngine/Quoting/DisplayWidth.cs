using System.Globalization;
using System.Text;

namespace TelemetryEngine.Quoting;

// How much room a terminal gives to a text: one for each character, two for those that East Asian terminals draw wide, none for those that
// combine.
internal static class DisplayWidth
{
    // The width of a character.
    public static int Of(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => IsWide(rune.Value) ? 2 : 1,
    };

    // The width of a text whose hidden characters are written out.
    public static int Of(string text)
    {
        int width = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            width += Of(rune);
        }

        return width;
    }

    // The text, cut to a width with … at its end where it is wider.
    public static string Cut(string text, int most)
    {
        if (Of(text) <= most)
        {
            return text;
        }

        int width = 1;
        int length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            width += Of(rune);
            if (width > most)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length] + "…";
    }

    private static bool IsWide(int code) => code is
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF)
        or (>= 0x20000 and <= 0x3FFFD);
}
