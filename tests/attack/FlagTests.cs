namespace TelemetryEngine.Attack;

/// <summary>Random command lines: every one ends with a defined exit code, and with a message where it is not done.</summary>
public sealed class FlagTests(JobInputs inputs)
{
    private static readonly string[] Commands = ["aggregate", "aggregate", "aggregate", "inspect", "convert", "generate", "run", "help", "demo", "agregate"];

    private static readonly string[] Flags =
    [
        "--time", "--time-format", "--time-zone", "--input-zone", "--ambiguous", "--dst-column", "--nonexistent", "--from", "--to", "--every", "--period", "--cumulate", "--session", "--offset", "--week-start", "--closed", "--label", "--align", "--window-end", "--by",
        "--series", "--agg", "--fill", "--limit", "--derive", "--where", "--on-error", "--rejects", "--schema", "--columns", "--no-header", "--null", "--delimiter", "--comment", "--decimal-comma", "-o", "--format",
        "--compression", "--threads", "--temp", "--progress", "--plan", "--quiet", "--help", "--version", "--rows", "--devices", "--seed", "--no-such", "-x", "--",
    ];

    private static readonly string[] Values =
    [
        "", "-", "0", "-1", "1", "3", "1h", "1mo", "15m", "ts", "k", "k,b", "k=utf8", "i=int64", "avg(i)", "count() as n", "sum(*)", "sum(d),,", "i > 0", "x = i * 2", "previous", "skip", "null", "fail", "out.csv", "out.arrow",
        "no/such/out.csv", "../in/none.csv", "../in", "csv", "ndjson", "table", "markdown", "zstd", "2024-01-01", "2024-13-01", "Europe/Berlin", ",", "tab", "é", "\u001B[2J", "'", "\"", "$(true)", "99999999999999999999",
    ];

    [Fact]
    public void Any_command_line_ends_with_a_defined_code()
    {
        Campaign.Run(50, 9_000, seed =>
        {
            Random random = new(seed);
            List<string> arguments = [Commands[random.Next(Commands.Length)], .. random.Next(8) == 0 ? (string[])[] : ["../in/r.csv"]];
            for (int flags = random.Next(6); flags > 0; flags--)
            {
                arguments.Add(Flags[random.Next(Flags.Length)]);
                if (random.Next(5) > 0)
                {
                    arguments.Add(Values[random.Next(Values.Length)]);
                }
            }

            string folder = inputs.NewFolder();
            string before = File.ReadAllText(Path.Combine(inputs.Root, "in", "r.csv"));
            ProgramOutcome outcome = TelemetryProgram.Run(folder, arguments);
            Assert.True(outcome.ExitCode is >= 0 and <= 3 && !outcome.HasTrace, $"{string.Join(' ', arguments.Select(static a => $"'{a}'"))}: exit {outcome.ExitCode}\n{outcome.Errors}");
            Assert.True(outcome.ExitCode is 0 or 3 || outcome.Errors.Length > 0 || outcome.Output.Length > 0, string.Join(' ', arguments));
            Assert.DoesNotContain('\u001B', outcome.Errors);
            Assert.Equal(before, File.ReadAllText(Path.Combine(inputs.Root, "in", "r.csv")));
            Directory.Delete(folder, recursive: true);
        });
    }
}
