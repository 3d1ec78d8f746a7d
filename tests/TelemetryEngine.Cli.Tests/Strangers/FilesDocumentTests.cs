using System.Text;

namespace TelemetryEngine.Cli.Tests.Strangers;

/// <summary>Writes docs/files.md from the cases, each of which is a test.</summary>
public sealed class FilesDocumentTests
{
    [Fact]
    public void DocsSayHowFilesAreRead() => WrittenDocument.Check("files.md", Write(), nameof(FilesDocumentTests));

    private static string Write()
    {
        StringBuilder text = new();
        text.Append(
            """
            # Files from elsewhere

            <!-- Written by a test from tests/TelemetryEngine.Cli.Tests/Strangers/Cases. To write it anew:
                 TELEMETRY_WRITE_DOCS=1 dotnet run -c Release --project tests/TelemetryEngine.Cli.Tests -- -class '*FilesDocumentTests' -->

            What meters, loggers, portals and spreadsheets export, and the command that reads it. Each line is a test with a small file of its kind.
            `telemetry inspect FILE` prints the flags for any other file. Where a file has two readings, the program stops and shows both.

            | who exports it | what is odd | a command |
            |---|---|---|

            """);
        foreach (StrangerCase read in StrangerCase.Names.Select(StrangerCase.Read).OrderBy(static read => read.Exporter, StringComparer.Ordinal))
        {
            StrangerCommand shown = read.Commands.FirstOrDefault(static command => command.ExitCodes is [0]) ?? read.Commands.FirstOrDefault(static command => command.ExitCodes is [3]) ?? read.Commands[0];
            text.Append($"| {read.Exporter} | {read.Odd} | `telemetry {shown.Words.Replace("|", "\\|", StringComparison.Ordinal)}` |\n");
        }

        return text.ToString();
    }
}
