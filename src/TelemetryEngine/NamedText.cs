using System.Text;

namespace TelemetryEngine;

// Columns as users write them: an expression with a name, a column with its direction, and one that is another's equal.
internal static class NamedText
{
    // An expression, and behind the word as its name.
    public static SelectColumn Column(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int depth = 0;
        int found = -1;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '\'' or '"' && text.IndexOf(c, i + 1) is > 0 and int close)
            {
                i = close;
                continue;
            }

            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            found = depth == 0 && i > 0 && char.IsWhiteSpace(text[i - 1]) && IsAs(text, i) ? i : found;
        }

        return found < 0
            ? new SelectColumn(text.Trim())
            : new SelectColumn(text[..found].Trim(), Name(text[(found + 2)..].Trim(), text));
    }

    // A column, and behind it its direction and where its nulls go.
    // throws PlanException: There is no column.
    public static SortColumn Order(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string rest = text.Trim();
        bool nullsFirst = TakeWords(ref rest, "nulls", "first");
        _ = !nullsFirst && TakeWords(ref rest, "nulls", "last");
        bool descending = TakeWords(ref rest, "desc");
        _ = !descending && TakeWords(ref rest, "asc");
        return rest.Length == 0
            ? throw new PlanException($"'{text}' names no column to sort by; write one, as in 'power_w desc'")
            : new SortColumn(Unquoted(rest), descending, nullsFirst);
    }

    // A column, or one and behind a sign of equality the other.
    // throws PlanException: A side has no name.
    public static JoinKey Key(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] sides = [.. text.Split('=', 2).Select(static side => Unquoted(side.Trim()))];
        return Array.Exists(sides, static side => side.Length == 0)
            ? throw new PlanException($"'{text}' is no key of a join; write a column of both inputs, or both, as in 'device_id = id'")
            : new JoinKey(sides[0], sides.Length > 1 && sides[1] != sides[0] ? sides[1] : null);
    }

    // What stands between the signs of an expression, joined by underscores.
    public static string Words(string text)
    {
        StringBuilder words = new(text.Length);
        bool isParted = false;
        foreach (char c in text)
        {
            bool isSign = " ()+-*/%<>=!,'\"".Contains(c);
            if (!isSign)
            {
                words.Append(isParted && words.Length > 0 ? "_" : "").Append(c);
            }

            isParted = isSign;
        }

        return words.ToString();
    }

    private static bool IsAs(string text, int at) =>
        at + 2 < text.Length && text.AsSpan(at, 2).Equals("as", StringComparison.OrdinalIgnoreCase) && char.IsWhiteSpace(text[at + 2]);

    private static string Name(string name, string text) => name.Length == 0
        ? throw new PlanException($"there is no name behind 'as' in '{text}'")
        : Unquoted(name);

    private static string Unquoted(string name) => name.Length > 2 && name[0] == '"' && name[^1] == '"' ? name[1..^1] : name;

    // Words at the end, where there is something before them.
    private static bool TakeWords(ref string text, params string[] words)
    {
        string[] all = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (all.Length <= words.Length || !all[^words.Length..].SequenceEqual(words, StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        int end = text.Length;
        foreach (string word in words.Reverse())
        {
            end = text.LastIndexOf(word, end - 1, StringComparison.OrdinalIgnoreCase);
        }

        text = text[..end].TrimEnd();
        return true;
    }
}
