using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Cli.Inputs;
using TelemetryEngine.Cli.Reports;

namespace TelemetryEngine.Cli.Commands;

// Runs a plan, writes its result and says what it met: what aggregate, convert and run have in common.
internal static class PlanRun
{
    // Runs the plan, or shows it where that is wanted, and gives the exit code.
    public static int Start(Plan plan, InputSet inputs, Arguments arguments) =>
        arguments.Has("--plan") ? Show(plan, inputs, arguments, static pipeline => pipeline.ToPlan().ToJson())
        : arguments.Has("--explain") || arguments.Has("--analyze")
            ? Show(plan, inputs, arguments, pipeline => pipeline.Explain(arguments.Has("--analyze"), Interruption.Token))
        : Execute(plan, inputs, arguments);

    // Runs the plan and gives the exit code.
    public static int Execute(Plan plan, InputSet inputs, Arguments arguments)
    {
        ResultTarget target = ResultTarget.Choose(arguments, plan.IsAggregation);
        RunOptions options = RunFlags.Read(arguments, inputs);
        CheckOutputs(target.Path, options.RejectsPath, inputs.Paths);
        bool isQuiet = arguments.Has("--quiet");
        RunNotes notes = new(isQuiet);
        Pipeline pipeline = Telemetry.FromPlan(plan).With(options with { Notes = notes });
        RunSummary summary = notes.Around(() => pipeline.Write(target.Path, target.Options, Interruption.Token));
        notes.Say(summary.Notes);
        if (!isQuiet)
        {
            Terminal.Write(SummaryLine.Describe(summary) + "\n");
            SayWhereRejectsAre(summary.RowsRejected, options.RejectsPath);
        }

        return summary.RowsRejected > 0 && options.MaxRejects is null ? ExitCode.DoneWithRejects : ExitCode.Done;
    }

    // Prints what a plan is.
    private static int Show(Plan plan, InputSet inputs, Arguments arguments, Func<Pipeline, string> text)
    {
        RunNotes notes = new(arguments.Has("--quiet"));
        RunOptions options = RunFlags.Read(arguments, inputs) with { Notes = notes };
        StandardOutput.Write(notes.Around(() => text(Telemetry.FromPlan(plan).With(options))));
        return ExitCode.Done;
    }

    private static void CheckOutputs(string output, string? rejects, IReadOnlyList<string> inputs)
    {
        const string Remedy = "write to another file with --output";
        OutputFile.EnsureNotInput(output, inputs, Remedy);
        if (rejects is null)
        {
            return;
        }

        OutputFile.EnsureNotInput(rejects, inputs, Remedy);
        OutputPair.EnsureApart("--rejects", rejects, output);
    }

    private static void SayWhereRejectsAre(long count, string? path)
    {
        if (count > 0)
        {
            string rows = $"{Quantity.Count(count, "row")} could not be read";
            Terminal.Note(path is null ? $"{rows}; --rejects rejects.csv keeps them" : $"{rows}; see {path}");
        }
    }
}
