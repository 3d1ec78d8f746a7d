using System.IO.Compression;
using System.Text;
using TelemetryEngine.Sources;
using TelemetryEngine.Testing;

namespace TelemetryEngine.Attack;

/// <summary>Random plans over random readings: the same bytes, or the same error, for any threads, batches, memory and form of the input, by the library and the program.</summary>
public sealed class RandomPlanTests
{
    [Fact]
    public void Plans_have_one_result_however_they_run() => Campaign.Run(120, 20_000, static seed =>
    {
        Random random = new(seed);
        string csv = Readings.Csv(Readings.Make(random, random.Next(3) == 0 ? random.Next(5) : random.Next(1500), odd: random.Next(2) == 0));
        FlatPlan plan = RandomPlan.Make(random);
        using TemporaryFile file = new(csv);
        Pipeline question = Ask(plan, file.Path);
        RunOutcome expected = RunOutcome.Of(question.With(new RunOptions { Threads = 1 }));
        foreach (RunOptions options in Options(random))
        {
            Judge(plan, expected, RunOutcome.Of(question.With(options)), options.ToString());
        }

        JudgeForms(plan, csv, expected, random);
        JudgeArrow(plan, file.Path, random);
        if (seed % 15 == 0)
        {
            JudgeProgram(plan, file.Path, expected);
        }
    });

    private static Pipeline Ask(FlatPlan plan, params string[] paths) =>
        Telemetry.FromPlan(plan with { Source = Source(paths) });

    private static SourcePlan Source(params string[] paths) => new() { Paths = paths, Declared = [.. Readings.Schema.Select(static column => new SchemaColumn(column.Name, column.Type))] };

    private static IEnumerable<RunOptions> Options(Random random)
    {
        yield return new RunOptions { Threads = 2 };
        yield return new RunOptions { Threads = 7, MorselBytes = random.Next(200, 5000), BatchRows = random.Next(1, 300), ResultBatchRows = random.Next(1, 50) };
        yield return new RunOptions { Threads = 1, BatchRows = random.Next(1, 20) };
        yield return new RunOptions { Threads = 2, MemoryBytes = 1, MorselBytes = 5000, BatchRows = 100 };
    }

    private static void Judge(FlatPlan plan, RunOutcome expected, RunOutcome found, string how)
    {
        bool mayDiffer = expected.IsShortOfMemory || found.IsShortOfMemory;
        Assert.True(mayDiffer || expected.Digest == found.Digest, $"{how}\n{plan.ToJson()}\nexpected {expected}\nfound {found}");
    }

    /// <summary>Compressed, from a stream, and in several files.</summary>
    private static void JudgeForms(FlatPlan plan, string csv, RunOutcome expected, Random random)
    {
        using TemporaryFile packed = new(extension: ".csv.gz");
        using (GZipStream gzip = new(File.Create(packed.Path), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(csv));
        }

        RunOptions options = new() { Threads = 2, MorselBytes = random.Next(100, 4000) };
        Judge(plan, expected, RunOutcome.Of(Ask(plan, packed.Path).With(options)), "gzip");
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(csv));
        Judge(plan, expected, RunOutcome.Of(Ask(plan, "-").With(options with { StandardInput = stream })), "a stream");

        // a key may hold a line break, but no row begins with a letter
        string[] rows = csv[(Readings.Header.Length + 1)..].Split("\n20", StringSplitOptions.None);
        int cut = random.Next(rows.Length + 1);
        using TemporaryFile first = new(Part(rows.AsSpan(0, cut), 0));
        using TemporaryFile second = new(Part(rows.AsSpan(cut), cut));
        Judge(plan, expected, RunOutcome.Of(Ask(plan, first.Path, second.Path).With(options)), $"two files, cut behind row {cut}");
    }

    private static string Part(ReadOnlySpan<string> rows, int cut)
    {
        string text = string.Join("\n20", rows!);
        return $"{Readings.Header}\n{(cut > 0 && text.Length > 0 ? "20" : "")}{text}{(text.Length == 0 || text.EndsWith('\n') ? "" : "\n")}";
    }

    /// <summary>The same readings in Arrow (where decimals are float64) have one result too: a file, a stream, batches in memory.</summary>
    private static void JudgeArrow(FlatPlan plan, string path, Random random)
    {
        Pipeline rows = Ask(new FlatPlan(), path);
        RunOutcome file = RunOutcome.Of(rows, "arrow");
        RunOutcome stream = RunOutcome.Of(rows, "arrows");
        using Table batches = rows.ToTable();
        using TemporaryFile asFile = new(extension: ".arrow");
        using TemporaryFile asStream = new(extension: ".arrows");
        File.WriteAllBytes(asFile.Path, file.Result!);
        File.WriteAllBytes(asStream.Path, stream.Result!);
        FlatPlan ofArrow = plan with { Source = new SourcePlan { Format = "arrow", Paths = [asFile.Path] } };
        RunOutcome expected = RunOutcome.Of(Telemetry.FromPlan(ofArrow).With(new RunOptions { Threads = 1 }));
        RunOptions options = new() { Threads = 3, BatchRows = random.Next(1, 500) };
        Judge(plan, expected, RunOutcome.Of(Telemetry.FromPlan(ofArrow).With(options)), "an Arrow file");
        Judge(plan, expected, RunOutcome.Of(Telemetry.FromPlan(ofArrow with { Source = new SourcePlan { Format = "arrow", Paths = [asStream.Path] } }).With(options)), "an Arrow stream");
        if (batches.Batches.Count > 0)
        {
            Judge(plan, expected, RunOutcome.Of(new Pipeline(plan with { Source = new SourcePlan { Format = "memory" } }, new PipelineInput(Batches: new HeldBatches(batches.Batches))).With(options)), "batches in memory");
        }
    }

    private static void JudgeProgram(FlatPlan plan, string path, RunOutcome expected)
    {
        using TemporaryFile stored = new((plan with { Source = Source(path) }).ToJson(), ".json");
        ProgramOutcome found = TelemetryProgram.Run(Path.GetTempPath(), ["run", stored.Path, "--format", "csv", "--quiet"]);
        found.ExpectDefined();
        Assert.True(expected.Error is null == found.ExitCode is 0 or 3, $"the program ends with {found.ExitCode}: {found.Errors}\nthe library: {expected}");
        Assert.True(expected.Error is not null || expected.Result!.AsSpan().SequenceEqual(found.Output), $"{plan.ToJson()}\nthe library: {expected}\nthe program: {Encoding.UTF8.GetString(found.Output)}");
    }
}
