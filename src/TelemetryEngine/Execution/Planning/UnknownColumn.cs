namespace TelemetryEngine.Execution.Planning;

// The error for a column that is not there.
internal static class UnknownColumn
{
    public static PlanException Error(string name, string what, IReadOnlyList<Column> columns)
    {
        string hint =
            NearestName.Hint(name, columns.Select(c => c.Name), $"there is {string.Join(", ", columns.Take(20).Select(c => c.Name))}");
        return new PlanException($"unknown column '{name}' in {what}; {hint}");
    }
}
