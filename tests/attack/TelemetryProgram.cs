using System.Diagnostics;
using System.Text;

namespace TelemetryEngine.Attack;

/// <summary>What a run of the program left.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal when one ended it.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it said.</param>
internal sealed record ProgramOutcome(int ExitCode, byte[] Output, string Errors)
{
    /// <summary>What a program says that met something it did not expect.</summary>
    private static readonly string[] Traces = ["   at ", "Unhandled exception", "a fault in the program itself", "Debug.Assert", "Assertion failed", "Fatal error"];

    /// <summary>True when there is a stack trace among what it said.</summary>
    public bool HasTrace => Traces.Any(trace => Errors.Contains(trace, StringComparison.Ordinal));

    /// <summary>Fails unless the run ended with one of the defined exit codes, and with a message where it failed.</summary>
    public ProgramOutcome ExpectDefined()
    {
        Assert.True(ExitCode is >= 0 and <= 3 && !HasTrace && (ExitCode is 0 or 3 || Errors.Length > 0), $"exit {ExitCode}\n{Errors}");
        return this;
    }
}

/// <summary>The program as a user meets it: a process of its own, started by a shell that may take something away from it first.</summary>
internal static class TelemetryProgram
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>The program beside the tests, or the one that <c>TELEMETRY_PROGRAM</c> names.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("TELEMETRY_PROGRAM") ?? System.IO.Path.Combine(AppContext.BaseDirectory, "telemetry");

    /// <summary>Runs the program to its end; one that does not end is a finding.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="before">What the shell does first, such as <c>ulimit -n 20</c>.</param>
    /// <param name="redirection">Where its streams go, such as <c>&gt; out.csv</c>.</param>
    /// <param name="input">Its standard input; null is an empty one.</param>
    /// <param name="environment">Variables for the program, not for the shell.</param>
    public static ProgramOutcome Run(
        string folder, IEnumerable<string> arguments, string before = ":", string redirection = "", byte[]? input = null, params (string Name, string Value)[] environment)
    {
        using Process process = Start(folder, arguments, before, redirection, environment);
        return Finish(process, input ?? [], string.Join(' ', arguments));
    }

    /// <summary>Runs a shell's script to its end.</summary>
    public static ProgramOutcome RunScript(string folder, string script)
    {
        using Process process = Process.Start(Streams(folder, ["-c", script]))!;
        return Finish(process, [], script);
    }

    /// <summary>Starts the program; the process is the program's own once the shell has done its part.</summary>
    public static Process Start(string folder, IEnumerable<string> arguments, string before = ":", string redirection = "", params (string Name, string Value)[] environment)
    {
        string variables = string.Concat(environment.Select(static variable => $"{variable.Name}='{variable.Value}' "));
        string script = $"{before} && {variables} exec \"$0\" \"$@\" {redirection}";
        return Process.Start(Streams(folder, ["-c", script, Path, .. arguments]))!;
    }

    private static ProcessStartInfo Streams(string folder, IEnumerable<string> arguments) => new("/bin/sh", arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static ProgramOutcome Finish(Process process, byte[] input, string what)
    {
        Task<byte[]> output = ReadAll(process.StandardOutput.BaseStream);
        Task<byte[]> errors = ReadAll(process.StandardError.BaseStream);
        using (Stream standardInput = process.StandardInput.BaseStream)
        {
            Write(standardInput, input);
        }

        if (!process.WaitForExit(Longest))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"it does not end: {what}");
        }

        return new ProgramOutcome(process.ExitCode, output.GetAwaiter().GetResult(), Encoding.UTF8.GetString(errors.GetAwaiter().GetResult()));
    }

    private static async Task<byte[]> ReadAll(Stream stream)
    {
        using MemoryStream all = new();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }

    // who has ended does not read
    private static void Write(Stream stream, byte[] bytes)
    {
        try
        {
            stream.Write(bytes);
            stream.Flush();
        }
        catch (IOException) when (bytes.Length > 0)
        {
            // the pipe is broken, and the exit code says why
        }
    }
}
