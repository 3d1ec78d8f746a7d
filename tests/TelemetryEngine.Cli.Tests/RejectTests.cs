using System.Diagnostics;
using System.Globalization;
using System.Text;
using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests;

public sealed class RejectTests
{
    private const string Dirty = "timestamp,device_id,power_w\n2024-01-01T00:00:00Z,a,1\n2024-01-01T00:00:00Z,a\n2024-01-01T00:30:00Z,a,3\n";

    [Fact]
    public void WithoutAPolicyTheRunStopsAndSaysWhereAndWhichFlagHelps()
    {
        using TemporaryFolder folder = new();
        folder.Put("dirty.csv", Dirty);

        Outcome outcome = Run(folder, "aggregate dirty.csv --every 1h -o hourly.csv").Expect(1);

        Assert.StartsWith("telemetry: dirty.csv line 3, byte 53", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("--on-error", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(["dirty.csv"], folder.Names);
    }

    [Fact]
    public void SkippedRowsAreKeptApartAndTheExitCodeSaysSo()
    {
        using TemporaryFolder folder = new();
        folder.Put("dirty.csv", Dirty);

        Outcome outcome = Run(folder, "aggregate dirty.csv --every 1h --on-error skip --rejects rejects.csv -o hourly.csv").Expect(3);

        Assert.Equal("window_start,avg_power_w\n2024-01-01T00:00:00Z,2\n", folder.Text("hourly.csv"));
        string[] rejects = folder.Text("rejects.csv").Split('\n');
        Assert.Equal(3, rejects.Length);
        Assert.Equal("file,line,byte_offset,column,error,text", rejects[0]);
        Assert.StartsWith("dirty.csv,3,53,", rejects[1], StringComparison.Ordinal);
        Assert.StartsWith("3 rows read, 2 accepted, 1 rejected,", outcome.Errors, StringComparison.Ordinal);
        Assert.EndsWith("note: 1 row could not be read; see rejects.csv\n", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutARejectFileANoteNamesTheFlag()
    {
        using TemporaryFolder folder = new();
        folder.Put("dirty.csv", Dirty);

        Outcome outcome = Run(folder, "aggregate dirty.csv --every 1h --on-error skip").Expect(3);

        Assert.EndsWith("note: 1 row could not be read; --rejects FILE keeps them\n", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void AFieldMadeNullIsCountedAndNoReject()
    {
        using TemporaryFolder folder = new();
        folder.Put("dirty.csv", "device_id,power_w\na,1\na,x\na,3\n");

        Outcome outcome = Run(folder, "aggregate dirty.csv --schema power_w=float64 --on-error null").Expect(0);

        Assert.Equal("avg_power_w\n2\n", outcome.Output);
        Assert.Contains("1 unreadable field made null", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--rejects rejects.csv")]
    public async Task MillionsOfBadRowsTakeNoMemory(string rejects)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the most memory of a process is read as Linux tells it");
        const int Pieces = 300;
        const int PieceRows = 10_000;
        using TemporaryFolder folder = new();
        byte[] piece = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("2024-01-01T00:00:00Z,bad\n", PieceRows)));
        using Process process = Start(folder.Path, Words($"aggregate - --agg sum(v) --schema v=int64 --on-error skip --memory 100m --threads 2 {rejects}"));
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Stream input = process.StandardInput.BaseStream;
        input.Write("t,v\n"u8);
        for (int i = 0; i < Pieces; i++)
        {
            input.Write(piece);
        }

        input.Flush();

        // all but a few megabytes was read by now, and the program waits for more
        string peak = File.ReadLines($"/proc/{process.Id}/status").Single(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((3, "sum_v\n\n"), (process.ExitCode, await output));
        Assert.StartsWith("3,000,000 rows read, 0 accepted, 3,000,000 rejected,", await errors, StringComparison.Ordinal);
        Assert.Equal(rejects.Length > 0, folder.Names.Contains("rejects.csv"));
        Assert.InRange(long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture), 1, 300_000);
    }

    /// <summary>The result can't take its place: something that is no file has come there. Then the rejected rows of a run that gave no result do not appear either, and what they would have replaced is back.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WithoutTheResultThereIsNoRejectFileEither(bool wasThere)
    {
        using TemporaryFolder folder = new();
        TelemetryProcess.Tool("mkfifo", folder["dirty.csv"]);
        if (wasThere)
        {
            folder.Put("rejects.csv", "old\n");
        }

        using Process process = Start(folder.Path, Words("aggregate dirty.csv --on-error skip --rejects rejects.csv -o hourly.csv --quiet"));
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using (FileStream input = new(folder["dirty.csv"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0))
        {
            byte[] rows = [.. Enumerable.Repeat("2024-01-01T00:10:00Z,a,1.5\n2024-01-01T00:00:00Z,a\n"u8.ToArray(), 1000).SelectMany(row => row)];
            input.Write("timestamp,device_id,power_w\n"u8);

            // a pipe holds 64 KB, so the run has read far behind its sample, and begun, when so much is gone
            for (int written = 0; written < 40_000_000; written += rows.Length)
            {
                input.Write(rows);
            }

            Directory.CreateDirectory(folder["hourly.csv"]);
            folder.Put("hourly.csv/inside", "");
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith("telemetry: can't write 'hourly.csv': ", await errors, StringComparison.Ordinal);
        Assert.Equal(wasThere ? ["dirty.csv", "hourly.csv", "rejects.csv"] : ["dirty.csv", "hourly.csv"], folder.Names);
        Assert.Equal(wasThere ? "old\n" : "", wasThere ? folder.Text("rejects.csv") : "");
    }

    [Fact]
    public void AReaderThatHasSeenEnoughOfTheResultStillGetsTheRejectedRows()
    {
        using TemporaryFolder folder = new();
        folder.Put("dirty.csv", Dirty);
        TelemetryProcess.Tool("mkfifo", folder["pipe"]);

        using Process reader = Process.Start("bash", ["-c", $"exec < '{folder["pipe"]}'; exit 0"]);
        using Process process = Start(folder.Path, Words("aggregate dirty.csv --every 1h --on-error skip --rejects rejects.csv -o pipe --format csv --quiet"));
        process.StandardInput.Close();
        reader.WaitForExit();
        process.WaitForExit();

        Assert.Equal(2, folder.Text("rejects.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
