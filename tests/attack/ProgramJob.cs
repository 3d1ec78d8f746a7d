using System.IO.Compression;
using System.Text;
using TelemetryEngine.Attack;

[assembly: AssemblyFixture(typeof(JobInputs))]

namespace TelemetryEngine.Attack;

/// <summary>Something that the program is asked to do, in a folder that holds <see cref="JobInputs"/> as <c>../in</c>.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Arguments">The arguments, split at spaces.</param>
/// <param name="Outputs">The files that it makes.</param>
/// <param name="ExitCode">How it ends when nothing goes wrong.</param>
/// <param name="Redirection">Where its standard output goes, if it is a result.</param>
internal sealed record ProgramJob(string Name, string Arguments, string[] Outputs, int ExitCode = 0, string Redirection = "")
{
    /// <summary>All kinds of readers and writers.</summary>
    public static ProgramJob[] All { get; } =
    [
        new("csv", "aggregate ../in/r.csv --every 1h --by k --agg count(),sum(i),median(f) -o out.csv", ["out.csv"]),
        new("two files to arrow", "aggregate ../in/r.csv ../in/r.csv --every 1h --agg sum(i),last(k) -o out.arrow", ["out.arrow"]),
        new("arrow", "aggregate ../in/r.arrow --by k --agg count(),sum(i) -o out.csv", ["out.csv"]),
        new("arrow stream", "aggregate ../in/r.arrows --by b --agg count(),avg(f) -o out.arrows --compression zstd", ["out.arrows"]),
        new("gzip", "aggregate ../in/r.csv.gz --by k --agg sum(d),string_agg(s) -o out.ndjson", ["out.ndjson"]),
        new("rejects", "aggregate ../in/bad.csv --schema v=int64 --on-error skip --rejects rejects.csv --agg sum(v) -o out.csv", ["rejects.csv", "out.csv"], ExitCode: 3),
        new("spill", "aggregate ../in/many.csv --by k --agg sum(v),median(v) --memory 1 --temp . -o out.csv", ["out.csv"]),
        new("convert", "convert ../in/r.csv -o out.arrow", ["out.arrow"]),
        new("convert to csv", "convert ../in/r.arrow --where i>0 -o out.csv", ["out.csv"]),
        new("generate", "generate --rows 3000 --devices 5 -o out.csv --truth truth.csv", ["out.csv", "truth.csv"]),
        new("standard output", "aggregate ../in/r.csv --by k --agg count() --format csv", [], Redirection: "> shown.csv"),
    ];

    /// <summary>Runs it in a folder.</summary>
    public ProgramOutcome Run(string folder, params (string Name, string Value)[] environment) => Run(folder, ":", environment);

    /// <summary>Runs it in a folder, by a shell that does something first.</summary>
    public ProgramOutcome Run(string folder, string before, (string Name, string Value)[] environment) =>
        TelemetryProgram.Run(folder, [.. Arguments.Split(' '), "--quiet", "--threads", "2"], before, Redirection, environment: environment);

    public override string ToString() => Name;
}

/// <summary>The files that jobs read, made once for all tests, and a folder for each attempt beside them.</summary>
public sealed class JobInputs : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("telemetry-attack-");
    private readonly Lazy<SoundRun[]> _sound;
    private int _attempts;

    public JobInputs()
    {
        _sound = new(() => [.. ProgramJob.All.Select(job => SoundRun.Of(job, this))]);
        string folder = Directory.CreateDirectory(Path.Combine(_root.FullName, "in")).FullName;
        string csv = Readings.Csv(Readings.Make(new Random(11), 3000, odd: false));
        File.WriteAllText(Path.Combine(folder, "r.csv"), csv);
        using (GZipStream gzip = new(File.Create(Path.Combine(folder, "r.csv.gz")), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(csv));
        }

        foreach (string format in (string[])["arrow", "arrows"])
        {
            RunOutcome rows = RunOutcome.Of(Telemetry.ReadCsv(Path.Combine(folder, "r.csv")).Schema(Readings.Schema), format);
            File.WriteAllBytes(Path.Combine(folder, $"r.{format}"), rows.Result!);
        }

        File.WriteAllText(Path.Combine(folder, "bad.csv"), "t,v\n" + string.Concat(Enumerable.Range(0, 3000).Select(static i => $"2024-01-01T00:00:00Z,{(i % 3 == 0 ? "bad" : i)}\n")));
        File.WriteAllText(Path.Combine(folder, "many.csv"), "k,v\n" + string.Concat(Enumerable.Range(0, 3000).Select(static i => $"key {i % 1700},{i}.5\n")));
    }

    /// <summary>All jobs, each done once with nothing going wrong.</summary>
    internal SoundRun[] Sound => _sound.Value;

    /// <summary>The folder of all.</summary>
    public string Root => _root.FullName;

    /// <summary>A new folder for an attempt.</summary>
    public string NewFolder() => Directory.CreateDirectory(Path.Combine(Root, $"w{Interlocked.Increment(ref _attempts)}")).FullName;

    public void Dispose() => _root.Delete(recursive: true);
}

/// <summary>What a job leaves and which calls it makes when nothing goes wrong.</summary>
/// <param name="Job">The job.</param>
/// <param name="Outputs">The bytes of its outputs; those on standard output are the last.</param>
/// <param name="Calls">How many calls of each kind it makes for its files.</param>
internal sealed record SoundRun(ProgramJob Job, byte[][] Outputs, IReadOnlyDictionary<string, int> Calls)
{
    public static SoundRun Of(ProgramJob job, JobInputs inputs)
    {
        string folder = inputs.NewFolder();
        string log = Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(inputs.Root)}-{Path.GetFileName(folder)}.log");
        ProgramOutcome outcome = job.Run(folder, FaultShim.Log(inputs.Root, log));
        Assert.True(outcome.ExitCode == job.ExitCode, $"{job}: exit {outcome.ExitCode}\n{outcome.Errors}");
        Dictionary<string, int> calls = File.ReadLines(log).GroupBy(static call => call).ToDictionary(static call => call.Key, static call => call.Count());
        calls["any"] = calls.Values.Sum();
        File.Delete(log);
        return new SoundRun(job, [.. job.Outputs.Select(name => File.ReadAllBytes(Path.Combine(folder, name)))], calls);
    }

    /// <summary>Fails unless each output is whole, or as it was before, or not there. Returns how many are whole.</summary>
    public int CountWhole(string folder, byte[]? old, string what)
    {
        int whole = 0;
        for (int i = 0; i < Outputs.Length; i++)
        {
            string path = Path.Combine(folder, Job.Outputs[i]);
            byte[]? found = File.Exists(path) ? File.ReadAllBytes(path) : null;
            bool isWhole = found is not null && found.AsSpan().SequenceEqual(Outputs[i]);
            bool isAsBefore = found is null ? old is null : old is not null && found.AsSpan().SequenceEqual(old);
            Assert.True(isWhole || isAsBefore, $"{what}: {Job.Outputs[i]} has {found?.Length.ToString() ?? "no"} bytes, neither the {Outputs[i].Length} of the result nor what was there");
            whole += isWhole ? 1 : 0;
        }

        return whole;
    }

    /// <summary>The names in a folder that are neither outputs nor what a shell made.</summary>
    public string[] LeftOver(string folder) => [.. Directory.GetFileSystemEntries(folder).Select(static path => Path.GetFileName(path)).Where(name => !Job.Outputs.Contains(name) && name != "shown.csv")];
}
