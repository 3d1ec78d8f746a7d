using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

/// <summary>Writes results that are values of the input, as min, max, first and last are.</summary>
internal static class ResultValues
{
    /// <summary>The type of a value that leaves the engine: decimals as float64, dictionaries as text.</summary>
    public static ColumnType TypeOf(ColumnType input) => input.Kind switch
    {
        ColumnKind.Decimal => new ColumnType(ColumnKind.Float64),
        ColumnKind.Dictionary => new ColumnType(ColumnKind.Utf8),
        _ => input,
    };

    /// <summary>Writes each group's value, or null when its count is 0.</summary>
    public static void Write<TValue>(Component count, ReadOnlySpan<int> groups, Vector result, Func<int, TValue> value)
    {
        var counts = (ICount)count;
        for (int row = 0; row < groups.Length; row++)
        {
            if (counts.CountOf(groups[row]) == 0)
            {
                result.SetNull(row, groups.Length);
            }
            else
            {
                Set(result, row, value(groups[row]));
            }
        }
    }

    /// <summary>Writes each group's number, or null when its count is 0.</summary>
    public static void Write(Component count, ReadOnlySpan<int> groups, Vector result, Func<int, double> value)
    {
        var counts = (ICount)count;
        Span<double> numbers = result.Doubles;
        for (int row = 0; row < groups.Length; row++)
        {
            if (counts.CountOf(groups[row]) == 0)
            {
                result.SetNull(row, groups.Length);
            }
            else
            {
                numbers[row] = Canonical.Of(value(groups[row]));
            }
        }
    }

    /// <summary>Writes a number, or null.</summary>
    public static void Write(double? value, int row, int rows, Vector result)
    {
        if (value is { } number)
        {
            result.Doubles[row] = Canonical.Of(number);
        }
        else
        {
            result.SetNull(row, rows);
        }
    }

    /// <summary>Writes a value.</summary>
    public static void Set<TValue>(Vector result, int row, TValue value)
    {
        switch (value)
        {
            case double number:
                result.Doubles[row] = Canonical.Of(number);
                break;
            case long bit when result.Layout == VectorLayout.Bits:
                result.Bits[row >> 3] = (byte)((result.Bits[row >> 3] & ~(1 << (row & 7))) | ((int)bit << (row & 7)));
                break;
            default:
                SavedValue.Save(value, row, result);
                break;
        }
    }
}
