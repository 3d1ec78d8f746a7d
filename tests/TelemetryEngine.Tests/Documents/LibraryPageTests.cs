
namespace TelemetryEngine.Tests.Documents;

/// <summary>The code of the library's page stands in the samples, which are compiled and tested.</summary>
public sealed class LibraryPageTests
{
    [Fact]
    public void Every_block_of_code_is_a_part_of_a_sample()
    {
        string page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "library.md"));
        string[] blocks = [.. page.Split("```csharp").Skip(1).Select(static block => block.Split("```")[0])];
        string[] samples = [.. Directory.GetFiles(Path.Combine(SourceTree.Root, "samples"), "*.cs").Select(static file => Squeeze(File.ReadAllText(file)))];
        Assert.True(blocks.Length > 5);
        Assert.All(blocks, block => Assert.All(
            block.Split("\n\n", StringSplitOptions.RemoveEmptyEntries),
            part => Assert.Contains(samples, sample => sample.Contains(Squeeze(part), StringComparison.Ordinal))));
    }

    private static string Squeeze(string text) => string.Join('\n', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
