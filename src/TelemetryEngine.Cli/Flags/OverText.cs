namespace TelemetryEngine.Cli.Flags;

// A column over rows as --over takes it: CALL [per KEY, …] [by ORDER, …] [rows N | span DURATION | all] as NAME.
internal static class OverText
{
    // The steps of several. Those of one order are one step, so that rows are put in order once, unless one uses what another computes.
    // throws UsageException: A text is none.
    public static IReadOnlyList<OverStep> Read(IEnumerable<string> texts)
    {
        List<OverStep> steps = [];
        foreach (OverStep step in texts.Select(Read))
        {
            if (steps.Count > 0 && AreOne(steps[^1], step))
            {
                steps[^1] = steps[^1] with { Columns = [.. steps[^1].Columns, .. step.Columns] };
            }
            else
            {
                steps.Add(step);
            }
        }

        return steps;
    }

    private static bool AreOne(OverStep before, OverStep step) =>
        before.Per.SequenceEqual(step.Per) && before.By.SequenceEqual(step.By)
            && !before.Columns.Any(column =>
                step.Columns[0].Arguments.Any(argument => argument.Contains(column.As, StringComparison.Ordinal)));

    private static OverStep Read(string text)
    {
        SelectColumn named = SelectColumn.Parse(text);
        string call = named.Expression;
        int open = call.IndexOf('(', StringComparison.Ordinal);
        int close = Close(call, open);
        if (named.As is null || open < 1 || close < 0)
        {
            throw new UsageException(
                $"--over: '{text}' is not CALL as NAME, such as 'lag(power_w) per device_id by timestamp as before'");
        }

        string rest = call[(close + 1)..].Trim();
        string frame = TakeFrame(ref rest);
        string by = WordsBehind.Take(ref rest, "by");
        string per = WordsBehind.Take(ref rest, "per");
        if (rest.Length > 0)
        {
            throw new UsageException(
                $"--over: '{rest}' in '{text}' is none of per KEY,…, then by COLUMN,…, then rows COUNT, span DURATION or all");
        }

        OverColumn column = new()
        {
            Function = call[..open].Trim(),
            Arguments = [.. ListText.Split([call[(open + 1)..close]])],
            Frame = frame,
            As = named.As,
        };
        return new OverStep
        {
            Per = [.. ListText.Split([per]).Select(ListText.Unquote)],
            By = [.. ListText.Split([by]).Select(SortColumn.Parse)],
            Columns = [column],
        };
    }

    // The frame at the end, as steps take it.
    private static string TakeFrame(ref string rest)
    {
        string[] words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [.., "rows" or "span", var length])
        {
            string kind = words[^2];
            rest = rest[..rest.LastIndexOf(kind, rest.Length - length.Length - 1, StringComparison.Ordinal)].TrimEnd();
            return kind == "rows" ? $"{length} rows" : length;
        }

        if (words is not [.., "all" or "past"])
        {
            return "past";
        }

        rest = rest[..^words[^1].Length].TrimEnd();
        return words[^1];
    }

    // The parenthesis that closes one, outside quotes; −1 = none.
    private static int Close(string text, int open)
    {
        int depth = 0;
        for (int at = Math.Max(open, 0); at < text.Length; at++)
        {
            if (text[at] is '"' or '\'')
            {
                at = text.IndexOf(text[at], at + 1) is > 0 and int end ? end : text.Length;
                continue;
            }

            depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }
        }

        return -1;
    }
}
