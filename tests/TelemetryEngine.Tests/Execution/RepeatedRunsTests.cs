using Apache.Arrow;
using Apache.Arrow.Types;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution;

/// <summary>Runs one after the other, whose states are large enough to use the same memory: none sees anything of another.</summary>
public sealed class RepeatedRunsTests
{
    private const int Keys = 300_000;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void EachHasItsOwnResultAndKeepsIt(int threads)
    {
        RunOptions options = new() { Threads = threads };
        Table[] tables = [.. Enumerable.Range(0, 4).Select(run => Ask(run).With(options).ToTable())];
        Assert.All(tables, Check);
    }

    /// <summary>A result that is disposed makes room for others, and for none that somebody still has.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ADisposedResultMakesRoomForTheNext(int threads)
    {
        RunOptions options = new() { Threads = threads };
        using Table kept = Ask(0).With(options).ToTable();
        for (int run = 1; run < 5; run++)
        {
            using Table table = Ask(run).With(options).ToTable();
            Check(table, run);
            table.Dispose();
        }

        Check(kept, 0);
    }

    private static void Check(Table table, int run)
    {
        Assert.Equal(Keys, table.RowCount);
        int row = 0;
        foreach (RecordBatch batch in table.Batches)
        {
            var keys = (Int64Array)batch.Column(0);
            var counts = (Int64Array)batch.Column("count_x");
            var sums = (Int64Array)batch.Column("sum_x");
            var halves = (DoubleArray)batch.Column("avg_y");
            var least = (DoubleArray)batch.Column("min_y");
            for (int i = 0; i < batch.Length; i++, row++)
            {
                long value = Value(run, row);
                Assert.Equal((row, 2, (2 * value) + 1), ((int)keys.Values[i], (int)counts.Values[i], sums.Values[i]));
                Assert.Equal(((value / 4.0) + 0.125, value / 4.0), (halves.Values[i], least.Values[i]));
            }
        }
    }

    private static long Value(int run, int key) => (key * 7919L) + (run * 1_000_003L);

    private static Pipeline Ask(int run)
    {
        Schema schema = new([new Field("key", Int64Type.Default, nullable: true), new Field("x", Int64Type.Default, nullable: true), new Field("y", DoubleType.Default, nullable: true)], null);
        List<RecordBatch> batches = [];
        for (int first = 0; first < Keys; first += 100_000)
        {
            Int64Array.Builder keys = new();
            Int64Array.Builder xs = new();
            DoubleArray.Builder ys = new();
            for (int i = 0; i < 200_000; i++)
            {
                // two readings of each key, far apart
                int key = first + (i * 3 % 100_000);
                long x = Value(run, key) + (i / 100_000);
                keys.Append(key);
                xs.Append(x);
                ys.Append(x / 4.0);
            }

            batches.Add(new RecordBatch(schema, [keys.Build(), xs.Build(), ys.Build()], 200_000));
        }

        return Telemetry.From(batches).GroupBy("key").Aggregate(Count("x"), Sum("x"), Avg("y"), Min("y"));
    }
}
