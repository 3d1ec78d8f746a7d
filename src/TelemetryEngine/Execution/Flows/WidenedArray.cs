using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution.Flows;

// Arrays in a wider type of the same kind, in which each value stays what it is.
internal static class WidenedArray
{
    // The most digits of which a float64 has all, as a whole number.
    private const long LargestWhole = 1L << 53;

    // field: The column with the type that is wanted.
    // before: The rows before the array, for errors.
    // throws RunException: A value is beyond the type.
    public static IArrowArray Of(IArrowArray array, Field field, long before)
    {
        IArrowType type = field.DataType;
        if (ArrowNames.AreSame(array.Data.DataType, type))
        {
            return array;
        }

        using ArrowVectors view = new(new Column(field.Name, ArrowTypes.ToColumn(array.Data.DataType)));
        view.Show(array, copy: true);
        ColumnVector vector = view.Vector;
        if (type is DoubleType && vector.Type.IsInteger)
        {
            CheckWhole(vector, array.Length, field.Name, before);
        }
        else if (type is TimestampType time)
        {
            Refine(vector, array.Length, time.Unit, field.Name, before);
        }

        return new VectorArrays().ToArrow(vector, type, array.Length);
    }

    private static void CheckWhole(ColumnVector vector, int rows, string name, long before)
    {
        for (int row = 0; row < rows; row++)
        {
            if (vector.Int64s[row] is > LargestWhole or < -LargestWhole && !vector.IsNull(row))
            {
                throw new RunException(
                    $"row {before + row + 1} of an input of a union: {vector.Int64s[row]} in column '{name}' has more digits than a float64, which the column has in the other input");
            }
        }
    }

    private static void Refine(ColumnVector vector, int rows, TimeUnit unit, string name, long before)
    {
        long factor = unit.TicksPerSecond() / vector.Type.Unit.TicksPerSecond();
        Span<long> instants = vector.Int64s[..rows];
        for (int row = 0; row < rows && factor > 1; row++)
        {
            if (vector.IsNull(row))
            {
                continue;
            }

            Int128 fine = (Int128)instants[row] * factor;
            instants[row] = fine >= long.MinValue && fine <= long.MaxValue
                ? (long)fine
                : throw new RunException(
                    $"row {before + row + 1} of an input of a union: a time in column '{name}' is beyond what {unit} can count, which the other input does");
        }
    }
}
