namespace TelemetryEngine.Cli.Flags;

// A pivot as --pivot takes it: VALUES by NAMES [per KEY, …].
internal static class PivotText
{
    // throws UsageException: The text is none.
    public static PivotStep Read(string text)
    {
        string rest = text.Trim();
        string per = WordsBehind.Take(ref rest, "per");
        string names = WordsBehind.Take(ref rest, "by");
        return rest.Length > 0 && names.Length > 0
            ? new PivotStep
            {
                Values = ListText.Unquote(rest),
                Names = ListText.Unquote(names),
                Per = [.. ListText.Split([per]).Select(ListText.Unquote)],
            }
            : throw new UsageException($"--pivot: '{text}' is not VALUES by NAMES, such as 'power_w by device_id' or 'power_w by device_id per timestamp'");
    }
}
