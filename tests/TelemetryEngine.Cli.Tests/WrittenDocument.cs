namespace TelemetryEngine.Cli.Tests;

/// <summary>A page of docs/ that a test writes, so that it says what is true.</summary>
internal static class WrittenDocument
{
    /// <summary>Compares the page with what it should say; <c>TELEMETRY_WRITE_DOCS=1</c> writes it anew before.</summary>
    public static void Check(string name, string written, string test)
    {
        string path = Path.Combine(Root, "docs", name);
        if (Environment.GetEnvironmentVariable("TELEMETRY_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, written);
        }

        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == written,
            $"docs/{name} is out of date; write it anew with TELEMETRY_WRITE_DOCS=1 dotnet run -c Release --project tests/TelemetryEngine.Cli.Tests -- -class '*{test}'");
    }

    /// <summary>The project's folder.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TelemetryEngine.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run inside the project's folder");
    }
}
