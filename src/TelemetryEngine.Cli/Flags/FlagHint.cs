namespace TelemetryEngine.Cli.Flags;

// Flags that a message suggests: what follows telemetry can be pasted into a shell and means the column that is meant.
internal static class FlagHint
{
    // What helps, as a flag: --schema 'power w=float64'.
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
            ("groupBy" or "series", var columns) => Of(flag, string.Join(',', columns.Select(ListName))),
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

    // Texts with what helps as flags.
    public static IEnumerable<string> In(IEnumerable<MessageText> texts) => texts.Select(static text => text.ToString(Of));

    // The flag with a value, such as --null '?'.
    public static string Of(string flag, string value) => ShellWord.Of(value) is { } word ? $"{flag} {word}" : Unsayable(flag);

    // The flag of an option: --time-format of timeFormat.
    public static string NameOf(string option) => option switch
    {
        "groupBy" => "--by",
        "aggregate" => "--agg",
        _ => "--"
            + string.Concat(
                option.Select(static letter => char.IsAsciiLetterUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : letter.ToString())),
    };

    // A name as flags that take lists have it: in double quotes where a list would part it or trim it.
    public static string ListName(string name) =>
        name.Length == 0 || name.AsSpan().ContainsAny(",='\"()[]") || name.AsSpan().Trim().Length < name.Length
        ? "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""
        : name;

    // a NUL can't be an argument of any program
    private static string Unsayable(string flag) => $"{flag} (in a plan or with --columns, as no shell can pass on what is in the name)";
}
