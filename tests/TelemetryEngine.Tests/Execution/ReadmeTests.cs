using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution;

/// <summary>The README's C# is this file's: it compiles and runs here, and a test compares the two.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task The_example_runs()
    {
        using TemporaryFile file = new("timestamp,device_id,power_w\n2024-01-01T00:00:00Z,a,1\n2024-01-01T00:00:01Z,a,2\n2024-01-01T00:00:02Z,a,-9\n");
        Table hourly = await Telemetry.ReadCsv(file.Path)
            .Where("power_w >= 0")
            .Window(Tumbling.Every(TimeSpan.FromHours(1)))
            .GroupBy("device_id")
            .Aggregate(Avg("power_w"), Count())
            .ToTableAsync();

        Console.WriteLine(hourly);

        Assert.Equal(["1704067200000000|a|1.5|2"], TableText.Rows(hourly));
    }

    [Fact]
    public void The_readme_shows_this_file()
    {
        string source = Squeeze(File.ReadAllText(Path.Combine(SourceTree.Root, "tests", "TelemetryEngine.Tests", "Execution", "ReadmeTests.cs")))
            .Replace("ReadCsv(file.Path)", "ReadCsv(\"meters.csv\")");
        string readme = File.ReadAllText(Path.Combine(SourceTree.Root, "README.md"));
        string[] blocks = [.. readme.Split("```csharp").Skip(1).Select(b => b.Split("```")[0])];
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block =>
        {
            string[] lines = block.Split('\n');
            Assert.All(lines.Where(l => l.StartsWith("using ", StringComparison.Ordinal) && l != "using TelemetryEngine;"), l => Assert.Contains(l, source, StringComparison.Ordinal));
            Assert.Contains(Squeeze(string.Join('\n', lines.Where(l => !l.StartsWith("using ", StringComparison.Ordinal)))), source, StringComparison.Ordinal);
        });
        Assert.InRange(readme.Split('\n').Length, 1, 250);
    }

    private static string Squeeze(string text) => string.Join('\n', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
