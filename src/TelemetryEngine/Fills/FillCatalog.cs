namespace TelemetryEngine.Fills;

// A line of the catalogue of fills.
// Name: How it is written; in capitals where the user writes something else.
// Description: What it does, for help and docs.
// Bind: Makes it for what the user wrote and a column of the result; null when the text means another fill.
internal sealed record FillDefinition(string Name, string Description, Func<string, Column, Fill?> Bind);

// What a result can hold in windows without values, a line each.
internal static class FillCatalog
{
    public static IReadOnlyList<FillDefinition> All { get; } =
    [
        new("null", "the row is there, and what has no value stays null", NullFill.Bind),
        new("previous", "the value of the latest window before that has one", PreviousFill.Bind),
        new("linear", "on the straight line between the windows before and after that have a value; numbers and times only",
            LinearFill.Bind),
        new("VALUE", "this value, such as 0", ValueFill.Bind),
    ];

    // Makes the fill of a column of the result.
    // throws PlanException: The text is no fill, or not one for the column's type.
    public static Fill Bind(string text, Column column)
    {
        foreach (FillDefinition definition in All)
        {
            if (definition.Bind(text, column) is { } fill)
            {
                return fill;
            }
        }

        string hint = NearestName.Hint(text, All.Select(d => d.Name), $"there is {string.Join(", ", All.Select(d => d.Name))}");
        throw new PlanException($"'{text}' does not fill '{column.Name}', which is {column.Type}; {hint}");
    }
}
