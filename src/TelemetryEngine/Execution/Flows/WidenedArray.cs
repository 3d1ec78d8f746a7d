using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Memory;

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
        switch (type)
        {
            case DoubleType:
                for (int row = 0; vector.Type.IsInteger && row < array.Length; row++)
                {
                    if (vector.Int64s[row] is > LargestWhole or < -LargestWhole && !vector.IsNull(row))
                    {
                        throw new RunException(
                            $"row {before + row + 1} of an input of a union: {vector.Int64s[row]} in column '{field.Name}' has more digits than a float64, which the column has in the other input");
                    }
                }

                return vector.Type.IsInteger ? Doubles(vector, array.Length) : new VectorArrays().ToArrow(vector, type, array.Length);
            case TimestampType time:
                Refine(vector, array.Length, time.Unit, field.Name, before);
                return new VectorArrays().ToArrow(vector, type, array.Length);
            default:
                return new VectorArrays().ToArrow(vector, type, array.Length);
        }
    }

    private static IArrowArray Doubles(ColumnVector vector, int rows)
    {
        Memory<byte> memory = PinnedMemory.Allocate(rows * sizeof(double));
        new ColumnViews().Doubles(vector, rows).CopyTo(MemoryMarshal.Cast<byte, double>(memory.Span));
        ArrowBuffer validity = vector.HasNulls ? ArrowArrays.CopyOf<byte>(vector.Validity[..((rows + 7) / 8)]) : ArrowBuffer.Empty;
        return ArrowArrays.Make(DoubleType.Default, rows, vector.NullCount, validity, new ArrowBuffer(memory));
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
