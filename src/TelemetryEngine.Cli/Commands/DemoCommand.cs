using System.Diagnostics;
using System.Globalization;
using TelemetryEngine.Cli.Demo;
using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Cli.Reports;

namespace TelemetryEngine.Cli.Commands;

// Shows the whole way: readings, their hourly averages, and that these are right.
internal static class DemoCommand
{
    private const int RowsShown = 5;
    private const int Hours = 24;

    public static int Run(Arguments arguments)
    {
        long rows = FlagText.Count(arguments, "--rows", 1) ?? 1_000_000;
        Stopwatch clock = Stopwatch.StartNew();
        string before = Environment.CurrentDirectory;
        string folder = Interruption.CreateFolder("telemetry-demo-");
        try
        {
            Environment.CurrentDirectory = folder;
            return Show(rows, clock);
        }
        finally
        {
            Environment.CurrentDirectory = before;
            Interruption.DeleteFolder(folder);
        }
    }

    private static int Show(long rows, Stopwatch clock)
    {
        string count = rows.ToString(CultureInfo.InvariantCulture);
        StandardOutput.Write($"Readings of 50 meters, every 10 seconds, and the exact answer, computed apart from the engine:\n\n");
        Execute(["generate", "--rows", count, "--devices", "50", "-o", "readings.csv", "--truth", "truth.csv", "--every", "1h"]);
        StandardOutput.Write("\nTheir average by hour and meter:\n\n");
        Execute(["aggregate", "readings.csv", "--every", "1h", "--by", "device_id", "--agg", "avg(power_w)", "-o", "hourly.csv"]);

        string[] lines = File.ReadAllLines("hourly.csv");
        StandardOutput.Write("\n" + AlignedText.Of([.. lines.Take(RowsShown + 1).Select(line => line.Split(','))], "  "));
        StandardOutput.Write($"  … {Quantity.Count(Math.Max(0, lines.Length - 1 - RowsShown))} more rows\n\n" + DrawDay(lines) + "\n");
        if (!File.ReadAllBytes("hourly.csv").AsSpan().SequenceEqual(File.ReadAllBytes("truth.csv")))
        {
            throw new RunException("the averages are not the exact answer: this is a fault in the program, please report it");
        }

        StandardOutput.Write(
            $"All {Quantity.Count(lines.Length - 1, "average")} equal the exact answer to the last bit. {Quantity.Duration(clock.Elapsed)} in all; nothing is left behind.\n\n"
            + "Now on a file of yours:\n  telemetry inspect FILE\n  telemetry aggregate FILE --every 1h\n");
        return ExitCode.Done;
    }

    private static void Execute(string[] words)
    {
        StandardOutput.Write($"$ telemetry {string.Join(' ', words.Select(ShellWord.Of))}\n");
        Verb verb = Verbs.Find(words[0])!;
        verb.Run(Arguments.Parse(verb, words[1..]));
    }

    private static string DrawDay(string[] lines)
    {
        string device = lines[1].Split(',')[1];
        List<string[]> day = [.. lines.Skip(1).Select(line => line.Split(',')).Where(cells => cells[1] == device).Take(Hours)];
        double[] values = [.. day.Select(cells => double.Parse(cells[2], CultureInfo.InvariantCulture))];
        string[] labels = [.. day.Select(cells => cells[0].Substring(cells[0].IndexOf('T') + 1, 5))];
        return $"{device} on its first day, average power by hour:\n\n" + Chart.Of(values, labels, "W");
    }
}
