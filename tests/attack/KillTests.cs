using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TelemetryEngine.Attack;

/// <summary>
/// A process that is killed at one of its calls, before or behind it, or at any moment: no part of an output, an old one stays whole, what is left has the documented name, and
/// the next run to the same output takes it away.
/// </summary>
public sealed partial class KillTests(JobInputs inputs)
{
    private const int Killed = 128 + 9;

    private static readonly string[] Calls = ["open", "read", "write", "fsync", "rename", "close", "unlink", "any", "any"];

    [Fact]
    public void Killed_at_a_call_nothing_is_half_there()
    {
        SoundRun[] sound = inputs.Sound;
        Campaign.Run(40, 3_000, seed =>
        {
            Random random = new(seed);
            SoundRun run = sound[seed % sound.Length];
            string[] calls = [.. Calls.Where(run.Calls.ContainsKey)];
            string call = calls[random.Next(calls.Length)];
            int number = random.Next(1, run.Calls[call] + 1);
            string folder = inputs.NewFolder();
            byte[]? old = Prepare(run, folder, random);
            string mode = random.Next(2) == 0 ? "kill" : "kill-after";
            ProgramOutcome outcome = run.Job.Run(folder, FaultShim.Fault(inputs.Root, call, number, mode));

            // threads share out the calls of a kind by chance, so a run may make one less than the one that was counted
            Assert.True(outcome.ExitCode == Killed || outcome.ExitCode == run.Job.ExitCode, outcome.Errors);
            Judge(run, folder, old, $"{run.Job}: {mode} at {call} {number}");
        });
    }

    [Fact]
    public void Killed_at_any_moment_nothing_is_half_there()
    {
        SoundRun[] sound = [.. inputs.Sound.Where(static run => run.Job.Redirection.Length == 0)];
        Campaign.Run(15, 1_000, seed =>
        {
            Random random = new(seed);
            SoundRun run = sound[seed % sound.Length];
            string folder = inputs.NewFolder();
            byte[]? old = Prepare(run, folder, random);
            using Process process = TelemetryProgram.Start(folder, [.. run.Job.Arguments.Split(' '), "--quiet"], redirection: "> /dev/null 2>&1");
            process.WaitForExit(random.Next(20, 400));
            process.Kill();
            process.WaitForExit();
            Judge(run, folder, old, $"{run.Job}: killed");
        });
    }

    private static byte[]? Prepare(SoundRun run, string folder, Random random)
    {
        byte[]? old = random.Next(2) == 0 ? "what was there\n"u8.ToArray() : null;
        foreach (string name in old is null ? [] : run.Job.Outputs)
        {
            File.WriteAllBytes(Path.Combine(folder, name), old!);
        }

        return old;
    }

    private static void Judge(SoundRun run, string folder, byte[]? old, string what)
    {
        run.CountWhole(folder, old, what);
        Assert.All(run.LeftOver(folder), name => Assert.Matches(Temporary(), name));
        ProgramOutcome again = run.Job.Run(folder);
        Assert.True(again.ExitCode == run.Job.ExitCode, $"{what}, and again: exit {again.ExitCode}\n{again.Errors}");
        Assert.Equal(run.Outputs.Length, run.CountWhole(folder, old: null, what));
        Assert.All(run.LeftOver(folder), static name => Assert.Matches(Spill(), name));
        Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex(@"^\..+\.telemetry-.+\.tmp$|^telemetry\.[0-9a-f]{32}\.tmp$")]
    private static partial Regex Temporary();

    /// <summary>A spill file has its name between two calls; it belongs to no output, so no later run knows of it.</summary>
    [GeneratedRegex(@"^telemetry\.[0-9a-f]{32}\.tmp$")]
    private static partial Regex Spill();
}
