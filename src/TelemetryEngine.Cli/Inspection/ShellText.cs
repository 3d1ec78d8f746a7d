namespace TelemetryEngine.Cli.Inspection;

/// <summary>Words as a shell takes them.</summary>
internal static class ShellText
{
    private const string Harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:%@";

    /// <summary>The word, in single quotes where a shell would read something into it.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Harmless) ? word : "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
