using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Cli.Inputs;
using TelemetryEngine.Cli.Reports;

namespace TelemetryEngine.Cli.Commands;

// Runs a plan, writes its result and says what it met: what aggregate, convert and run have in common.
internal static class PlanRun
{
    // Runs the plan, or shows it where that is wanted, and gives the exit code.
    public static int Start(Plan plan, InputSet inputs, Arguments arguments) =>
        Start(Telemetry.FromPlan(plan), plan.IsAggregation, inputs.Paths, RunFlags.Read(arguments, inputs), arguments);

    // As above, of a pipeline.
    // isResult: True for a result, which a terminal gets as a table.
    // paths: The files that are read, where they are known; the run itself looks at all of them.
    public static int Start(Pipeline pipeline, bool isResult, IReadOnlyList<string> paths, RunOptions options, Arguments arguments) =>
        Start(pipeline, () => ResultTarget.Choose(arguments, isResult), paths, options, arguments);

    // As above, of a pipeline whose target is known.
    public static int Start(Pipeline pipeline, ResultTarget target, RunOptions options, Arguments arguments) =>
        Start(pipeline, () => target, paths: [], options, arguments);

    private static int Start(
        Pipeline pipeline, Func<ResultTarget> target, IReadOnlyList<string> paths, RunOptions options, Arguments arguments) =>
        arguments.Has("--plan") ? Show(pipeline, options, arguments, static pipeline => pipeline.ToPlan().ToJson())
        : arguments.Has("--explain") || arguments.Has("--analyze")
            ? Show(pipeline, options, arguments, pipeline => pipeline.Explain(arguments.Has("--analyze"), Interruption.Token))
        : Execute(pipeline, target(), paths, options, arguments);

    // Runs the pipeline and gives the exit code.
    private static int Execute(
        Pipeline pipeline, ResultTarget target, IReadOnlyList<string> paths, RunOptions options, Arguments arguments)
    {
        CheckOutputs(target.Path, options.RejectsPath, paths);
        bool isQuiet = arguments.Has("--quiet");
        RunNotes notes = new(isQuiet);
        pipeline = pipeline.With(options with { Notes = notes });
        RunSummary summary = notes.Around(() => pipeline.Write(target.Path, target.Options, Interruption.Token));
        notes.Say(summary.Notes);
        if (!isQuiet)
        {
            Terminal.Write(SummaryLine.Describe(summary) + "\n");
            SayWhereRejectsAre(summary.RowsRejected, options.RejectsPath);
        }

        return summary.RowsRejected > 0 && options.MaxRejects is null ? ExitCode.DoneWithRejects : ExitCode.Done;
    }

    // Prints what a pipeline is.
    private static int Show(Pipeline pipeline, RunOptions options, Arguments arguments, Func<Pipeline, string> text)
    {
        RunNotes notes = new(arguments.Has("--quiet"));
        StandardOutput.Write(notes.Around(() => text(pipeline.With(options with { Notes = notes }))));
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
