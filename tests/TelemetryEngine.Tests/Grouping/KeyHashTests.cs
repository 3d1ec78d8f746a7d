using TelemetryEngine.Columns;
using TelemetryEngine.Grouping;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Tests.Grouping;

public sealed class KeyHashTests
{
    [Fact]
    public void Equal_keys_have_equal_hashes_whatever_their_codes()
    {
        TextDictionary other = new();
        other.GetOrAdd("z"u8);
        string[] texts = ["", "a", "a longer text than eight bytes", "a longer text than eight byteS"];
        ulong[] hashes = Hashes(BatchBuilder.MakeVector(new ColumnType(ColumnKind.Utf8), [.. texts, null]));
        Assert.Equal(hashes, Hashes(BatchBuilder.MakeVector(new ColumnType(ColumnKind.Utf8), [.. texts, null], other)));
        Assert.Equal(5, hashes.Distinct().Count());

        hashes = Hashes(BatchBuilder.MakeVector(
            new ColumnType(ColumnKind.Float64), [0.0, -0.0, double.NaN, BitConverter.Int64BitsToDouble(-1), null, null, 1.0]));
        Assert.Equal((hashes[0], hashes[2], hashes[4]), (hashes[1], hashes[3], hashes[5]));
        Assert.Equal(4, hashes.Distinct().Count());

        hashes = Hashes(BatchBuilder.MakeVector(new ColumnType(ColumnKind.Bool), [false, true, null]));
        Assert.Equal(3, hashes.Distinct().Count());
    }

    [Fact]
    public void The_highest_bits_part_keys_evenly()
    {
        object?[] numbers = [.. Enumerable.Range(0, 64_000).Select(i => (object)(long)i)];
        object?[] texts = [.. Enumerable.Range(0, 64_000).Select(i => $"device-{i:000000}")];
        foreach (ulong[] hashes in new[]
        {
            Hashes(BatchBuilder.MakeVector(new ColumnType(ColumnKind.Int64), numbers)),
            Hashes(BatchBuilder.MakeVector(new ColumnType(ColumnKind.Utf8), texts)),
        })
        {
            int[] counts = [.. hashes.CountBy(h => h >> 58).Select(c => c.Value)];
            Assert.Equal(64, counts.Length);
            Assert.All(counts, c => Assert.InRange(c, 800, 1200));
        }
    }

    private static ulong[] Hashes(ColumnVector column)
    {
        ulong[] hashes = new ulong[column.Layout == VectorLayout.Codes ? column.Codes.Length : column.Layout == VectorLayout.Bits ? 3 : column.Int64s.Length];
        KeyHash.Mix(column, hashes);
        column.Dispose();
        return hashes;
    }
}
