namespace TelemetryEngine.Fills;

// Leaves nulls: only the rows are added.
internal sealed class NullFill : Fill
{
    private static readonly NullFill Instance = new();

    public static Fill? Bind(string text, Column column) => text == "null" ? Instance : null;

    public override void Apply(FillColumn column)
    {
        // a null is what it should be
    }
}
