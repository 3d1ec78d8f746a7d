using TelemetryEngine.Columns;

namespace TelemetryEngine.Fills;

// Takes the value of the latest window before that has one; before the first there is none.
internal sealed class PreviousFill : Fill
{
    private static readonly PreviousFill Instance = new();

    public override bool LooksAround => true;

    public static Fill? Bind(string text, Column column) => text == "previous" ? Instance : null;

    public override void Apply(FillColumn column)
    {
        ColumnVector values = column.Values;
        for (int row = 0; row < column.Previous.Length; row++)
        {
            int previous = column.Previous[row];
            if (previous >= 0 && values.IsNull(row) && !values.IsNull(previous))
            {
                values.CopyValue(previous, row);
            }
        }
    }
}
