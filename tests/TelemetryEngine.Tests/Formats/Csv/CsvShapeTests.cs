using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Kernels.Csv;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>The laws of the reader on tables that fill its index: sparse, wide, ragged, with blank lines, lone returns and fields of one byte.</summary>
public sealed class CsvShapeTests
{
    private const int MostFields = 40_000;

    public static TheoryData<string> Scanners() => [.. StructuralScan.All.Where(static scanner => scanner.IsSupported).Select(static scanner => scanner.Name)];

    [Theory]
    [MemberData(nameof(Scanners))]
    public void Files_give_the_slow_readers_rows_and_rejects(string scanner)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            (byte[] text, CsvDialect options, string name) = Make(seed, MostFields, scanner);
            (List<SourceRow> rows, List<Reject> rejects) = SlowTable.Read(text, TableShape.IsNumber);
            using TemporaryFile file = new(text);
            using CsvSource source = CsvSource.Open([file.Path], options);
            foreach (SourceSettings settings in Settings(text.Length))
            {
                Judge(rows, rejects, SourceReader.Read(source, settings), $"{name}, {settings}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Scanners))]
    public void Pipes_give_the_slow_readers_rows_and_rejects(string scanner)
    {
        for (int seed = 1000; seed < 1020; seed++)
        {
            bool isSmall = seed % 2 == 0;
            (byte[] text, CsvDialect options, string name) = Make(seed, isSmall ? 500 : MostFields, scanner);
            (List<SourceRow> rows, List<Reject> rejects) = SlowTable.Read(text, TableShape.IsNumber);
            foreach (int step in isSmall ? (int[])[1, 7, 64] : [4096, 65_536])
            {
                foreach (SourceSettings settings in Settings(text.Length))
                {
                    using CsvSource source = CsvSource.Open(new BytewisePipe(text, step, (step / 2) + 1), "pipe", options);
                    Judge(rows, rejects, SourceReader.Read(source, settings), $"{name}, steps of {step}, {settings}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Scanners))]
    public void The_first_error_is_the_slow_readers(string scanner)
    {
        for (int seed = 2000; seed < 2030; seed++)
        {
            (byte[] text, CsvDialect options, string name) = Make(seed, MostFields, scanner, ragged: 0.01);
            List<Reject> rejects = SlowTable.Read(text, TableShape.IsNumber).Rejects;
            using TemporaryFile file = new(text);
            using CsvSource source = CsvSource.Open([file.Path], options);
            foreach (SourceSettings settings in Settings(text.Length))
            {
                Reject? first = SourceReader.Read(source, settings with { Policy = ErrorPolicy.Fail }).First;
                Assert.Equal(
                    $"{name}: {string.Concat(rejects.Take(1).Select(static reject => $"line {reject.Line}, byte {reject.Position}"))}",
                    $"{name}: {(first is { } found ? $"line {found.Line}, byte {found.Position}" : "")}");
            }
        }
    }

    /// <summary>The files that ended the program: a hundred columns of nothing, and blank lines at the border of the index of records.</summary>
    [Theory]
    [MemberData(nameof(Scanners))]
    public void Rows_of_nothing_and_blank_lines_at_every_place_of_the_index_are_read(string scanner)
    {
        CsvDialect options = Options(new TableShape(100, 0, 0, 0, 0, 0, 1, ["\n"]), scanner);
        string header = string.Join(',', Enumerable.Range(0, 100).Select(static i => $"c{i}"));
        SourceContents sparse = CsvReading.Read($"{header}\n{string.Concat(Enumerable.Repeat(new string(',', 99) + "\n", 200))}", options);
        Assert.Empty(sparse.Rows);
        for (int rows = 4096 - 70; rows < 4096 + 70; rows++)
        {
            SourceContents blank = CsvReading.Read($"c0,c1\n{string.Concat(Enumerable.Repeat("1,2\n", rows))}{new string('\n', 100)}3,4\n", Options(new TableShape(2, 0, 0, 0, 0, 0, 1, ["\n"]), scanner));
            Assert.Equal((rows + 1, 3L), (blank.Rows.Count, blank.Rows[^1].Values[0]));
        }
    }

    private static (byte[] Text, CsvDialect Options, string Name) Make(int seed, int mostFields, string scanner, double? ragged = null)
    {
        Random random = new(seed);
        TableShape shape = TableShape.Any(random, mostFields, random.Next(3) == 0 ? TableShape.MostColumns : 100);
        shape = ragged is { } share ? shape with { Ragged = share } : shape;
        return (shape.Text(random), Options(shape, scanner), $"seed {seed}, {scanner}, {shape}");
    }

    private static CsvDialect Options(TableShape shape, string scanner) =>
        CsvReading.Typed([.. shape.Names.Select(static (name, i) => (name, TableShape.IsNumber(i) ? "int64" : "utf8"))]) with { Scanner = StructuralScan.Select(scanner) };

    /// <summary>Morsels of a byte where there are few bytes: each costs a look into the file.</summary>
    private static IEnumerable<SourceSettings> Settings(int length)
    {
        SourceSettings skip = new() { Policy = ErrorPolicy.Skip };
        yield return skip;
        yield return skip with { MorselBytes = 4096, Threads = 2, BatchRows = 100 };
        yield return skip with { MorselBytes = 4096, ExactBorders = true };
        if (length < 20_000)
        {
            yield return skip with { MorselBytes = 64, Threads = 3, BatchRows = 7 };
        }

        if (length < 3000)
        {
            yield return skip with { MorselBytes = 7, BatchRows = 1 };
            yield return skip with { MorselBytes = 1, Threads = 2, ExactBorders = true };
        }
    }

    private static void Judge(List<SourceRow> rows, List<Reject> rejects, SourceContents read, string name)
    {
        Assert.True(rows.SequenceEqual(read.Rows), $"{name}: the rows differ from number {rows.Zip(read.Rows).TakeWhile(static pair => pair.First.Equals(pair.Second)).Count()} on");
        Assert.Equal(rejects.Select(static reject => (reject.Position, reject.Line)), read.Rejects.Select(static reject => (reject.Position, reject.Line)));
        Assert.True(rows.Count + rejects.Count == read.RowsRead, $"{name}: {read.RowsRead} rows read");
    }
}
