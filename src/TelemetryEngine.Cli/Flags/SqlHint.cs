namespace TelemetryEngine.Cli.Flags;

// What a message suggests, as a statement has it: options of read_csv, and clauses.
internal static class SqlHint
{
    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        ["time"] = "time",
        ["timeFormat"] = "time_format",
        ["timeZone"] = "time_zone",
        ["inputZone"] = "input_zone",
        ["ambiguous"] = "ambiguous",
        ["nonexistent"] = "nonexistent",
        ["null"] = "nullstr",
        ["encoding"] = "encoding",
        ["skipLines"] = "skip",
        ["ragged"] = "ragged",
        ["thousands"] = "thousands",
        ["decimalComma"] = "decimal_comma",
        ["stripUnits"] = "strip_units",
        ["unionByName"] = "union_by_name",
        ["onError"] = "on_error",
        ["schema"] = "types",
    };

    // What helps.
    public static string Of(Fix fix) => fix.Option switch
    {
        "where" => "'where'",
        "groupBy" => "'group by'",
        "dedup" => "'select distinct' or 'qualify'",
        "schema" when fix.Arguments is [var column, var type] => Call("types", $"{column}={type}"),
        "decimalComma" or "stripUnits" or "unionByName" => $"read_csv('…', {Options[fix.Option]} => true)",
        var option when Options.TryGetValue(option, out string? name) => Call(name, fix.Arguments.Count == 0 ? "…" : fix.Arguments[0]),
        _ => FlagHint.Of(fix),
    };

    private static string Call(string option, string value) =>
        $"read_csv('…', {option} => '{value.Replace("'", "''", StringComparison.Ordinal)}')";
}
