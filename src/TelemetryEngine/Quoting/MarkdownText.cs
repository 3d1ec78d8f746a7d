using System.Text;

namespace TelemetryEngine.Quoting;

// Text of strangers in Markdown: it shows as it is, and makes no link, image, code, emphasis, HTML or cell of a table.
internal static class MarkdownText
{
    // The text, for a line of Markdown or a cell; its line ends are breaks, and what VisibleText writes out is written out here.
    public static string Of(string text)
    {
        StringBuilder escaped = new(text.Length + 8);
        string lines = text.ReplaceLineEndings("\n");
        int at = 0;
        foreach (Rune character in lines.EnumerateRunes())
        {
            Append(escaped, lines, at, character);
            at += character.Utf16SequenceLength;
        }

        return escaped.ToString();
    }

    private static void Append(StringBuilder escaped, string text, int at, Rune character)
    {
        switch (character.Value)
        {
            case '\n':
                escaped.Append("<br>");
                break;
            case '<':
                escaped.Append("&lt;");
                break;
            case '>':
                escaped.Append("&gt;");
                break;
            case '&':
                escaped.Append("&amp;");
                break;
            case '|' or '\\' or '`' or '[' or ']' or '*' or '~' or '$':
            case '_' when !IsInsideWord(text, at):
            case ':' when text.AsSpan(at).StartsWith("://", StringComparison.Ordinal):
            case '.' when text.AsSpan(0, at).EndsWith("www", StringComparison.OrdinalIgnoreCase):
                escaped.Append('\\').Append((char)character.Value);
                break;
            case var _ when VisibleText.IsHidden(character):
                escaped.Append('\\').Append(VisibleText.Escape(character.Value));
                break;
            default:
                escaped.Append(character);
                break;
        }
    }

    // between letters or digits an underscore is one; power_w stays readable
    private static bool IsInsideWord(string text, int at) =>
        at > 0 && at + 1 < text.Length && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at + 1]);
}
