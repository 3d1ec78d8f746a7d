using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Cli.Inputs;

namespace TelemetryEngine.Cli.Commands;

// Rows in, the same rows out in another format.
internal static class ConvertCommand
{
    public static int Run(Arguments arguments)
    {
        InputSet inputs = InputSet.Find(arguments.Operands, InputKinds.Said(arguments));
        Plan plan = PlanFlags.Read(arguments, inputs);
        return PlanRun.Start(plan, inputs, arguments);
    }
}
