namespace TelemetryEngine.Sql;

// Lengths of time as SQL writes them, and as they are written here: 1 hour is 1h.
internal static class SqlLength
{
    private static readonly (string Word, string Unit)[] Units =
    [
        ("nanosecond", "ns"), ("microsecond", "us"), ("millisecond", "ms"), ("second", "s"), ("minute", "m"), ("hour", "h"), ("day", "d"),
        ("week", "w"), ("month", "mo"), ("quarter", "q"), ("year", "y"),
    ];

    // The unit that a word names, with or without an s behind it, or null.
    public static string? Unit(string word)
    {
        foreach ((string name, string unit) in Units)
        {
            if (word.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                && (word.Length == name.Length || (word.Length == name.Length + 1 && word[^1] is 's' or 'S')))
            {
                return unit;
            }
        }

        return null;
    }

    // '1 hour' as 1h; whatever is no number and word stays as it is.
    public static string Of(string text)
    {
        int digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && Unit(text[digits..].Trim()) is { } unit ? text[..digits] + unit : text;
    }

    // The lengths of SAMPLE BY: M is a month there, T a millisecond and U a microsecond.
    public static string OfSample(string text) => text.Length == 0 ? text : text[^1] switch
    {
        'M' => text[..^1] + "mo",
        'T' => text[..^1] + "ms",
        'U' => text[..^1] + "us",
        'n' => text[..^1] + "ns",
        _ => Of(text),
    };

    // True for months, quarters and years, which have no fixed number of seconds.
    public static bool IsCalendar(string text) =>
        text.AsSpan().IndexOfAnyExceptInRange('0', '9') is > 0 and var digits && text.AsSpan(digits) is "mo" or "q" or "y";
}
