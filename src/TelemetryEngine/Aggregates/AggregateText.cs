namespace TelemetryEngine.Aggregates;

// Reads aggregates as users write them: avg(power_w) filter (where phase = 1) as kw, count().
internal static class AggregateText
{
    // Reads a list separated by commas.
    // throws PlanException: The text does not read so; the message shows how it should.
    public static IReadOnlyList<AggregatePlan> ParseList(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. SplitList(text, ',').Select(Parse)];
    }

    // Splits at separators that stand outside parentheses and quotes; the parts are trimmed.
    // throws PlanException: A parenthesis or quote is not closed.
    public static IReadOnlyList<string> SplitList(string text, char separator)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> parts = [];
        int start = 0;
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '\'' or '"')
            {
                i = CloseQuote(text, i);
            }
            else if (c == separator && depth == 0)
            {
                parts.Add(text[start..i].Trim());
                start = i + 1;
            }

            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        }

        if (depth != 0)
        {
            throw new PlanException($"parentheses do not match in '{text}'");
        }

        parts.Add(text[start..].Trim());
        return parts;
    }

    private static int CloseQuote(string text, int open)
    {
        int close = text.IndexOf(text[open], open + 1);
        return close < 0 ? throw new PlanException($"a quote is not closed in '{text}'") : close;
    }

    private static int CloseParenthesis(string text, int open)
    {
        int depth = 0;
        for (int i = open; i < text.Length; i++)
        {
            if (text[i] is '\'' or '"')
            {
                i = CloseQuote(text, i);
                continue;
            }

            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        throw new PlanException($"parentheses do not match in '{text}'");
    }

    private static AggregatePlan Parse(string text)
    {
        int open = text.IndexOf('(');
        string function = open < 0 ? text : text[..open].Trim();
        if (open < 1 || !function.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw new PlanException($"'{text}' is not an aggregate; write a function and its column, as in avg(power_w) or count()");
        }

        int close = CloseParenthesis(text, open);
        string inside = text[(open + 1)..close].Trim();
        string rest = text[(close + 1)..].Trim();
        string? filter = TakeFilter(ref rest, text);
        return new AggregatePlan
        {
            Function = function.ToLowerInvariant(),
            Arguments = inside.Length == 0 ? [] : SplitList(inside, ','),
            Filter = filter,
            As = TakeName(rest, text),
        };
    }

    private static string? TakeFilter(ref string rest, string text)
    {
        if (!StartsWithWord(rest, "filter"))
        {
            return null;
        }

        int open = rest.IndexOf('(');
        if (open < 0 || rest["filter".Length..open].Trim().Length > 0)
        {
            throw new PlanException($"a filter is written filter (where …), in '{text}'");
        }

        int close = CloseParenthesis(rest, open);
        string inside = rest[(open + 1)..close].Trim();
        if (!StartsWithWord(inside, "where"))
        {
            throw new PlanException($"a filter is written filter (where …), in '{text}'");
        }

        rest = rest[(close + 1)..].Trim();
        return inside["where".Length..].Trim();
    }

    private static string? TakeName(string rest, string text)
    {
        if (rest.Length == 0)
        {
            return null;
        }

        string name = StartsWithWord(rest, "as") ? rest["as".Length..].Trim() : "";
        bool quoted = name.Length > 2 && name[0] == '"' && name[^1] == '"';
        if (name.Length == 0 || (!quoted && name.Any(char.IsWhiteSpace)))
        {
            throw new PlanException($"'{rest}' is not understood in '{text}'; a result is named with 'as name'");
        }

        return quoted ? name[1..^1] : name;
    }

    private static bool StartsWithWord(string text, string word) =>
        text.StartsWith(word, StringComparison.OrdinalIgnoreCase)
        && (text.Length == word.Length || !(char.IsLetterOrDigit(text[word.Length]) || text[word.Length] == '_'));
}
