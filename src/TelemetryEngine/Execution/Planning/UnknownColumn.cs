using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution.Planning;

// Columns by their names, and the error for one that is not there.
internal static class UnknownColumn
{
    // The ordinal of a column.
    // throws PlanException: There is none of the name.
    public static int Find(NamedColumns columns, string name, string what) => columns.Find(name) is >= 0 and int ordinal
        ? ordinal
        : throw Error(name, what, columns.Names);

    public static PlanException Error(string name, string what, IEnumerable<string> names)
    {
        string hint =
            NearestName.Hint(name, names, $"there is {string.Join(", ", names.Take(20))}");
        return new PlanException($"unknown column '{name}' in {what}; {hint}") { Unknown = (name, $"unknown column '{name}'; {hint}") };
    }
}
