using Apache.Arrow.Types;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution.Joins;

// The keys of one input in the type of the other's: what is equal in value is equal there, and what the type does not have is null, which
// is equal to nothing.
internal static class KeyConversion
{
    private const double Beyond = 9223372036854775808.0;

    // Whether values of two types can be equal.
    public static bool AreComparable(ColumnType left, ColumnType right) =>
        (left.IsText && right.IsText) || (left.IsNumeric && right.IsNumeric)
            || (left.Kind == right.Kind && left.Kind is ColumnKind.Bool or ColumnKind.Timestamp);

    public static bool IsNeeded(ColumnType from, ColumnType to) =>
        from.Layout != to.Layout || from.Layout == VectorLayout.Scaled || (from.Kind == ColumnKind.Timestamp && from.Unit != to.Unit);

    // doubles: Gives the column as float64.
    public static void Convert(ColumnVector from, ColumnViews doubles, int rows, ColumnVector into)
    {
        into.Reset(rows);
        if (into.Layout == VectorLayout.Double)
        {
            doubles.Doubles(from, rows).CopyTo(into.Doubles);
        }

        for (int row = 0; row < rows; row++)
        {
            if (from.IsNull(row) || !Take(from, doubles, row, rows, into))
            {
                into.SetNull(row, rows);
            }
        }
    }

    private static bool Take(ColumnVector from, ColumnViews doubles, int row, int rows, ColumnVector into)
    {
        if (into.Layout == VectorLayout.Double)
        {
            // the nearest float64 of a large integer may be another number
            return from.Layout != VectorLayout.Int64
                || (into.Doubles[row] < Beyond && (long)into.Doubles[row] == from.Int64s[row]);
        }

        if (from.Layout == VectorLayout.Int64)
        {
            return Rescale(from.Int64s[row], from.Type.Unit, into.Type.Unit, out into.Int64s[row]);
        }

        double value = doubles.Doubles(from, rows)[row];
        into.Int64s[row] = value is >= -Beyond and < Beyond ? (long)value : 0;
        return value is >= -Beyond and < Beyond && into.Int64s[row] == value;
    }

    private static bool Rescale(long instant, TimeUnit from, TimeUnit to, out long rescaled)
    {
        long finer = to.TicksPerSecond() / from.TicksPerSecond();
        if (finer > 0)
        {
            Int128 exact = (Int128)instant * finer;
            rescaled = (long)exact;
            return exact == rescaled;
        }

        (rescaled, long rest) = Math.DivRem(instant, from.TicksPerSecond() / to.TicksPerSecond());
        return rest == 0;
    }
}
