using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Cli.Inputs;
using TelemetryEngine.Cli.Inspection;
using TelemetryEngine.Cli.Reports;
using TelemetryEngine.Execution;

namespace TelemetryEngine.Cli.Commands;

/// <summary>Looks at a file: what is in it, and the flags to read it with.</summary>
internal static class InspectCommand
{
    public static int Run(Arguments arguments)
    {
        InputSet inputs = InputSet.Find(arguments.Operands, InputKinds.Said(arguments));
        if (inputs.Paths.Count > 1)
        {
            throw new UsageException($"'inspect' looks at one file, and '{arguments.Operands[0]}' matches {inputs.Paths.Count}, such as '{inputs.Paths[0]}'");
        }

        Plan plan = PlanFlags.Read(arguments, inputs);
        RunOptions options = new() { ShowsTime = true, StandardInput = inputs.StandardInput, Inputs = inputs.Files, AllowsAnyRejects = true, Progress = ProgressLine.For(ProgressMode.Auto) };
        using Executor executor = Executor.Open(plan, input: null, options);
        IReadOnlyList<string> keys = [.. ListText.Split(arguments.Values("--by")).Select(ListText.Unquote)];
        Findings findings = Findings.Of(executor, keys, Interruption.Token);
        foreach (string note in FlagHint.In(executor.Notes.Concat(executor.Summary.Notes)).Distinct())
        {
            Terminal.Note(note);
        }

        StandardOutput.Write(InspectReport.Of(inputs.Paths[0], findings, PasteFlags.Of(findings)));
        return ExitCode.Done;
    }
}
