using TelemetryEngine.Columns;

namespace TelemetryEngine.Tests.Columns;

/// <summary>Rows that a bitmap keeps, in place and of another vector.</summary>
public sealed class ColumnVectorKeepTests
{
    private const int Rows = 203;

    [Theory]
    [InlineData(ColumnKind.Bool)]
    [InlineData(ColumnKind.Int64)]
    [InlineData(ColumnKind.Decimal)]
    [InlineData(ColumnKind.Dictionary)]
    [InlineData(ColumnKind.Bytes)]
    public void Kept_rows_stand_in_their_order(object kind)
    {
        Random random = new(7);
        ColumnType type = new((ColumnKind)kind);
        using ColumnVector from = Filled(type, random);
        byte[] keep = new byte[(Rows + 63) / 64 * 8];
        random.NextBytes(keep);
        string[] expected = [.. Enumerable.Range(0, Rows).Where(row => (keep[row >> 3] & (1 << (row & 7))) != 0).Select(row => Shown(from, row))];
        using ColumnVector into = new(type);
        into.Keep(keep, Rows, from);
        Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(row => Shown(into, row)));
        Assert.Equal(expected.Count(static text => text == "null"), into.NullCount);
        if (type.Layout != VectorLayout.Bytes)
        {
            from.Keep(keep, Rows);
            Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(row => Shown(from, row)));
        }
    }

    private static ColumnVector Filled(ColumnType type, Random random)
    {
        ColumnVector vector = new(type);
        vector.Reset(Rows);
        for (int row = 0; row < Rows; row++)
        {
            switch (type.Layout)
            {
                case VectorLayout.Bits:
                    vector.Bits[row >> 3] = (byte)random.Next(256);
                    break;
                case VectorLayout.Codes:
                    vector.Codes[row] = random.Next();
                    break;
                case VectorLayout.Bytes:
                    random.NextBytes(vector.AddBytes(row, random.Next(5)));
                    break;
                default:
                    vector.Int64s[row] = random.NextInt64();
                    break;
            }
        }

        for (int row = 0; row < Rows && type.Layout != VectorLayout.Bytes; row += 1 + random.Next(5))
        {
            vector.SetNull(row, Rows);
        }

        for (int row = 0; row < Rows && type.Layout == VectorLayout.Scaled; row++)
        {
            if (!vector.IsNull(row) && random.Next(4) == 0)
            {
                vector.Int64s[row] = 0;
                vector.Wide.Add(new WideValue(row, System.Numerics.BigInteger.Pow(10, 20) + row, 0));
            }
        }

        return vector;
    }

    private static string Shown(ColumnVector vector, int row) => vector.IsNull(row) ? "null" : vector.Layout switch
    {
        VectorLayout.Bits => $"{(vector.Bits[row >> 3] >> (row & 7)) & 1}",
        VectorLayout.Codes => $"{vector.Codes[row]}",
        VectorLayout.Bytes => Convert.ToHexString(vector.BytesOf(row)),
        _ => $"{vector.Int64s[row]} {vector.Wide.Find(wide => wide.Row == row)?.Mantissa}",
    };
}
