using System.Buffers.Binary;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Arithmetic;
using TelemetryEngine.Kernels.Lookup;

namespace TelemetryEngine.Grouping;

// Hashes of key values, by which groups are parted: equal for equal keys whatever codes they have in a worker. As for KeyEncoder, −0 is 0,
// all NaNs are one value, and null is a value of its own. Not the hash of any table, so that what is parted by it still fills tables
// evenly. The same for as long as the process lives.
internal static class KeyHash
{
    private const ulong Null = 0xD6E8FEB86659FD93UL;

    private static readonly HashKey Key = HashKey.Draw();

    // Takes one more key column into the hash of each row.
    // column: The key column; not VectorLayout.Scaled, as decimals are keyed by their float64.
    // hashes: A hash for each row; 0 before the first column.
    public static void Mix(ColumnVector column, Span<ulong> hashes)
    {
        for (int row = 0; row < hashes.Length; row++)
        {
            hashes[row] = Mix(hashes[row], column.IsNull(row) ? Null : Of(column, row));
        }
    }

    // Takes one more number into a hash, as a column of int64 does.
    public static ulong Mix(ulong hash, long value) => Mix(hash, (ulong)value);

    private static ulong Of(ColumnVector column, int row) => column.Layout switch
    {
        VectorLayout.Bits => (ulong)(column.Bits[row >> 3] >> (row & 7)) & 1,
        VectorLayout.Double => BitConverter.DoubleToUInt64Bits(CanonicalDoubles.Of(column.Doubles[row])),
        VectorLayout.Codes => Of(column.Dictionary![column.Codes[row]]),
        _ => (ulong)column.Int64s[row],
    };

    private static ulong Of(ReadOnlySpan<byte> text)
    {
        ulong hash = (ulong)text.Length;
        while (text.Length >= sizeof(ulong))
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(text));
            text = text[sizeof(ulong)..];
        }

        ulong rest = 0;
        for (int i = 0; i < text.Length; i++)
        {
            rest |= (ulong)text[i] << (i * 8);
        }

        return Mix(hash, rest);
    }

    // every bit of both has to reach the highest ones, which part the groups
    private static ulong Mix(ulong hash, ulong value)
    {
        ulong x = Key.Fold(hash, value);
        x = (x ^ (x >> 32)) * 0x9FB21C651E98DF25UL;
        return x ^ (x >> 29);
    }
}
