using System.Text;
using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli.Tests;

/// <summary>Writes docs/cli.md: from the program's tables, and from what its examples print.</summary>
internal static class CliDocument
{
    private const int LinesShown = 8;

    public static string Write()
    {
        using TemporaryFolder folder = new();
        TelemetryProcess.Run(folder, "generate --rows 240 --devices 2 --step 10m --seed 3 --quiet -o readings.csv").Expect(0);
        folder.Put("plan.json", TelemetryProcess.Run(folder, "aggregate readings.csv --every 6h --by device_id --plan").Expect(0).Output);

        StringBuilder text = new();
        text.Append(
            """
            # The command line

            <!-- Written by a test from the program's own tables and from what the examples print. To write it anew:
                 TELEMETRY_WRITE_DOCS=1 dotnet run -c Release --project tests/TelemetryEngine.Cli.Tests -- -class TelemetryEngine.Cli.Tests.CliDocumentTests -->

            `telemetry` reads files of readings and writes windowed aggregates. The result goes to standard output or to `--output`; everything else
            that is said goes to standard error. The examples below work on 240 readings of two meters, made with
            `telemetry generate --rows 240 --devices 2 --step 10m --seed 3 -o readings.csv`.

            | command | what it does |
            |---|---|

            """);
        foreach (Verb verb in Verbs.All)
        {
            text.Append($"| [`{verb.Name}`](#telemetry-{verb.Name}) | {verb.Summary} |\n");
        }

        foreach (Verb verb in Verbs.All)
        {
            AppendVerb(text, verb, folder);
        }

        AppendTables(text);
        return text.ToString();
    }

    private static void AppendVerb(StringBuilder text, Verb verb, TemporaryFolder folder)
    {
        string operands = verb.Operands.Length > 0 ? $" {verb.Operands}" : "";
        text.Append($"\n## telemetry {verb.Name}\n\n{verb.Summary}\n\n    telemetry {verb.Name}{operands} [flags]\n");
        foreach (string example in verb.Examples)
        {
            AppendExample(text, verb, example, folder);
        }

        foreach (FlagGroup group in Options.Groups)
        {
            List<Flag> flags = [.. group.Flags.Where(flag => (flag.For & verb.For) != 0)];
            if (flags.Count == 0)
            {
                continue;
            }

            text.Append($"\n| {group.Title.ToLowerInvariant()} | | example |\n|---|---|---|\n");
            foreach (Flag flag in flags)
            {
                text.Append($"| {Code(flag.Label)} | {Cell(flag.Help)} | {Code(flag.Example)} |\n");
            }
        }
    }

    private static void AppendExample(StringBuilder text, Verb verb, string example, TemporaryFolder folder)
    {
        text.Append($"\n```console\n$ {example}\n");
        // What demo prints tells the time it took.
        if (verb.For != For.Demo)
        {
            string[] lines = TelemetryProcess.Run(folder.Path, TelemetryProcess.Words(example)[1..]).Expect(0).Output.TrimEnd('\n').Split('\n');
            bool isCut = verb.For != For.Inspect && lines.Length > LinesShown;
            text.Append(string.Concat((isCut ? lines[..(LinesShown - 1)] : lines).Where(line => lines.Length > 1 || line.Length > 0).Select(line => line + "\n")));
            text.Append(isCut ? $"… ({lines.Length} lines)\n" : "");
        }

        text.Append("```\n");
    }

    private static void AppendTables(StringBuilder text)
    {
        text.Append("\n## Windows\n\n| flags | windows |\n|---|---|\n");
        foreach (CatalogEntry window in Catalog.Windows)
        {
            text.Append($"| {Code(window.Usage.ToString(FlagHint.Of))} | {Cell(HelpText.Sentence(window.Description))} |\n");
        }

        text.Append("\n## Aggregates\n\n| call | result |\n|---|---|\n");
        foreach (CatalogEntry aggregate in Catalog.Aggregates)
        {
            text.Append($"| {Code($"{aggregate.Usage}")} | {Cell(HelpText.Sentence(aggregate.Description))} |\n");
        }

        text.Append("\nEach may have a filter and a name: `avg(power_w) filter (where voltage_v > 220) as mean_w`.\n");
        text.Append("\n## Formats\n\n| `--format` | file names | |\n|---|---|---|\n");
        foreach (FileFormat format in Catalog.Formats.Where(static format => format.CanWrite))
        {
            text.Append($"| `{format.Name}` | {string.Join(' ', format.Extensions.Select(Code))} | {Cell(HelpText.Sentence(format.Description))} |\n");
        }

        text.Append(
            """

            Text may be packed: `.gz` and `.br` behind the extension, for inputs and outputs. An input whose name says nothing is taken for what its
            first bytes are: Arrow, or else delimited text.

            ## Outputs

            An output appears under its name only when it is whole: whatever ends a run before that leaves what was there as it was. Rejected rows (`--rejects`) appear with their result and just before it; when the
            result can't take its place, they go again.

            - Two outputs in one place, or an output in place of an input, are refused by whatever ways they lead there: links, hard links, folders by two names, descriptors.
            - `/dev/stdout`, `/dev/stderr`, `/dev/fd/N` and links to them are the descriptors that the program was started with, written where they stand: behind what a shell appends to. A standard output that is closed is an error.
            - On Linux what is written has no name until it is whole; then it gets a temporary one for a moment and takes its place. Where the file system has no files without names (NFS, FAT), and on other systems, it has the temporary
              name from the start: `.NAME.telemetry-PID-START-BOOT-SPACE-RANDOM.tmp`, beside the output. A run that is killed in that time leaves it. The next run to the same output deletes what was left when BOOT and SPACE say that it was made
              since this machine started and in this container, and no process PID has run since START. What another machine or container made, or what is older than the machine's start, stays, because it can't be told here whether its run is over:
              delete it by hand, with `rm .NAME.telemetry-*.tmp`, when none is running.
            - A file that is replaced keeps its permissions, owner, group, access list and attributes, as far as the system allows; not its set-id and sticky bits, nor capabilities. It is a new file: other names of the old one (hard links) keep the old content.
            - The content is on the disk before the name is, and the name is before the run ends.

            ## Exit codes

            | code | |
            |---|---|
            | 0 | Done. A reader that closes the pipe, as `head` does, is no failure. |
            | 1 | Bad input, or a run that failed: a row that can't be read, a full disk. |
            | 2 | The command line asks for something that can't be done. |
            | 3 | Done, but rows were left out (`--on-error skip`). |
            | 130 | Interrupted. |

            Colour is used for single words on a terminal, and not at all where `NO_COLOR` is set.

            """);
    }

    private static string Code(string text) => text.Contains('`') ? $"`` {Cell(text)} ``" : $"`{Cell(text)}`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
