using TelemetryEngine.Sources;
using TelemetryEngine.Tests.Formats;

namespace TelemetryEngine.Tests;

/// <summary>What a program hears of a run, and in its own words.</summary>
public sealed class RunOptionsTests
{
    private const string Odd = "at,v\n2024-01-01T00:00Z,1\n2024-01-01T00:15Z,2\n2024-01-01T00:30Z,odd\n";

    [Fact]
    public void Notes_are_told_before_the_run_and_stand_in_its_summary()
    {
        List<MessageText> told = [];
        using TemporaryFolder folder = new();
        Pipeline pipeline = Telemetry.ReadCsvText(Odd).With(new RunOptions { Notes = new Told<MessageText>(told.Add) });

        pipeline.ToPlan();

        Assert.NotEmpty(told);
        Assert.All(told, static note => Assert.NotEmpty(note.ToString()));
        int atFirst = told.Count;
        RunSummary summary = pipeline.Write(folder["rows.csv"]);
        Assert.Equal(2 * atFirst, told.Count);
        Assert.Equal(told.Take(atFirst), summary.Notes.Take(atFirst));
    }

    [Fact]
    public void The_reject_file_says_what_helps_in_the_programs_words()
    {
        using TemporaryFolder folder = new();
        RunOptions options = new() { RejectsPath = folder["rejects.csv"], Words = static fix => $"the box ‘{fix.Option}’" };
        Pipeline pipeline = Telemetry.ReadCsvText("a,b\n1,2\n3\n4,5\n").OnError(ErrorPolicy.Skip).With(options);

        Assert.Equal(1, pipeline.Write(folder["rows.csv"]).RowsRejected);

        Assert.Contains("the box ‘ragged’", File.ReadAllText(folder["rejects.csv"]), StringComparison.Ordinal);
    }
}
