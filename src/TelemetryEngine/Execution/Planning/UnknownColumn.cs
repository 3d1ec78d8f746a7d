namespace TelemetryEngine.Execution.Planning;

// The error for a column that is not there.
internal static class UnknownColumn
{
    public static PlanException Error(string name, string what, IEnumerable<string> names)
    {
        string hint =
            NearestName.Hint(name, names, $"there is {string.Join(", ", names.Take(20))}");
        return new PlanException($"unknown column '{name}' in {what}; {hint}") { Unknown = (name, $"unknown column '{name}'; {hint}") };
    }
}
