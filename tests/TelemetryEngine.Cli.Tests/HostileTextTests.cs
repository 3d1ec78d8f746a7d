using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests;

/// <summary>Names and values of strangers in whatever the program says: nothing steers the terminal, and what is to be pasted means what it shows.</summary>
public sealed class HostileTextTests
{
    /// <summary>Texts that would do something where they came through raw.</summary>
    public static TheoryData<string> Texts =>
    [
        "\e[2J\e]8;;http://x\e\\link\e]0;title\a\u009b31m\u007f", "\u202egnp.exe\u2066x\u2069\u200e\u200f\u061ca\u200bb\ufeffc\u2028\u2029", "a\nforged: line\rforged\tx",
        "$(touch pwned)`touch pwned`'; touch pwned",
    ];

    /// <summary>Names of columns that a shell or a list would take apart.</summary>
    public static TheoryData<string> Names =>
    [
        "$(touch pwned)", "`touch pwned`", "a'b", "a\"b", "a,b=c", "; touch pwned", "*", "[a](http://x)", "-x", "größe 电", "\e[2J\u202e'", "a\nb",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void NothingOfAHeaderOrAValueSteersTheTerminal(string text)
    {
        using TemporaryFolder folder = new();
        string name = Field(text);
        folder.Put("header.csv", $"timestamp,{name},n\n2024-01-01T00:00:00Z,1,1\n");
        folder.Put("value.csv", $"timestamp,n,m\n2024-01-01T00:00:00Z,1,{name}\n2024-01-01T01:00:00Z,{name},{name}\n");
        folder.Put("twice.csv", $"timestamp,{name},{name}\n2024-01-01T00:00:00Z,1,1\n");
        folder.Put("other.csv", $"timestamp,n\n2024-01-01T00:00:00Z,1\n");
        folder.Put("empty.csv", $"timestamp,{name}\n2024-01-01T00:00:00Z,\n");
        folder.Put("times.csv", $"{name} time,n\n17000000000,1\n1700000000000,1\n");
        folder.Put("rejected.csv", $"timestamp,{name}\n2024-01-01T00:00:00Z,{name}\n");
        string[][] lines =
        [
            ["aggregate", "header.csv", "--agg", "sum(nn)"],
            ["aggregate", "header.csv", "--by", text],
            ["aggregate", "header.csv", "--by", text + "x"],
            ["aggregate", "header.csv", "--agg", $"sum({text})"],
            ["aggregate", "header.csv", "--agg", "count() as n", "--fill", text],
            ["aggregate", "header.csv", "--every", text],
            ["aggregate", "header.csv", "--time", text],
            ["aggregate", "header.csv", "--time", text + "+n"],
            ["aggregate", "header.csv", "--time-zone", text],
            ["aggregate", "header.csv", "--time-format", text, "--time", "n"],
            ["aggregate", "header.csv", "--schema", text],
            ["aggregate", "header.csv", "--schema", $"{text}={text}"],
            ["aggregate", "header.csv", "--schema", $"zzz{text}=int64"],
            ["aggregate", "header.csv", "--where", text],
            ["aggregate", "header.csv", "--where", $"n = '{text}'"],
            ["aggregate", "header.csv", "--derive", text],
            ["aggregate", "header.csv", "--from", text],
            ["aggregate", "header.csv", "--format", text],
            ["aggregate", "header.csv", "--on-error", text],
            ["aggregate", "header.csv", "--output", text + ".xyz"],
            ["aggregate", "header.csv", "--output", text + "/x.csv"],
            ["aggregate", "header.csv", "--memory", text],
            ["aggregate", "header.csv", "--temp", text],
            ["aggregate", "header.csv", "--" + text],
            ["aggregate", "twice.csv", "--agg", "count()"],
            ["aggregate", "other.csv", "header.csv", "--agg", "count()"],
            ["aggregate", "empty.csv", "--agg", "count()"],
            ["aggregate", "times.csv", "--agg", "count()", "--time", text + " time"],
            ["aggregate", "value.csv", "--agg", "sum(n)"],
            ["aggregate", "value.csv", "--agg", "sum(n)", "--schema", "n=int64"],
            ["aggregate", "value.csv", "--agg", "sum(n)", "--schema", "n=float64"],
            ["aggregate", "value.csv", "--agg", "sum(n)", "--schema", "n=bool"],
            ["aggregate", "value.csv", "--agg", "sum(m)", "--schema", "m=int64", "--on-error", "skip"],
            ["aggregate", "rejected.csv", "--schema", "/" + text + "=int64"],
            ["aggregate", text],
            ["aggregate", text + "/*.csv"],
            ["inspect", text],
            ["inspect", "header.csv"],
            ["inspect", "value.csv"],
            ["inspect", "times.csv"],
            ["convert", "header.csv", "--rejects", text],
            ["convert", "header.csv", "--where", $"\"{text}\" like 'x'"],
            ["run", text],
            ["generate", "--rows", text],
            ["generate", "--rows", "1", "-o", "x.csv", "--truth", text + "/t.csv"],
            [text],
        ];
        foreach (string[] line in lines)
        {
            Outcome outcome = TelemetryProcess.Run(folder.Path, line);
            ExpectVisible(outcome.Errors, line);
            Assert.DoesNotContain("a fault in the program", outcome.Errors, StringComparison.Ordinal);
            if (line[0] == "inspect")
            {
                ExpectVisible(outcome.Output, line);
            }
        }

        Assert.False(File.Exists(Path.Combine(folder.Path, "pwned")));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void NothingOfAFileNameSteersTheTerminal(string text)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "such names can't be there");
        using TemporaryFolder folder = new();
        string name = "./f" + text.Replace('/', '_') + ".csv";
        File.WriteAllText(Path.Combine(folder.Path, name), "timestamp,n\n2024-01-01T00:00:00Z,x\n");
        File.WriteAllText(Path.Combine(folder.Path, name + ".arrow"), "timestamp,n\n");
        File.WriteAllText(Path.Combine(folder.Path, name + ".json"), "{\"limit\": -1}");
        string[][] lines =
        [
            ["aggregate", name, "--schema", "n=int64", "--agg", "sum(n)"],
            ["aggregate", name, name + ".arrow"],
            ["aggregate", name + ".arrow"],
            ["aggregate", name, "-o", name],
            ["aggregate", name, "--schema", "n=int64", "--agg", "sum(n)", "--on-error", "skip", "--rejects", name + ".r.csv"],
            ["aggregate", name, "--delimiter", ".", "--decimal-comma"],
            ["aggregate", name + "x"],
            ["aggregate", name + ".json"],
            ["inspect", name],
            ["run", name + ".json"],
            ["run", name],
        ];
        foreach (string[] line in lines)
        {
            Outcome outcome = TelemetryProcess.Run(folder.Path, line);
            ExpectVisible(outcome.Errors, line);
            if (line[0] == "inspect")
            {
                ExpectVisible(outcome.Output, line);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void HintsAndPastedFlagsMeanTheColumn(string text)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no shell");
        using TemporaryFolder folder = new();
        folder.Put("numbers.csv", $"timestamp,{Field(text)}\n2024-01-01T00:00:00Z,1\n2024-01-01T01:00:00Z,x\n");
        string schema = JsonSerializer.Serialize(text);
        folder.Put("plan.json", $$"""{"version": 1, "source": {"paths": ["numbers.csv"], "declared": [{"name": {{schema}}, "type": "int64"}], "text": {"header": true} } }""");

        string hint = Regex.Match(Run(folder, "run plan.json").Expect(1).Errors, "; (--schema .*) reads the column as text").Groups[1].Value;
        Outcome pasted = Shell(folder, $"'{TelemetryProcess.Program}' convert numbers.csv {hint} --quiet");

        Assert.Equal($"timestamp,{Written(text)}\n2024-01-01T00:00:00Z,1\n2024-01-01T01:00:00Z,x\n", pasted.Expect(0).Output);

        string flags = Run(folder, "inspect numbers.csv").Expect(0).Output.Split("read it with:\n")[1].Trim();
        Assert.Equal(pasted.Output, Shell(folder, $"'{TelemetryProcess.Program}' convert numbers.csv {flags} --quiet").Expect(0).Output);
        Assert.False(File.Exists(Path.Combine(folder.Path, "pwned")));
    }

    [Fact]
    public void DataOnStandardOutputStaysAsItIs()
    {
        using TemporaryFolder folder = new();
        const string Text = "name,\e[2J\n\u202ex,\e]0;t\a\n";
        folder.Put("data.csv", Text);

        Assert.Equal(Text, Run(folder, "convert data.csv --quiet").Expect(0).Output);
    }

    [Fact]
    public void SpreadsheetsFindNoFormulasWhereThatIsAskedFor()
    {
        using TemporaryFolder folder = new();
        folder.Put("data.csv", "=name,n\n=cmd|' /C calc'!A0,-1\n@x,2\n");

        Assert.Equal("\"'=name\",n\n\"'=cmd|' /C calc'!A0\",-1\n\"'@x\",2\n", Run(folder, "convert data.csv --csv-safe --quiet").Expect(0).Output);
        Assert.Contains("--csv-safe is for CSV, and the output is ndjson", Run(folder, "convert data.csv --csv-safe --format ndjson").Expect(2).Errors, StringComparison.Ordinal);
    }

    private static string Field(string text) => "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    // as CSV is written: quoted where it must be
    private static string Written(string text) => text.AsSpan().ContainsAny(",\"\r\n") || text[0] is ' ' or '#' || text[^1] == ' ' ? Field(text) : text;

    private static void ExpectVisible(string said, string[] line)
    {
        string command = string.Join(' ', line);
        foreach (Rune character in said.EnumerateRunes())
        {
            Assert.False(character.Value != '\n' && new MessageText($"{character}").ToString() != $"{character}", $"U+{character.Value:X4} came through of: {command}\n{said}");
        }

        Assert.DoesNotContain("\nforged", said, StringComparison.Ordinal);
    }

    // bash knows $'…' as well, which sh need not
    private static Outcome Shell(TemporaryFolder folder, string script)
    {
        ProcessStartInfo start = new(script.Contains("$'", StringComparison.Ordinal) ? "bash" : "sh", ["-c", script])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, errors.Result);
    }
}
