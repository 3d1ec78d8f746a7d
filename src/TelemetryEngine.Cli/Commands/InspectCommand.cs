using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Cli.Inputs;
using TelemetryEngine.Cli.Inspection;
using TelemetryEngine.Cli.Reports;

namespace TelemetryEngine.Cli.Commands;

// Looks at a file: what is in it, and the flags to read it with.
internal static class InspectCommand
{
    public static int Run(Arguments arguments)
    {
        InputSet inputs = InputSet.Find(arguments.Operands, InputKinds.Said(arguments));
        if (inputs.Paths.Count > 1)
        {
            throw new UsageException(
                $"'inspect' looks at one file, and '{arguments.Operands[0]}' matches {inputs.Paths.Count}, such as '{inputs.Paths[0]}'");
        }

        InputProfile profile = Look(PlanFlags.Read(arguments, inputs), inputs);
        foreach (string note in FlagHint.In(profile.Summary.Notes).Distinct())
        {
            Terminal.Note(note);
        }

        StandardOutput.Write(InspectReport.Of(inputs.Paths[0], profile));
        return ExitCode.Done;
    }

    private static InputProfile Look(Plan plan, InputSet inputs)
    {
        RunOptions options = new() { StandardInput = inputs.StandardInput, Progress = ProgressLine.For(ProgressMode.Auto) };
        try
        {
            return Telemetry.FromPlan(plan).With(options).Inspect(Interruption.Token);
        }
        catch (PlanException e) when (e.Message.StartsWith("GroupBy: ", StringComparison.Ordinal))
        {
            throw new UsageException(e.Text);
        }
    }
}
