using System.Globalization;
using System.Text;

namespace TelemetryEngine.Quoting;

// Text of strangers as a literal of C#.
internal static class CSharpText
{
    // The text in double quotes; what VisibleText writes out is written out here.
    public static string Of(string text)
    {
        StringBuilder literal = new("\"");
        for (int i = 0; i < text.Length;)
        {
            bool isWhole = Rune.TryGetRuneAt(text, i, out Rune character);
            for (int end = i + (isWhole ? character.Utf16SequenceLength : 1); i < end; i++)
            {
                _ = isWhole && !VisibleText.IsHidden(character)
                    ? literal.Append(text[i] is '"' or '\\' ? "\\" : "").Append(text[i])
                    : literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            }
        }

        return literal.Append('"').ToString();
    }
}
