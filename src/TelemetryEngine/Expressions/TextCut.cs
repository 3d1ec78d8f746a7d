using System.Buffers;
using System.Text;

namespace TelemetryEngine.Expressions;

// Parts of texts. Characters are Unicode code points, as length counts them.
internal static class TextCut
{
    // Without some characters at both ends.
    public static string Trimmed(string text, HashSet<Rune> runes)
    {
        int start = 0;
        int end = text.Length;
        while (Rune.DecodeFromUtf16(text.AsSpan(start, end - start), out Rune rune, out int used) == OperationStatus.Done
            && runes.Contains(rune))
        {
            start += used;
        }

        while (Rune.DecodeLastFromUtf16(text.AsSpan(start, end - start), out Rune rune, out int used) == OperationStatus.Done
            && runes.Contains(rune))
        {
            end -= used;
        }

        return text[start..end];
    }

    // The characters from a place on, which is counted from 1, or from −1 at the end; what lies outside of the text is nothing.
    public static string Substring(string text, long start, long length)
    {
        long characters = start < 0 || length < text.Length ? Count(text) : text.Length;
        long first = start > 0 ? start - 1 : characters + Math.Max(start, -int.MaxValue);
        long end = length > characters - first ? characters : first + length;
        first = Math.Max(first, 0);
        return first >= end ? "" : text[Place(text, first)..(end == characters ? text.Length : Place(text, end))];
    }

    // A part between separators, which is counted from 1, or from −1 at the end; null where there is none.
    public static string? Part(string text, string separator, long place)
    {
        bool isForward = place > 0;
        (int start, int end) = (0, text.Length);
        for (long left = isForward ? place - 1 : -(place + 1); left > 0; left--)
        {
            int at = Find(text.AsSpan(start..end), separator, isForward);
            if (at < 0)
            {
                return null;
            }

            (start, end) = isForward ? (start + at + separator.Length, end) : (start, start + at);
        }

        string rest = text[start..end];
        int border = Find(rest, separator, isForward);
        return border < 0 ? rest : isForward ? rest[..border] : rest[(border + separator.Length)..];
    }

    private static int Find(ReadOnlySpan<char> text, string separator, bool isForward) =>
        isForward ? text.IndexOf(separator) : text.LastIndexOf(separator);

    private static long Count(string text)
    {
        long count = 0;
        foreach (char c in text)
        {
            count += char.IsLowSurrogate(c) ? 0 : 1;
        }

        return count;
    }

    // where a character begins, in UTF-16
    private static int Place(string text, long character)
    {
        int at = 0;
        for (; character > 0 && at < text.Length; character--)
        {
            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
        }

        return at;
    }
}
