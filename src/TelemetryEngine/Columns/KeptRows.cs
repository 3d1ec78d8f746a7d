using TelemetryEngine.Kernels.Bits;

namespace TelemetryEngine.Columns;

/// <summary>Copies the rows of a vector that a bitmap keeps.</summary>
internal static class KeptRows
{
    /// <summary>Copies them into another vector, in their order.</summary>
    /// <param name="from">The vector; it stays as it is.</param>
    /// <param name="keep">One bit a row, 1 = kept.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="into">A vector of the same type.</param>
    public static void Copy(Vector from, ReadOnlySpan<byte> keep, int rows, Vector into)
    {
        into.Reset(rows);
        into.Dictionary = from.Dictionary;
        int bytes = Bitmaps.ByteCount(rows);
        if (from.HasNulls)
        {
            Span<byte> validity = into.PrepareValidity(rows);
            from.Validity[..bytes].CopyTo(validity);
            int kept = Compact.Bits(validity, keep, rows);
            into.SetNullCount(kept - Bitmaps.CountOnes(validity, kept));
        }

        switch (from.Layout)
        {
            case VectorLayout.Bits:
                from.Bits[..bytes].CopyTo(into.Bits);
                Compact.Bits(into.Bits, keep, rows);
                break;
            case VectorLayout.Codes:
                from.Codes[..rows].CopyTo(into.Codes);
                Compact.Int32(into.Codes, keep, rows);
                break;
            case VectorLayout.Bytes:
                CopyBytes(from, keep, rows, into);
                break;
            default:
                from.Int64s[..rows].CopyTo(into.Int64s);
                Compact.Int64(into.Int64s, keep, rows);
                break;
        }

        foreach (WideValue wide in from.Wide)
        {
            if ((keep[wide.Row >> 3] & (1 << (wide.Row & 7))) != 0)
            {
                into.Wide.Add(wide with { Row = Bitmaps.CountOnes(keep, wide.Row) });
            }
        }
    }

    private static void CopyBytes(Vector from, ReadOnlySpan<byte> keep, int rows, Vector into)
    {
        int kept = 0;
        for (int row = 0; row < rows; row++)
        {
            if ((keep[row >> 3] & (1 << (row & 7))) != 0)
            {
                ReadOnlySpan<byte> bytes = from.BytesOf(row);
                bytes.CopyTo(into.AddBytes(kept++, bytes.Length));
            }
        }
    }
}
