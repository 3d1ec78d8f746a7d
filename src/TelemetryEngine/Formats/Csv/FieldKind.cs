namespace TelemetryEngine.Formats.Csv;

// What a field looks like to someone who sees it for the first time.
internal enum FieldKind
{
    // Empty, or a word for "no value".
    Nothing,

    // A number, with separators, a sign, an exponent or a currency.
    Number,

    // A time of day.
    Clock,

    // A day or a month.
    Date,

    // A day and a time of day.
    Instant,

    // Anything else.
    Text,
}

// Tells texts from values by their characters alone. It is only asked where a table begins and what parts its fields: there it has to be
// right for a column, not for each field, and reads no value.
internal static class FieldKinds
{
    private static readonly string[] NoValue =
        ["nan", "null", "n/a", "na", "#n/a", "-", "--", "?", "none", "nil", "missing", "unavailable", "unknown", "inf", "-inf", "infinity"];

    private static readonly string[] TimeWords =
        ["t", "z", "am", "pm", "a", "p", "m", "to", "utc", "gmt", "cet", "cest", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt",
            "bst", "ist", "eet", "eest", "wet", "west", "aest", "aedt"];

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    // The kind of a field, without its quotes.
    public static FieldKind Of(ReadOnlySpan<char> field)
    {
        ReadOnlySpan<char> text = field.Trim();
        if (text.StartsWith("=\"") && text.EndsWith("\""))
        {
            text = text[2..^1];
        }

        if (text.IsEmpty || IsOneOf(text, NoValue))
        {
            return FieldKind.Nothing;
        }

        return TimeKind(text) is { } time ? time : IsNumber(text) ? FieldKind.Number : FieldKind.Text;
    }

    private static bool IsOneOf(ReadOnlySpan<char> text, string[] words)
    {
        foreach (string word in words)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        bool hasDigit = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool fits = c switch
            {
                >= '0' and <= '9' => hasDigit = true,
                '.' or ',' or '\'' or ' ' or '\u00A0' or '\u202F' or '%' or '$' or '€' or '£' or '(' or ')' => true,
                '+' or '-' or '−' => !hasDigit || text[i - 1] is 'e' or 'E' || i == text.Length - 1,
                'e' or 'E' => hasDigit && i + 1 < text.Length && (char.IsAsciiDigit(text[i + 1]) || text[i + 1] is '+' or '-'),
                _ => false,
            };
            if (!fits)
            {
                return false;
            }
        }

        return hasDigit;
    }

    // The kind of a time; null for what is none.
    private static FieldKind? TimeKind(ReadOnlySpan<char> text)
    {
        int groups = 0;
        int colons = 0;
        int dashes = 0;
        int longest = 0;
        int firstLength = 0;
        bool hasMonth = false;
        bool hasHalf = false;
        for (int i = 0; i < text.Length;)
        {
            int end = i;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            if (end > i)
            {
                firstLength = groups == 0 ? end - i : firstLength;
                longest = Math.Max(longest, groups < 3 ? end - i : 0);
                groups++;
                i = end;
                continue;
            }

            while (end < text.Length && char.IsLetter(text[end]))
            {
                end++;
            }

            ReadOnlySpan<char> word = text[i..end];
            if (!word.IsEmpty)
            {
                bool isMonth = word.Length >= 3 && IsOneOf(word[..3], Months);
                bool isDay = !isMonth && word.Length >= 3 && IsOneOf(word[..3], Days);
                if (!isMonth && !isDay && !IsOneOf(word, TimeWords))
                {
                    return null;
                }

                hasMonth |= isMonth;
                hasHalf |= word.Length > 1 && word[1] is 'm' or 'M';
                i = end;
                continue;
            }

            colons += text[i] == ':' ? 1 : 0;
            dashes += text[i] is '-' or '/' or '.' ? 1 : 0;
            if (text[i] is not (':' or '-' or '/' or '.' or ' ' or ',' or '_' or '+' or '\u202F'))
            {
                return null;
            }

            i++;
        }

        bool isCompact = firstLength is 8 or 14 && groups >= 2 && text[firstLength..].StartsWith("T");
        bool hasClock = colons > 0 || hasHalf;
        if (groups < 2 || (longest > 4 && !isCompact))
        {
            return null;
        }

        bool hasDate = isCompact || (hasMonth && groups >= 2) || (dashes >= 2 && groups >= 3 && IsDay(text));
        return hasDate && (hasClock || isCompact || groups > 3) ? FieldKind.Instant
            : hasDate ? FieldKind.Date
            : hasClock && dashes <= 1 && !hasMonth ? FieldKind.Clock
            : hasMonth || (groups == 2 && dashes == 1 && IsMonth(text)) ? FieldKind.Date
            : null;
    }

    // True when the first three numbers are parted alike and one of the ends can be a year.
    private static bool IsDay(ReadOnlySpan<char> text)
    {
        int first = text.IndexOfAny("-/.");
        int second = text[(first + 1)..].IndexOfAny("-/.") + first + 1;
        int third = second + 1;
        while (third < text.Length && char.IsAsciiDigit(text[third]))
        {
            third++;
        }

        int last = third - second - 1;
        int middle = second - first - 1;
        return text[first] == text[second] && middle is 1 or 2 && ((first == 4 && last is 1 or 2) || (first is 1 or 2 && last is 2 or 4));
    }

    // True for 2024-01 and 01/2024.
    private static bool IsMonth(ReadOnlySpan<char> text)
    {
        int at = text.IndexOfAny("-/");
        ReadOnlySpan<char> left = at < 0 ? default : text[..at];
        ReadOnlySpan<char> right = at < 0 ? default : text[(at + 1)..];
        return (left.Length == 4 && right.Length == 2) || (left.Length == 2 && right.Length == 4);
    }
}
