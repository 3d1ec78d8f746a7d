namespace TelemetryEngine.Cli.Flags;

/// <summary>Flags that a message suggests: what follows <c>telemetry</c> can be pasted into a shell and means the column that is meant.</summary>
internal static class FlagHint
{
    /// <summary>What helps, as a flag: <c>--schema 'power w=float64'</c>.</summary>
    public static string Of(Fix fix)
    {
        string flag = NameOf(fix.Option);
        return (fix.Option, fix.Arguments) switch
        {
            ("inspect", []) => "inspect",
            ("inspect", [var file]) => $"'telemetry inspect {ShellWord.Of(file) ?? "FILE"}'",
            ("between", _) => "--from and --to",
            (_, []) => flag,
            ("column", [var column]) => ListName(column),
            ("groupBy" or "series", [var column]) => Of(flag, ListName(column)),
            ("schema" or "fill", [var column, var value]) => Of(flag, $"{ListName(column)}={value}"),
            ("dstColumn", [var column, var meaning]) => Of(flag, $"{column}={meaning}"),
            ("aggregate", [var function, var argument]) => Of(flag, $"{function}({argument})"),
            ("time", [var column, var format]) => $"{Of(flag, column)} {Of("--time-format", format)}",
            ("every" or "cumulate", [var step, var period]) => $"{Of(flag, step)} {Of("--period", period)}",
            ("thousands", ["'"]) => $"{flag} \"'\"",
            ("format", var formats) => $"{flag} {string.Join(" or ", formats)}",
            (_, [var value]) => Of(flag, value),
            _ => throw new ArgumentOutOfRangeException(nameof(fix), fix, null),
        };
    }

    /// <summary>Texts with what helps as flags.</summary>
    public static IEnumerable<string> In(IEnumerable<MessageText> texts) => texts.Select(static text => text.ToString(Of));

    /// <summary>The flag with a value, such as <c>--null '?'</c>.</summary>
    public static string Of(string flag, string value) => ShellWord.Of(value) is { } word ? $"{flag} {word}" : Unsayable(flag);

    /// <summary>The flag of an option: <c>--time-format</c> of <c>timeFormat</c>.</summary>
    public static string NameOf(string option) => option switch
    {
        "groupBy" => "--by",
        "aggregate" => "--agg",
        _ => "--" + string.Concat(option.Select(static letter => char.IsAsciiLetterUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : letter.ToString())),
    };

    /// <summary>A name as flags that take lists have it: in double quotes where a list would part it or trim it.</summary>
    public static string ListName(string name) => name.Length == 0 || name.AsSpan().ContainsAny(",='\"()[]") || name.AsSpan().Trim().Length < name.Length
        ? "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""
        : name;

    // a NUL can't be an argument of any program
    private static string Unsayable(string flag) => $"{flag} (in a plan or with --columns, as no shell can pass on what is in the name)";
}
