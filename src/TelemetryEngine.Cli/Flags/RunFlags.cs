using TelemetryEngine.Cli.Inputs;
using TelemetryEngine.Cli.Reports;

namespace TelemetryEngine.Cli.Flags;

// How a run is to go, from flags; none of them changes the values of a result.
internal static class RunFlags
{
    // The options of a run.
    // throws UsageException: A value can't be understood.
    public static RunOptions Read(Arguments arguments, InputSet inputs) => new()
    {
        Threads = Threads(arguments),
        MemoryBytes = FlagText.Size(arguments, "--memory") ?? 0,
        TempPath = TempPath(arguments),
        RejectsPath = arguments.Value("--rejects"),
        MaxRejects = MaxRejects(arguments),
        Words = FlagHint.Of,
        StandardInput = inputs.StandardInput,
        Progress = ProgressLine.For(Mode(arguments)),
    };

    // The number of threads; 0 = one for each processor.
    // throws UsageException: It is none.
    public static int Threads(Arguments arguments)
    {
        const int Most = 1024;
        long threads = FlagText.Count(arguments, "--threads", 1) ?? 0;
        return threads <= Most ? (int)threads : throw new UsageException($"--threads: {threads} is more than {Most}");
    }

    private static RejectLimit? MaxRejects(Arguments arguments) => arguments.Value("--max-rejects") switch
    {
        null => null,
        var text when RejectLimit.TryParse(text, out RejectLimit? limit) => limit,
        var text =>
            throw new UsageException($"--max-rejects: '{text}' is neither a number of rows nor a share of them, such as 100 or 0.1%"),
    };

    // only a run that is out of memory needs it, perhaps hours later; so it is looked at now
    private static string? TempPath(Arguments arguments)
    {
        string? path = arguments.Value("--temp");
        return path is null || Directory.Exists(path) ? path : throw new UsageException($"--temp: there is no folder '{path}'");
    }

    private static ProgressMode Mode(Arguments arguments) => FlagText.Choice(arguments, "--progress", "auto", "always", "never") switch
    {
        "always" => ProgressMode.Always,
        "never" => ProgressMode.Never,
        _ => ProgressMode.Auto,
    };
}
