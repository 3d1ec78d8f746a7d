using TelemetryEngine.Execution.Planning;

namespace TelemetryEngine;

// Functions of the program in a plan: they run, and are no data that could be stored.
internal static class ProgramFunctions
{
    // throws PlanException: There is one; the message names its step.
    public static void Refuse(Plan plan)
    {
        if (Find(plan, "") is { } found)
        {
            throw new PlanException(
                $"{found}, and a function of the program can't be stored in a plan; run the pipeline in the program, look at it with Explain, or write the step with functions and aggregates of the catalogue");
        }
    }

    // The plan as the log shows it: as it is stored, or where it can't be its steps.
    public static string Text(Plan plan) => Find(plan, "") is null
        ? plan.ToJson().TrimEnd()
        : string.Join("; ", plan.Steps.Select(static step => StepText.Of(step)));

    // The first one, with its place; null where there is none.
    private static string? Find(Plan plan, string of)
    {
        for (int i = 0; i < plan.Steps.Count; i++)
        {
            string place = $"step {i + 1}{of}";
            string? found = plan.Steps[i] switch
            {
                SpanStep span => $"{place}, derive: {span.Name} is {span.Node}",
                AggregateStep { Aggregates: var all } when all.FirstOrDefault(static call => call.Custom is not null) is { } call =>
                    $"{place}, aggregate: {StepText.Of(call)} is a function of the program",
                InputStep { Input: var input } => Find(input, $" of the input of step {i + 1}{of}"),
                _ => null,
            };
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }
}
