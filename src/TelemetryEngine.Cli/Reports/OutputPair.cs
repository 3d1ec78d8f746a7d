namespace TelemetryEngine.Cli.Reports;

/// <summary>The result and what is written beside it.</summary>
internal static class OutputPair
{
    /// <summary>Refuses two outputs in one place, by whatever ways they lead there: one would be lost.</summary>
    /// <param name="flag">The flag of the second output.</param>
    /// <param name="path">Its file.</param>
    /// <param name="output">The result's file; - is standard output.</param>
    /// <exception cref="UsageException">They are one place.</exception>
    /// <exception cref="OutputException">One of them can't be had.</exception>
    public static void EnsureApart(string flag, string path, string output)
    {
        if (path == output)
        {
            throw new UsageException($"{flag} and --output are both '{output}'; name two files");
        }

        if (OutputFile.AreSame(path, output))
        {
            throw new UsageException(output == "-" ? $"{flag} '{path}' is where standard output goes, as the result does; name a file for one of them" : $"{flag} '{path}' and --output '{output}' are the same file; name two");
        }
    }
}
