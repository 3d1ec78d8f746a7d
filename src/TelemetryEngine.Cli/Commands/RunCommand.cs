using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Cli.Inputs;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Cli.Commands;

// Runs what --plan printed, on the inputs that it names or on others.
internal static class RunCommand
{
    public static int Run(Arguments arguments)
    {
        string file = arguments.Operands[0];
        Plan plan = Read(file);
        if (plan.Source.Format == "memory")
        {
            throw new PlanException("the plan reads batches from a program's memory; only that program can run it");
        }

        IReadOnlyList<string> operands = arguments.Operands.Count > 1 ? [.. arguments.Operands.Skip(1)] : plan.Source.Paths;
        if (operands.Count == 0)
        {
            throw new UsageException($"the plan '{file}' names no input; add one behind it");
        }

        if (file == "-" && operands.Contains("-"))
        {
            throw new UsageException("standard input (-) can't be the plan and the readings at once");
        }

        if (plan.OnError == ErrorPolicy.Fail && new[] { "--rejects", "--max-rejects" }.FirstOrDefault(arguments.Has) is { } flag)
        {
            throw new UsageException(
                $"{flag} needs a plan made with --on-error skip (or null): this one stops at the first row that can't be read");
        }

        InputSet inputs = InputSet.Find(operands, plan.Source.Format == "nem12" ? InputKind.Nem12 : null);
        string kind = InputKinds.Name(inputs.Kind);
        return kind == plan.Source.Format
            ? PlanRun.Start(plan with { Source = plan.Source with { Paths = inputs.Paths } }, inputs, arguments)
            : throw new UsageException(
                $"the plan is for {plan.Source.Format}, and '{inputs.Paths[0]}' is {InputKinds.Describe(inputs.Kind)}");
    }

    private static Plan Read(string file)
    {
        try
        {
            return Plan.FromFile(file);
        }
        catch (PlanException e) when (file != "-" && Directory.Exists(file))
        {
            throw new UsageException(e.Text);
        }
    }
}
