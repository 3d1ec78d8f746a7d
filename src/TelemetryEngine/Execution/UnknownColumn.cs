using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution;

/// <summary>The error for a column that is not there.</summary>
internal static class UnknownColumn
{
    public static PlanException Error(string name, string what, IReadOnlyList<Column> columns)
    {
        string? nearest = NearestName.Find(name, columns.Select(c => c.Name));
        string hint = nearest is not null ? $"did you mean '{nearest}'?" : $"there is {string.Join(", ", columns.Take(20).Select(c => c.Name))}";
        return new PlanException($"unknown column '{name}' in {what}; {hint}");
    }
}
