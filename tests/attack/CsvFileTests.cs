using System.Globalization;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Kernels;
using TelemetryEngine.Kernels.Csv;
using TelemetryEngine.Sources;
using TelemetryEngine.Testing;
using TelemetryEngine.Tests.Formats.Csv;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Attack;

/// <summary>Random tables (sparse, wide, ragged, blank lines, quotes, fields of one byte) × scanners × block sizes: no fault, and the sums and counts of a scalar reader.</summary>
public sealed class CsvFileTests
{
    private const int MostFields = 40_000;
    private const int UsualFields = 2_000;
    private const int UsualColumns = 40;

    private static readonly Implementation<StructuralScanner>[] Scanners = [.. StructuralScan.All.Where(static scanner => scanner.IsSupported)];

    [Fact]
    public void Sums_and_counts_are_the_scalar_readers() => Campaign.Run(1500, 100_000, static seed =>
    {
        Random random = new(seed);
        // a column costs a reader more than its fields do, so few files are wide
        TableShape shape = TableShape.Any(random, random.Next(12) == 0 ? MostFields : UsualFields, random.Next(20) == 0 ? TableShape.MostColumns : UsualColumns);
        byte[] text = shape.Text(random);
        TableTotals expected = ScalarReader.Read(text, shape.Columns);
        Column[] columns = [.. shape.Names.Select(static (name, i) => new Column(name, TypeOf(i)))];
        using TemporaryFile file = new();
        File.WriteAllBytes(file.Path, text);
        foreach (Implementation<StructuralScanner> scanner in Scanners)
        {
            CsvDialect options = new() { Schema = new ColumnSchema(columns), Scanner = scanner.Run, SkipLines = 0, SkipAfterHeader = 0, TrailingFields = 0 };
            using CsvSource source = CsvSource.Open([file.Path], options);
            foreach (int block in random.GetItems(Blocks(text.Length), 2))
            {
                SourceSettings settings = new() { MorselBytes = block, Threads = Math.Max(1, random.Next(-2, 4)), BatchRows = BatchRows(random), ExactBorders = random.Next(2) == 0 };
                Judge(expected, SourceTotals.Read(source, settings), $"{scanner.Name}, {settings}, {shape}");
            }
        }

        Implementation<StructuralScanner> ofPipe = Scanners[random.Next(Scanners.Length)];
        int step = text.Length < UsualFields ? random.Next(1, 80) : random.Next(1000, 70_000);
        using CsvSource pipe = CsvSource.Open(new BytewisePipe(text, step, random.Next(1, step + 1)), "pipe", new CsvDialect { Schema = new ColumnSchema(columns), Scanner = ofPipe.Run, SkipLines = 0, SkipAfterHeader = 0, TrailingFields = 0 });
        Judge(expected, SourceTotals.Read(pipe, new SourceSettings { MorselBytes = step, Threads = 2, BatchRows = BatchRows(random) }), $"{ofPipe.Name}, a pipe of {step} bytes, {shape}");
        JudgeAggregates(expected, file.Path, random, shape);
    });

    private static ColumnType TypeOf(int column) => ColumnType.TryParse(TableShape.IsNumber(column) ? "int64" : "utf8", out ColumnType type) ? type : throw new InvalidOperationException("no such type");

    /// <summary>Blocks of a byte where there are few bytes: each costs a look into the file.</summary>
    private static int[] Blocks(int length) => [.. ((int[])[1, 7, 64, 1000, 4096, 1 << 20]).Where(block => length / block <= 600)];

    /// <summary>Seldom as many as the engine takes: a reader has memory for all rows of a batch, and that is most of what these files cost.</summary>
    private static int BatchRows(Random random) => random.Next(20) switch { 0 => 16 * 1024, < 5 => random.Next(1, 50), _ => random.Next(50, 600) };

    private static void Judge(TableTotals expected, TableTotals read, string how)
    {
        bool isEqual = expected.Rows == read.Rows && expected.Rejects == read.Rejects && expected.Sums.SequenceEqual(read.Sums) && expected.Counts.SequenceEqual(read.Counts);
        Assert.True(isEqual, $"{how}\nexpected {expected}\nread     {read}");
    }

    /// <summary>The same through the whole engine, for some of the columns.</summary>
    private static void JudgeAggregates(TableTotals expected, string path, Random random, TableShape shape)
    {
        int[] columns = [.. Enumerable.Range(0, Math.Min(6, shape.Columns)).Select(_ => random.Next(shape.Columns)).Distinct().Order()];
        AggregatePlan[] aggregates = [.. columns.SelectMany(static i => TableShape.IsNumber(i) ? (AggregatePlan[])[Aggregate.Sum($"c{i}"), Count($"c{i}")] : [Count($"c{i}")])];
        RunOptions options = new() { Threads = random.Next(1, 4), MorselBytes = random.Next(1000, 100_000), BatchRows = BatchRows(random) };
        Pipeline ask = Telemetry.ReadCsv([path], new TextPlan { SkipLines = 0, SkipAfterHeader = 0, TrailingFields = 0 }).Schema([.. columns.Select(static i => ($"c{i}", TableShape.IsNumber(i) ? "int64" : "utf8"))])
            .OnError(ErrorPolicy.Skip).Aggregate([Count(), .. aggregates]).With(options);
        if (expected.Rows == 0 && expected.Rejects > 0)
        {
            Assert.Throws<InputException>(() => ask.ToTable());
            return;
        }

        using Table table = ask.ToTable();
        string row = string.Join('|', columns.SelectMany(i => TableShape.IsNumber(i) ? [SumText(expected, i), Text(expected.Counts[i])] : (string[])[Text(expected.Counts[i])]).Prepend(Text(expected.Rows)));
        Assert.Equal([row], TableText.Rows(table));
        RunSummary summary = table.Summary;
        Assert.Equal((expected.Rows + expected.Rejects, expected.Rows, expected.Rejects, 0), (summary.RowsRead, summary.RowsAccepted, summary.RowsRejected, summary.RowsFiltered));
    }

    private static string SumText(TableTotals totals, int column) => totals.Counts[column] == 0 ? "∅" : Text(totals.Sums[column]);

    private static string Text(Int128 number) => number.ToString(CultureInfo.InvariantCulture);
}
