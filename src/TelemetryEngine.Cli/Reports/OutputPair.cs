namespace TelemetryEngine.Cli.Reports;

// The result and what is written beside it.
internal static class OutputPair
{
    // Refuses two outputs in one place, by whatever ways they lead there: one would be lost.
    // flag: The flag of the second output.
    // output: The result's file; - is standard output.
    // throws UsageException: They are one place.
    // throws OutputException: One of them can't be had.
    public static void EnsureApart(string flag, string path, string output)
    {
        if (path == output)
        {
            throw new UsageException($"{flag} and --output are both '{output}'; name two files");
        }

        if (OutputFile.AreSame(path, output))
        {
            throw new UsageException(
                output == "-"
                    ? $"{flag} '{path}' is where standard output goes, as the result does; name a file for one of them"
                    : $"{flag} '{path}' and --output '{output}' are the same file; name two");
        }
    }
}
