using System.Diagnostics;
using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Cli.Reports;
using TelemetryEngine.DataGen;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Cli.Commands;

// Makes readings, and on request the exact answer to them.
internal static class GenerateCommand
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static int Run(Arguments arguments)
    {
        GeneratorOptions options = GeneratorFlags.Read(arguments);
        string path = arguments.Value("--output") ?? "-";
        if (path == "-" && StandardOutput.IsInteractive && !arguments.Has("--output"))
        {
            throw new UsageException("'generate' needs --output: a file, or - for standard output");
        }

        string? truth = arguments.Value("--truth");
        TimeSpan? every = Window(arguments, options);
        TimeZoneInfo? zone = Zone(arguments, every);
        if (truth is not null)
        {
            OutputPair.EnsureApart("--truth", truth, path);
        }

        if (path == "-" && options.Format == OutputFormat.Arrow && StandardOutput.IsInteractive)
        {
            throw new UsageException("arrow is nothing to look at; write it to a file with --output");
        }

        long rows = 0;
        Report written = Write(path, output => rows = Generator.Write(options, output, cancellation: Interruption.Token));
        Say(arguments, $"{Quantity.Count(rows, "row")}, {written} → {path}");
        if (truth is not null)
        {
            Report exact = Write(truth, output => Truth.Write(options, every, output, zone: zone, cancellation: Interruption.Token));
            Say(arguments, $"truth: {exact} → {truth}");
        }

        return ExitCode.Done;
    }

    // Writes a file that appears when it is whole.
    internal static Report Write(string path, Action<Stream> write)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using OutputFile output = OutputFile.Create(path);
        write(output.Stream);
        long bytes = output.Stream.Position;
        output.Commit();
        return new Report(bytes, clock.Elapsed);
    }

    private static TimeSpan? Window(Arguments arguments, GeneratorOptions options)
    {
        TimeSpan? every = FlagText.Length(arguments, "--every");
        if (every is not null && !arguments.Has("--truth"))
        {
            throw new UsageException("--every is the window of --truth; add --truth FILE");
        }

        if (options.Profile != Profile.OneBillionRows)
        {
            return every ?? Hour;
        }

        return every is null ? null : throw new UsageException("--every: the profile 1brc has no times, so its truth has no windows");
    }

    private static TimeZoneInfo? Zone(Arguments arguments, TimeSpan? every)
    {
        if (arguments.Value("--time-zone") is not { } name)
        {
            return null;
        }

        if (every is not { } length || !arguments.Has("--truth"))
        {
            throw new UsageException("--time-zone is that of the windows of --truth; add --truth FILE to readings of meters");
        }

        TimeZoneInfo zone = TimePlan.FindZone(name);
        return TimePlan.IsUtc(zone) ? null
            : length <= TimeSpan.FromDays(1) ? zone
            : throw new UsageException("--every: with a time zone the windows of --truth are a day long or shorter");
    }

    private static void Say(Arguments arguments, string text)
    {
        if (!arguments.Has("--quiet"))
        {
            Terminal.Write(VisibleText.Of(text) + "\n");
        }
    }

    // How much was written and how fast.
    internal readonly record struct Report(long Bytes, TimeSpan Elapsed)
    {
        public override string ToString() => $"{Quantity.Bytes(Bytes)} in {Quantity.Duration(Elapsed)} ({Quantity.Rate(Bytes, Elapsed)})";
    }
}
