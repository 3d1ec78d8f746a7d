using System.Buffers.Binary;
using System.Numerics;
using Apache.Arrow.Arrays;

namespace TelemetryEngine.Columns;

// Copies Arrow's decimals to a vector, exactly: as int64 where they fit at the column's scale, else as wide values.
internal static class ArrowDecimals
{
    public static void Copy(FixedSizeBinaryArray array, ColumnVector vector)
    {
        vector.Reset(array.Length);
        int scale = ArrowTypes.ScaleOf(array.Data.DataType)!.Value;
        bool isFast = scale == vector.Type.Scale;
        Span<long> target = vector.Int64s;
        for (int row = 0; row < array.Length; row++)
        {
            target[row] = 0;
            if (array.NullCount != 0 && array.IsNull(row))
            {
                vector.SetNull(row, array.Length);
            }
            else if (isFast && FitsInt64(array, row, out long mantissa))
            {
                target[row] = mantissa;
            }
            else
            {
                vector.Wide.Add(new WideValue(row, new BigInteger(array.GetBytes(row)), scale));
            }
        }
    }

    private static bool FitsInt64(FixedSizeBinaryArray array, int row, out long mantissa)
    {
        ReadOnlySpan<byte> bytes = array.GetBytes(row);
        switch (bytes.Length)
        {
            case sizeof(int):
                mantissa = BinaryPrimitives.ReadInt32LittleEndian(bytes);
                return true;
            case sizeof(long):
                mantissa = BinaryPrimitives.ReadInt64LittleEndian(bytes);
                return true;
            case 2 * sizeof(long):
                Int128 wide = BinaryPrimitives.ReadInt128LittleEndian(bytes);
                mantissa = (long)wide;
                return mantissa == wide;
            default:
                BigInteger widest = new(bytes);
                bool fits = widest >= long.MinValue && widest <= long.MaxValue;
                mantissa = fits ? (long)widest : 0;
                return fits;
        }
    }
}
