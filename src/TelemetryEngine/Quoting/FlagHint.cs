namespace TelemetryEngine.Quoting;

/// <summary>Flags of the program that a message suggests: what follows <c>telemetry</c> can be pasted into a shell and means the column that is meant.</summary>
internal static class FlagHint
{
    /// <summary>The flag with a value, such as <c>--null '?'</c>.</summary>
    public static string Of(string flag, string value) => ShellWord.Of(value) is { } word ? $"{flag} {word}" : Unsayable(flag);

    /// <summary>The flag that names a column's type, such as <c>--schema 'power w=float64'</c>.</summary>
    public static string Schema(string column, string type) => Pair("--schema", column, type);

    /// <summary>A flag that says something of a column, such as <c>--fill power_w=null</c>.</summary>
    public static string Pair(string flag, string column, string value) => Of(flag, $"{ListName(column)}={value}");

    /// <summary>A name as flags that take lists have it: in double quotes where a list would part it or trim it.</summary>
    public static string ListName(string name) => name.Length == 0 || name.AsSpan().ContainsAny(",='\"()[]") || name.AsSpan().Trim().Length < name.Length
        ? "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""
        : name;

    // a NUL can't be an argument of any program
    private static string Unsayable(string flag) => $"{flag} (in a plan or with --columns, as no shell can pass on what is in the name)";
}
