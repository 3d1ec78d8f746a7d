using System.Globalization;

namespace TelemetryEngine.Attack;

/// <summary>A machine that has less of something: files, file sizes, memory, processes. A run ends well, or with a message and no output.</summary>
public sealed class LimitTests(JobInputs inputs)
{
    [Fact]
    public void Few_open_files_and_small_files_end_with_a_message()
    {
        SoundRun[] sound = inputs.Sound;
        Campaign.Run(16, 600, seed =>
        {
            Random random = new(seed);
            SoundRun run = sound[seed % sound.Length];
            string limit = random.Next(2) == 0 ? $"ulimit -n {random.Next(64, 260)}" : $"trap '' XFSZ; ulimit -f {random.Next(0, 40)}";
            string folder = inputs.NewFolder();
            ProgramOutcome outcome = run.Job.Run(folder, limit, []);
            int whole = run.CountWhole(folder, old: null, limit);
            if (outcome.ExitCode == run.Job.ExitCode)
            {
                Assert.Equal(run.Outputs.Length, whole);
                return;
            }

            // a runtime that can't start says so in words of its own, and they are not the program's
            bool hasStarted = outcome.Errors.Contains("telemetry: ", StringComparison.Ordinal);
            Assert.True(!outcome.HasTrace && (!hasStarted || outcome.ExitCode is 1 or 2), $"{run.Job}, {limit}: exit {outcome.ExitCode}\n{outcome.Errors}");
            Assert.Empty(run.LeftOver(folder));
        });
    }

    [Theory]
    [InlineData("aggregate many.csv --by k --agg count(),sum(v)")]
    [InlineData("aggregate many.csv --agg median(v),count_distinct(v)")]
    [InlineData("aggregate many.csv --agg string_agg(v)")]
    [InlineData("aggregate many.csv --agg top(k,10),mode(v)")]
    public void A_container_of_little_memory_is_enough_or_ends_with_a_message(string arguments)
    {
        using Container container = Container.WithMemory(300 << 20);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("telemetry-attack-");
        int rows = Campaign.IsFull ? 20_000_000 : 1_000_000;
        using (StreamWriter many = new(Path.Combine(folder.FullName, "many.csv")))
        {
            many.Write("k,v\n");
            for (int i = 0; i < rows; i++)
            {
                many.Write(string.Create(CultureInfo.InvariantCulture, $"key {i % 200_000},{i}.25\n"));
            }
        }

        ProgramOutcome outcome = TelemetryProgram.Run(folder.FullName, [.. arguments.Split(' '), "-o", "out.csv", "--temp", folder.FullName], container.Enter);
        outcome.ExpectDefined();
        Assert.Equal(outcome.ExitCode == 0, File.Exists(Path.Combine(folder.FullName, "out.csv")));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Fewer_tasks_than_threads_end_with_a_message()
    {
        using Container container = Container.WithTasks(24);
        foreach (int threads in (int[])[2, 16, 64])
        {
            string folder = inputs.NewFolder();
            ProgramOutcome outcome = TelemetryProgram.Run(folder, ["aggregate", "../in/r.csv", "--by", "k", "--agg", "count()", "--threads", $"{threads}", "-o", "out.csv"], container.Enter);
            outcome.ExpectDefined();
            Assert.Equal(outcome.ExitCode == 0, File.Exists(Path.Combine(folder, "out.csv")));
        }
    }
}
