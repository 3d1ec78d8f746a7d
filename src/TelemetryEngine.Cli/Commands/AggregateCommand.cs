using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Cli.Inputs;

namespace TelemetryEngine.Cli.Commands;

// The main job: readings in, windowed aggregates out.
internal static class AggregateCommand
{
    public static int Run(Arguments arguments)
    {
        InputSet inputs = InputSet.Find(arguments.Operands, InputKinds.Said(arguments));
        Plan plan = PlanFlags.Read(arguments, inputs);
        return PlanRun.Start(plan, inputs, arguments);
    }
}
