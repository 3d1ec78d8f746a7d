using TelemetryEngine.Formats;

namespace TelemetryEngine.Tests.Formats;

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
        OutputFile.DeleteAllTemporaries();
        Assert.Empty(folder.Names);
        Assert.Throws<OutputException>(output.Commit);
        Assert.Empty(folder.Names);
    }
}
