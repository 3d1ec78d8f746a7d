using System.Numerics;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Bits;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Expressions;

// Null in, null out: the validity of results.
internal static class Nulls
{
    // The result is null where the operand is; the values there become 0.
    public static void Copy(ColumnVector from, ColumnVector result, int rows)
    {
        if (from.HasNulls)
        {
            from.Validity[..Bitmaps.ByteCount(rows)].CopyTo(result.PrepareValidity(rows));
            result.SetNullCount(from.NullCount);
            ZeroValues(result, rows);
        }
    }

    // The result is null where one of the operands is; the values there become 0.
    public static void Intersect(ColumnVector a, ColumnVector b, ColumnVector result, int rows)
    {
        if (!a.HasNulls || !b.HasNulls)
        {
            Copy(a.HasNulls ? a : b, result, rows);
            return;
        }

        Span<byte> validity = result.PrepareValidity(rows);
        int bytes = Bitmaps.ByteCount(rows);
        Bitmaps.And(a.Validity[..bytes], b.Validity[..bytes], validity[..bytes]);
        Finish(result, rows);
    }

    // Counts the nulls of a validity that was filled by hand, and makes the values there 0.
    public static void Finish(ColumnVector result, int rows)
    {
        result.SetNullCount(rows - Bitmaps.CountOnes(result.Validity, rows));
        if (result.HasNulls)
        {
            ZeroValues(result, rows);
        }
    }

    public static bool IsSet(ReadOnlySpan<byte> bits, int row) => (bits[row >> 3] & (1 << (row & 7))) != 0;

    private static void ZeroValues(ColumnVector result, int rows)
    {
        ReadOnlySpan<byte> validity = result.Validity[..Bitmaps.ByteCount(rows)];
        if (result.Layout == VectorLayout.Bits)
        {
            Span<byte> bits = result.Bits[..validity.Length];
            Bitmaps.And(bits, validity, bits);
            return;
        }

        for (int i = 0; i < validity.Length; i++)
        {
            for (uint missing = (byte)~validity[i]; missing != 0; missing &= missing - 1)
            {
                int row = (i * 8) + BitOperations.TrailingZeroCount(missing);
                if (row < rows)
                {
                    Zero(result, row);
                }
            }
        }
    }

    private static void Zero(ColumnVector result, int row)
    {
        if (result.Layout == VectorLayout.Codes)
        {
            result.Codes[row] = 0;
        }
        else
        {
            result.Int64s[row] = 0;
        }
    }
}
