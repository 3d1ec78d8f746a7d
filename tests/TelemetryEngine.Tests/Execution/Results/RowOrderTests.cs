using System.Globalization;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Execution.Results;

/// <summary>Rows that are not aggregated come in the order of the input, whatever the threads that read them.</summary>
public sealed class RowOrderTests
{
    private const int Rows = 3000;

    private static readonly RunOptions[] Settings =
    [
        new() { Threads = 2, MorselBytes = 200, BatchRows = 3 },
        new() { Threads = 7, MorselBytes = 50 },
        new() { Threads = 3, MorselBytes = 5000, BatchRows = 64 },
    ];

    [Fact]
    public void Rows_come_in_the_order_of_the_input()
    {
        using TemporaryFile first = new(Text(0, Rows));
        using TemporaryFile second = new(Text(Rows, Rows));
        Pipeline ask = Telemetry.ReadCsv(first.Path, second.Path).Where("x % 3 <> 1").Derive("y", "x * 2");
        List<string> expected = [.. Enumerable.Range(0, 2 * Rows).Where(static x => x % 3 != 1)
            .Select(static x => $"{Note(x)}|{x}|{2 * x}")];
        foreach (RunOptions options in Settings)
        {
            Table table = ask.With(options).ToTable();
            Assert.Equal(expected, TableText.Rows(table));
            Assert.Equal(2 * Rows, table.Summary.RowsRead);
            Assert.Equal(Rows / 3 * 2, table.Summary.RowsFiltered);
        }
    }

    /// <summary>Readers of batches go on with their own, or help another: what each has comes in order all the same.</summary>
    [Fact]
    public void Rows_of_batches_come_in_their_order()
    {
        Random random = new(3);
        for (int round = 0; round < 20; round++)
        {
            List<RecordBatch> batches = [];
            Schema schema = new([new Field("x", Int64Type.Default, nullable: false)], null);
            int rows = 0;
            for (int i = 0; i < 12; i++)
            {
                int length = random.Next(0, i == 5 ? 900 : 60);
                batches.Add(new RecordBatch(schema, [new Int64Array.Builder().AppendRange(Enumerable.Range(rows, length).Select(static x => (long)x)).Build()], length));
                rows += length;
            }

            foreach (RunOptions options in Settings)
            {
                Assert.Equal(
                    Enumerable.Range(0, rows).Where(static x => x % 5 != 0).Select(static x => $"{x}"),
                    TableText.Rows(Telemetry.From(batches).Where("x % 5 <> 0").With(options).ToTable()));
            }
        }
    }

    /// <summary>All rows before the one that ends the run come out, and it is the first of several.</summary>
    [Fact]
    public void Rows_before_the_one_that_ends_the_run_come_out()
    {
        StringBuilder text = new(Text(0, Rows));
        text.Append("bad,x1\n").Append(Text(Rows, Rows)[5..]).Append("bad,x2\n");
        using TemporaryFile file = new(text.ToString());
        Pipeline ask = Telemetry.ReadCsv(file.Path).Schema(("x", "int64")).OnError(ErrorPolicy.Fail);
        string? message = null;
        foreach (RunOptions options in (RunOptions[])[new() { Threads = 1 }, .. Settings])
        {
            List<string> came = [];
            InputException failure = Assert.Throws<InputException>(() =>
            {
                foreach (RecordBatch batch in ask.With(options).ToBatches())
                {
                    came.AddRange(TableText.Rows(batch));
                }
            });
            message ??= failure.Message;
            Assert.Equal(message, failure.Message);
            Assert.Contains("x1", failure.Message, StringComparison.Ordinal);
            Assert.Equal(Enumerable.Range(0, Rows).Select(static x => $"{Note(x)}|{x}"), came);
        }
    }

    /// <summary>A limit counts what came out, whatever was read ahead.</summary>
    [Fact]
    public void A_limit_counts_the_same_for_any_threads()
    {
        using TemporaryFile file = new(Text(0, Rows));
        foreach (Pipeline ask in (Pipeline[])
            [
                Telemetry.ReadCsv(file.Path).Where("x > 10").Limit(100),
                Telemetry.ReadCsv(file.Path).Where("x > 10").Dedup("first", "x").Limit(100),
                Telemetry.ReadCsv(file.Path).Where("x > 10").Limit(90, 10),
            ])
        {
            RunSummary expected = ask.With(new RunOptions { Threads = 1, BatchRows = 3, MorselBytes = 100 }).ToTable().Summary;
            RunSummary found = ask.With(new RunOptions { Threads = 7, BatchRows = 3, MorselBytes = 100 }).ToTable().Summary;
            Assert.Equal((expected.RowsRead, expected.RowsFiltered, expected.ResultRows), (found.RowsRead, found.RowsFiltered, found.ResultRows));
        }
    }

    /// <summary>Who takes a few batches and goes leaves no thread behind that reads on.</summary>
    [Fact]
    public void Who_goes_early_ends_the_reading()
    {
        using TemporaryFile file = new(Text(0, Rows));
        for (int round = 0; round < 20; round++)
        {
            RecordBatch first = Telemetry.ReadCsv(file.Path).With(Settings[round % 3]).ToBatches().First();
            Assert.Equal($"{Note(0)}|0", TableText.Rows(first).First());
        }
    }

    private static string Text(int from, int rows) => "note,x\n" + string.Concat(
        Enumerable.Range(from, rows).Select(static x => string.Create(CultureInfo.InvariantCulture, $"\"{Note(x)}\",{x}\n")));

    private static string Note(int x) => string.Create(CultureInfo.InvariantCulture, $"{(x % 7 == 0 ? "a, b" : "c")}{x}");
}
