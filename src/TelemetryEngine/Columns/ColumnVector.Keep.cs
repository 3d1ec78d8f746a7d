using TelemetryEngine.Kernels.Bits;

namespace TelemetryEngine.Columns;

// <content>The rows that a bitmap keeps.</content>
internal sealed partial class ColumnVector
{
    // Lets go of rows; those that are kept move together in their order. Not for VectorLayout.Bytes, unless they are those of another
    // vector.
    // keep: One bit a row, 1 = kept.
    // from: A vector of this type whose rows are taken in place of this one's, and which stays as it is; null = this one.
    public void Keep(ReadOnlySpan<byte> keep, int rows, ColumnVector? from = null)
    {
        if (from is not null)
        {
            CopyRows(from, rows);
        }

        int kept = Layout switch
        {
            VectorLayout.Bits => Compact.Bits(Bits, keep, rows),
            VectorLayout.Codes => Compact.Int32(Codes, keep, rows),
            VectorLayout.Bytes => CopyBytes(from!, keep, rows),
            _ => Compact.Int64(Int64s, keep, rows),
        };
        if (HasNulls)
        {
            Compact.Bits(Validity, keep, rows);
            NullCount = kept - Bitmaps.CountOnes(Validity, kept);
        }

        int wide = 0;
        for (int i = 0; i < Wide.Count; i++)
        {
            if (IsKept(keep, Wide[i].Row))
            {
                Wide[wide++] = Wide[i] with { Row = Bitmaps.CountOnes(keep, Wide[i].Row) };
            }
        }

        Wide.RemoveRange(wide, Wide.Count - wide);
    }

    private static bool IsKept(ReadOnlySpan<byte> keep, int row) => (keep[row >> 3] & (1 << (row & 7))) != 0;

    // Everything of another vector's first rows but the bytes.
    private void CopyRows(ColumnVector from, int rows)
    {
        Reset(rows);
        Dictionary = from.Dictionary;
        Wide.AddRange(from.Wide);
        NullCount = from.NullCount;
        if (HasNulls)
        {
            from.Validity[..Bitmaps.ByteCount(rows)].CopyTo(PrepareValidity(rows));
        }

        if (Layout != VectorLayout.Bytes)
        {
            int bytes = Layout == VectorLayout.Bits ? Bitmaps.ByteCount(rows) : (int)BytesOf(Layout, rows);
            from._values.Span[..bytes].CopyTo(_values.Span);
        }
    }

    private int CopyBytes(ColumnVector from, ReadOnlySpan<byte> keep, int rows)
    {
        int kept = 0;
        for (int row = 0; row < rows; row++)
        {
            if (IsKept(keep, row))
            {
                ReadOnlySpan<byte> bytes = from.BytesOf(row);
                bytes.CopyTo(AddBytes(kept++, bytes.Length));
            }
        }

        return kept;
    }
}
