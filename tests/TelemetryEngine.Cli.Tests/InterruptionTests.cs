using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests;

/// <summary>A run that is ended from outside. Its input is a FIFO that the test holds open, so that the run can't end by itself.</summary>
public sealed class InterruptionTests
{
    private const int HangUp = 1;
    private const int Interrupt = 2;
    private const int Terminate = 15;

    [Theory]
    [InlineData(Interrupt, "aggregate input.csv --by device_id -o result.csv")]
    [InlineData(Terminate, "aggregate input.csv --by device_id -o result.csv")]
    [InlineData(Interrupt, "convert input.csv -o result.arrow")]
    [InlineData(Interrupt, "aggregate input.csv --by device_id --on-error skip --rejects rejects.csv -o result.csv")]
    public async Task LeavesNothingAndEndsWith130(int signal, string commandLine)
    {
        using TemporaryFolder folder = new();
        Tool("mkfifo", folder["input.csv"]);
        using Process process = Start(folder.Path, Words(commandLine));
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using (FileStream input = await OpenOnceRead(folder["input.csv"], process))
        {
            WriteUntilAnOutputIsThere(input, folder, process);
            SkipWhereItIsIgnored(signal, process);
            Assert.Equal(0, Kill(process.Id, signal));
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(130, process.ExitCode);
        Assert.Equal("telemetry: interrupted\n", await errors);
        Assert.Equal(["input.csv"], folder.Names);
    }

    [Fact]
    public async Task BeforeTheFirstByteToo()
    {
        using TemporaryFolder folder = new();
        Tool("mkfifo", folder["input.csv"]);
        using Process process = Start(folder.Path, Words("aggregate input.csv -o result.csv"));
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();

        using (FileStream input = await OpenOnceRead(folder["input.csv"], process))
        {
            SkipWhereItIsIgnored(Interrupt, process);
            Assert.Equal(0, Kill(process.Id, Interrupt));
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(130, process.ExitCode);
        Assert.Equal("telemetry: interrupted\n", await errors);
        Assert.Equal(["input.csv"], folder.Names);
    }

    /// <summary>The demo makes a folder and several files in it, one after the other: wherever that is interrupted, the code is the same and the folder goes.</summary>
    [Theory]
    [InlineData(Terminate, 0)]
    [InlineData(Terminate, 1)]
    [InlineData(HangUp, 1)]
    [InlineData(Terminate, 2)]
    public async Task ADemoLeavesNothingWhereverItIs(int signal, int filesMade)
    {
        for (int time = 0; time < 4; time++)
        {
            using TemporaryFolder folder = new();
            using Process process = Start(folder.Path, ["demo", "--rows", "4m"], ("TMPDIR", folder.Path));
            process.StandardInput.Close();
            await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            for (int file = 0; file < filesMade; file++)
            {
                Assert.Contains("→", await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            }

            SkipWhereItIsIgnored(signal, process);
            Assert.Equal(0, Kill(process.Id, signal));
            string said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await output;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 130, $"exit {process.ExitCode}: {said}");
            Assert.EndsWith("telemetry: interrupted\n", said, StringComparison.Ordinal);
            Assert.Empty(folder.Names);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    // A shell starts what runs in its background with Ctrl-C ignored, and nohup with the closing of the terminal; all that this starts inherits it: nothing would ever come.
    private static void SkipWhereItIsIgnored(int signal, Process process)
    {
        string status = $"/proc/{process.Id}/status";
        string? ignored = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(static line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        if (ignored is not null && (ulong.Parse(ignored["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (signal - 1))) != 0)
        {
            process.Kill();
            Assert.Skip($"these tests were started with signal {signal} ignored");
        }
    }

    // Opening a FIFO to write waits for a reader: behind it the run is at its input. Should it end before, a reader is put in its place.
    private static async Task<FileStream> OpenOnceRead(string fifo, Process process)
    {
        Task<FileStream> opening = Task.Run(() => new FileStream(fifo, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0));
        if (await Task.WhenAny(opening, process.WaitForExitAsync()) != opening)
        {
            using FileStream reader = new(fifo, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
            (await opening).Dispose();
            Assert.Fail("the run ended before it read its input");
        }

        return await opening;
    }

    // The run looks at a sample before it opens its output; how much it wants is its own affair. The output has no name yet, where that is possible.
    private static void WriteUntilAnOutputIsThere(FileStream input, TemporaryFolder folder, Process process)
    {
        input.Write("timestamp,device_id,power_w\n"u8);
        byte[] rows = [.. Enumerable.Repeat("2024-01-01T00:10:00Z,a,1.5\n"u8.ToArray(), 1000).SelectMany(row => row)];
        while (!folder.Names.Any(name => name.EndsWith(".tmp", StringComparison.Ordinal)) && !HasUnnamed(folder, process))
        {
            Assert.False(process.HasExited, "the run ended by itself");
            input.Write(rows);
        }
    }

    private static bool HasUnnamed(TemporaryFolder folder, Process process)
    {
        string descriptors = $"/proc/{process.Id}/fd";
        try
        {
            return Directory.Exists(descriptors) && Directory.GetFileSystemEntries(descriptors).Any(descriptor =>
                new FileInfo(descriptor).LinkTarget is { } file && file.StartsWith(folder.Path, StringComparison.Ordinal) && file.EndsWith(" (deleted)", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            // one was closed meanwhile
            return false;
        }
    }
}
