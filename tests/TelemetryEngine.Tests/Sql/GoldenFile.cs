namespace TelemetryEngine.Tests.Sql;

/// <summary>Files that hold a statement, and behind it, in lines that begin with |, what is said of it. TELEMETRY_GOLDEN=write writes them
/// anew.</summary>
internal static class GoldenFile
{
    /// <summary>Compares what is said of each statement with the file.</summary>
    public static void Check(string file, int least, Func<string, string> answer)
    {
        string path = Path.Combine(SourceTree.Root, "tests", "TelemetryEngine.Tests", "Sql", file);
        string golden = File.ReadAllText(path).ReplaceLineEndings("\n");
        List<string> blocks = [];
        foreach (string block in golden.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            string text = string.Join('\n', block.TrimEnd('\n').Split('\n').Where(static line => !line.StartsWith('|')));
            blocks.Add($"{text}\n{string.Join('\n', answer(text).Split('\n').Select(static line => $"| {line}"))}\n");
        }

        string actual = string.Join('\n', blocks);
        if (Environment.GetEnvironmentVariable("TELEMETRY_GOLDEN") == "write")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(blocks.Count >= least, $"{file} has {blocks.Count} statements");
        Assert.Equal(Environment.GetEnvironmentVariable("TELEMETRY_GOLDEN") == "write" ? actual : golden, actual);
    }
}
