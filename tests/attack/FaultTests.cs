namespace TelemetryEngine.Attack;

/// <summary>
/// Calls of the system that go wrong, one in each run. The law: the right bytes and the usual exit code, or an error with a message and no output (or the one that was there, whole);
/// never a part of a file, a wrong value or a stack trace.
/// </summary>
public sealed class FaultTests(JobInputs inputs)
{
    /// <summary>The errors that a call may end with, by their numbers on Linux.</summary>
    private static readonly Dictionary<string, int> Errors = new() { ["EIO"] = 5, ["ENOSPC"] = 28, ["EINTR"] = 4, ["EMFILE"] = 24, ["EACCES"] = 13, ["EDQUOT"] = 122 };

    private static readonly (string Call, string[] Faults)[] Faults =
    [
        ("open", ["EMFILE", "EACCES", "EINTR", "EIO"]),
        ("read", ["EIO", "EINTR", "short", "end"]),
        ("write", ["ENOSPC", "EIO", "EINTR", "short", "EDQUOT"]),
        ("fsync", ["EIO", "ENOSPC", "EINTR"]),
        ("rename", ["EIO", "EACCES"]),
        ("close", ["EIO", "EINTR", "ENOSPC"]),
        ("unlink", ["EIO", "EACCES"]),
        ("link", ["EIO"]),
        ("allocate", ["ENOSPC"]),
    ];

    [Fact]
    public void A_call_that_goes_wrong_gives_the_right_bytes_or_an_error()
    {
        SoundRun[] sound = inputs.Sound;
        Campaign.Run(60, 4_000, seed =>
        {
            Random random = new(seed);
            SoundRun run = sound[seed % sound.Length];
            (string call, string[] faults) = Faults.Where(fault => run.Calls.ContainsKey(fault.Call)).ElementAt(random.Next(Faults.Count(fault => run.Calls.ContainsKey(fault.Call))));
            string fault = faults[random.Next(faults.Length)];
            int number = random.Next(1, run.Calls[call] + 1);
            byte[]? old = random.Next(2) == 0 ? "what was there\n"u8.ToArray() : null;
            string mode = fault is "short" or "end" ? fault : "errno";
            Attempt(run, old, FaultShim.Fault(inputs.Root, call, number, mode, Errors.GetValueOrDefault(fault), random.Next(4) == 0 ? 1000 : 1), call, $"{run.Job}: {fault} at {call} {number}");
        });
    }

    private void Attempt(SoundRun run, byte[]? old, (string Name, string Value)[] fault, string call, string what)
    {
        string folder = inputs.NewFolder();
        if (old is not null)
        {
            foreach (string name in run.Job.Outputs)
            {
                File.WriteAllBytes(Path.Combine(folder, name), old);
            }
        }

        ProgramOutcome outcome = run.Job.Run(folder, fault);
        string said = $"{what}: exit {outcome.ExitCode}\n{outcome.Errors}";
        Assert.False(outcome.HasTrace, said);
        int whole = run.CountWhole(folder, old, said);
        if (outcome.ExitCode == run.Job.ExitCode)
        {
            Assert.True(whole == run.Outputs.Length, said);
        }
        else
        {
            Assert.True(outcome.ExitCode is 1 or 2 && outcome.Errors.StartsWith("telemetry: ", StringComparison.Ordinal), said);
        }

        string[] left = run.LeftOver(folder);
        Assert.True(left.Length == 0 || call == "unlink", $"{said}\nleft: {string.Join(' ', left)}");
        Directory.Delete(folder, recursive: true);
    }
}
