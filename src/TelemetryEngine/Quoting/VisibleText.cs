using System.Buffers;
using System.Globalization;
using System.Text;

namespace TelemetryEngine.Quoting;

// Text of strangers as a terminal, a log or a page may have it: what would steer a terminal, hide, or turn the order of the text around is
// written out (\x1b, \u{202e}). A backslash stays one, so text that was made visible is not changed by making it visible again.
internal static class VisibleText
{
    // what most texts are made of: nothing has to be looked up for these
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    // The text on one line: its line ends are written out too.
    public static string Of(string text) => Of(text, keepsLines: false);

    // The text with its line feeds as they are; everything else as Of says.
    public static string Lines(string text) => Of(text, keepsLines: true);

    // True for a character that is written out: control characters, format characters (marks that order text, characters without width),
    // separators of lines and paragraphs, and surrogates without their other half.
    public static bool IsHidden(Rune character) => character.Value is < ' ' or > '~' && IsHidden(Rune.GetUnicodeCategory(character));

    // How a hidden character is written.
    public static string Escape(int code) => code switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        < 0x100 => string.Create(CultureInfo.InvariantCulture, $@"\x{code:x2}"),
        _ => string.Create(CultureInfo.InvariantCulture, $@"\u{{{code:x}}}"),
    };

    private static bool IsHidden(UnicodeCategory category) => category is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate;

    private static string Of(string text, bool keepsLines)
    {
        int first = text.AsSpan().IndexOfAnyExcept(Plain);
        if (first < 0)
        {
            return text;
        }

        StringBuilder visible = new(text.Length + 16);
        visible.Append(text, 0, first);
        ReadOnlySpan<char> rest = text.AsSpan(first);
        while (!rest.IsEmpty)
        {
            bool isWhole = Rune.DecodeFromUtf16(rest, out Rune character, out int length) == OperationStatus.Done;
            if (isWhole && (!IsHidden(character) || (keepsLines && character.Value == '\n')))
            {
                visible.Append(rest[..length]);
            }
            else
            {
                visible.Append(Escape(isWhole ? character.Value : rest[0]));
            }

            rest = rest[length..];
        }

        return visible.ToString();
    }
}
