using Apache.Arrow;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Columns;

// Shows Arrow's bytes as a vector.
internal static class ArrowBytes
{
    // Shows bytes where they lie, for as long as the array's memory lives. A null row has what its offsets say.
    // name: The column's name, for the message.
    // throws InputException: An offset lies before the one before it, or behind the bytes.
    public static void Show(LargeBinaryArray array, ColumnVector vector, string name)
    {
        vector.Reset(array.Length);
        Span<long> starts = vector.Int64s;
        ReadOnlySpan<long> offsets = ArrowArrays.OffsetsOf(array);
        ReadOnlyMemory<byte> data = array.ValueBuffer.Memory;
        long least = 0;
        for (int row = 0; row < starts.Length; row++)
        {
            if (offsets[row] < least || offsets[row] > data.Length)
            {
                throw new InputException($"column '{name}': the offset {offsets[row]} of row {row} is not from {least} to {data.Length}",
                    column: name);
            }

            starts[row] = least = offsets[row];
        }

        vector.ShowBytes(data);
    }
}
