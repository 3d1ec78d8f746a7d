using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>A value of one of the three forms that loops read, in a column.</summary>
internal static class SavedValue
{
    public static void Save<TValue>(TValue value, int row, Vector column)
    {
        switch (value)
        {
            case long number: column.Int64s[row] = number; break;
            case double number: column.Doubles[row] = number; break;
            case Text text: SavedText.Save(text, row, column); break;
            default: throw new ArgumentException($"a state holds no {typeof(TValue)}", nameof(value));
        }
    }

    public static TValue Load<TValue>(int row, Vector column)
    {
        object value = typeof(TValue) == typeof(long) ? column.Int64s[row]
            : typeof(TValue) == typeof(double) ? column.Doubles[row]
            : SavedText.Load(row, column);
        return (TValue)value;
    }
}
