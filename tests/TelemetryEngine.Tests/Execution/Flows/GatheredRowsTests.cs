using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Execution.Flows;

namespace TelemetryEngine.Tests.Execution.Flows;

public sealed class GatheredRowsTests
{
    private static readonly Schema Columns = new(
        [
            new Field("i8", Int8Type.Default, true), new Field("i16", Int16Type.Default, true), new Field("i32", Int32Type.Default, true),
            new Field("f64", DoubleType.Default, true), new Field("bool", BooleanType.Default, true),
            new Field("text", StringType.Default, true), new Field("large", LargeStringType.Default, true),
        ],
        null);

    /// <summary>Batches of every size, with and without nulls, sliced ones too: taken in any order, by several threads.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(1000, 7)]
    public void Rows_are_taken_in_any_order(int mostRows, int threads)
    {
        Random random = new(7);
        GatheredRows rows = new(Columns);
        List<string> expected = [];
        for (int i = 0; i < 40; i++)
        {
            RecordBatch batch = Batch(random, random.Next(0, 30), hasNulls: i % 3 == 2);
            batch = batch.Length > 4 ? batch.Slice(1, batch.Length - 3) : batch;
            rows.Add(batch);
            expected.AddRange(TableText.Rows(batch));
        }

        int[] places = [.. Enumerable.Range(0, 500).Select(_ => random.Next(rows.Count))];
        List<RecordBatch> taken = [.. rows.Take(places, mostRows, threads, CancellationToken.None)];

        Assert.Equal(places.Select(place => expected[place]), taken.SelectMany(TableText.Rows));
        Assert.All(taken, batch => Assert.InRange(batch.Length, 1, mostRows));
        Assert.InRange(rows.Bytes, rows.Count * 15L, 1 << 20);
    }

    /// <summary>Beyond one chunk of values.</summary>
    [Fact]
    public void Many_values_are_held()
    {
        const int Count = (1 << 20) + 5000;
        Chunks<int> chunks = new();
        for (int value = 0; value < Count; value += 1000)
        {
            chunks.Add([.. Enumerable.Range(value, Math.Min(1000, Count - value))]);
        }

        chunks.Add(-1, 3);
        Assert.Equal(Count + 3, chunks.Count);
        int[] places = [0, 1, 255, 256, (1 << 20) - 1, 1 << 20, Count - 1, Count, Count + 2];
        int[] values = new int[places.Length];
        chunks.Take(places, values);
        Assert.Equal([0, 1, 255, 256, (1 << 20) - 1, 1 << 20, Count - 1, -1, -1], values);
        Assert.InRange(chunks.Bytes, 4L * Count, 16L * Count);
    }

    private static RecordBatch Batch(Random random, int rows, bool hasNulls)
    {
        Int8Array.Builder i8 = new();
        Int16Array.Builder i16 = new();
        Int32Array.Builder i32 = new();
        DoubleArray.Builder f64 = new();
        BooleanArray.Builder bools = new();
        StringArray.Builder texts = new();
        LargeStringArray.Builder large = new();
        for (int row = 0; row < rows; row++)
        {
            bool Null() => hasNulls && random.Next(3) == 0;
            _ = Null() ? i8.AppendNull() : i8.Append((sbyte)random.Next(-128, 128));
            _ = Null() ? i16.AppendNull() : i16.Append((short)random.Next());
            _ = Null() ? i32.AppendNull() : i32.Append(random.Next());
            _ = Null() ? f64.AppendNull() : f64.Append(random.NextDouble());
            _ = Null() ? bools.AppendNull() : bools.Append(random.Next(2) == 0);
            _ = Null() ? texts.AppendNull() : texts.Append(new string('x', random.Next(20)) + random.Next(5));
            _ = Null() ? large.AppendNull() : large.Append(new string('y', random.Next(20)) + random.Next(5));
        }

        return new RecordBatch(
            Columns, [i8.Build(), i16.Build(), i32.Build(), f64.Build(), bools.Build(), texts.Build(), large.Build()], rows);
    }
}
