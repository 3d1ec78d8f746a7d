namespace TelemetryEngine.Cli.Tests;

public sealed class CliDocumentTests
{
    [Fact]
    public void DocsSayWhatTheProgramDoes()
    {
        string path = Path.Combine(Root(), "docs", "cli.md");
        string written = CliDocument.Write();
        if (Environment.GetEnvironmentVariable("TELEMETRY_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, written);
        }

        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == written,
            "docs/cli.md is out of date; write it anew with TELEMETRY_WRITE_DOCS=1 dotnet run -c Release --project tests/TelemetryEngine.Cli.Tests -- -class TelemetryEngine.Cli.Tests.CliDocumentTests");
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TelemetryEngine.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run inside the project's folder");
    }
}
