using System.Diagnostics;
using System.Text;

namespace TelemetryEngine.Cli.Tests;

/// <summary>What a run of the program left: its exit code and all it said.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Errors)
{
    /// <summary>Fails unless the run ended with this code; shows what it said.</summary>
    public Outcome Expect(int exitCode)
    {
        Assert.True(exitCode == ExitCode, $"exit {ExitCode} instead of {exitCode}\nstdout: {Output}\nstderr: {Errors}");
        return this;
    }
}

/// <summary>The program as a user meets it: a process of its own.</summary>
internal static class TelemetryProcess
{
    /// <summary>The program beside the tests, or the one that <c>TELEMETRY_PROGRAM</c> names: a published one, to be tested as this one is.</summary>
    public static string Program { get; } = Environment.GetEnvironmentVariable("TELEMETRY_PROGRAM") ?? Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "telemetry.exe" : "telemetry");

    /// <summary>Runs the program in a folder, gives it its input, and waits for its end.</summary>
    public static Outcome Run(string folder, IEnumerable<string> arguments, byte[]? input = null, params (string Name, string Value)[] environment)
    {
        using Process process = Start(folder, arguments, environment);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            process.StandardInput.BaseStream.Write(input);
        }

        process.StandardInput.Close();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Runs the program with arguments written as in a shell, where single and double quotes hold words together.</summary>
    public static Outcome Run(TemporaryFolder folder, string commandLine, string? input = null, params (string Name, string Value)[] environment) =>
        Run(folder.Path, Words(commandLine), input is null ? null : Encoding.UTF8.GetBytes(input), environment);

    public static Process Start(string folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(Program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static void Tool(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    internal static List<string> Words(string commandLine)
    {
        List<string> words = [];
        StringBuilder word = new();
        char quote = '\0';
        bool isWord = false;
        foreach (char c in commandLine + " ")
        {
            if (quote == '\0' && c == ' ')
            {
                if (isWord)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
                isWord = false;
            }
            else if (c == quote || (quote == '\0' && c is ('\'' or '"')))
            {
                quote = quote == '\0' ? c : '\0';
                isWord = true;
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }

        return words;
    }
}
