using System.Numerics;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Bits;
using Vector = TelemetryEngine.Columns.Vector;

namespace TelemetryEngine.Expressions;

/// <summary>Null in, null out: the validity of results.</summary>
internal static class Nulls
{
    /// <summary>The result is null where the operand is; the values there become 0.</summary>
    public static void Copy(Vector from, Vector result, int rows)
    {
        if (from.HasNulls)
        {
            from.Validity[..Bitmaps.ByteCount(rows)].CopyTo(result.PrepareValidity(rows));
            result.SetNullCount(from.NullCount);
            ZeroValues(result, rows);
        }
    }

    /// <summary>The result is null where one of the operands is; the values there become 0.</summary>
    public static void Intersect(Vector a, Vector b, Vector result, int rows)
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

    /// <summary>Counts the nulls of a validity that was filled by hand, and makes the values there 0.</summary>
    public static void Finish(Vector result, int rows)
    {
        result.SetNullCount(rows - Bitmaps.CountOnes(result.Validity, rows));
        if (result.HasNulls)
        {
            ZeroValues(result, rows);
        }
    }

    public static bool IsSet(ReadOnlySpan<byte> bits, int row) => (bits[row >> 3] & (1 << (row & 7))) != 0;

    private static void ZeroValues(Vector result, int rows)
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

    private static void Zero(Vector result, int row)
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
