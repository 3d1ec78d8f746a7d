using TelemetryEngine.Tests.Formats;

namespace TelemetryEngine.Tests;

/// <summary>An interrupt takes away the temporary files of the whole process, so no other test may run beside it.</summary>
[Collection(nameof(OutputFileInterruptTests))]
[CollectionDefinition(nameof(OutputFileInterruptTests), DisableParallelization = true)]
public sealed class OutputFileInterruptTests
{
    [Fact]
    public void AnInterruptedRunLeavesNothingAndCanNoLongerCommit()
    {
        using TemporaryFolder folder = new();
        using OutputFile output = OutputFile.Create(folder["out.csv"]);
        output.Stream.Write("half"u8);
        string[] seen = ["not yet"];
        OutputFile.DiscardAll(() => seen = folder.Names);
        Assert.Empty(seen);
        Assert.Throws<OperationCanceledException>(output.Commit);
        Assert.Empty(folder.Names);
    }
}
