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

        Outcome outcome = Run(folder, "aggregate dirty.csv --every 1h --agg avg(power_w) -o hourly.csv").Expect(1);

        Assert.StartsWith("telemetry: dirty.csv line 3, byte 53", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("--on-error", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(["dirty.csv"], folder.Names);
    }

    [Fact]
    public void SkippedRowsAreKeptApartAndTheExitCodeSaysSo()
    {
        using TemporaryFolder folder = new();
        folder.Put("dirty.csv", Dirty);

        Outcome outcome = Run(folder, "aggregate dirty.csv --every 1h --agg avg(power_w) --on-error skip --rejects rejects.csv -o hourly.csv").Expect(3);

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

        Assert.EndsWith("note: 1 row could not be read; --rejects rejects.csv keeps them\n", outcome.Errors, StringComparison.Ordinal);
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
    [InlineData("1", 0)]
    [InlineData("34%", 0)]
    [InlineData("0", 1)]
    [InlineData("33%", 1)]
    public void AsManyRejectsAsAreAllowedAreSuccessAndMoreAreNone(string limit, int exitCode)
    {
        using TemporaryFolder folder = new();
        folder.Put("dirty.csv", Dirty);

        Outcome outcome = Run(folder, $"aggregate dirty.csv --every 1h --max-rejects {limit} --rejects rejects.csv -o hourly.csv").Expect(exitCode);

        string[] names = exitCode == 0 ? ["dirty.csv", "hourly.csv", "rejects.csv"] : ["dirty.csv", "rejects.csv"];
        Assert.Equal(names, folder.Names.Order());
        Assert.Equal(3, folder.Text("rejects.csv").Split('\n').Length);
        string expected = exitCode == 0 ? "1 rejected," : $"1 of 3 rows could not be read, and {limit} are allowed (--max-rejects); there is no result; see rejects.csv\n";
        Assert.Contains(expected, outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aggregate dirty.csv --on-error skip --schema v=int64")]
    [InlineData("aggregate dirty.csv --on-error skip --schema v=int64 --max-rejects 100%")]
    [InlineData("convert dirty.csv --on-error skip --schema v=int64")]
    [InlineData("aggregate dirty.csv --on-error skip --schema v=int64 --threads 7")]
    public void ReadingNothingAtAllIsNoSuccess(string command)
    {
        using TemporaryFolder folder = new();
        folder.Put("dirty.csv", "v\na\nb\n");

        Outcome outcome = Run(folder, command).Expect(1);

        Assert.Contains("dirty.csv line 2, byte 2, column 'v': 'a' is not an int64; --schema v=utf8 reads the column as text; none of the 2 rows of the input can be read\n", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v\n1\n2\n", "--where \"v > 5\"", "v\n")]
    [InlineData("v\n", "", "v\n")]
    public void NothingToReadAndNothingWantedAreSuccess(string csv, string flags, string output)
    {
        using TemporaryFolder folder = new();
        folder.Put("readings.csv", csv);

        Assert.Equal(output, Run(folder, $"convert readings.csv --on-error skip {flags}").Expect(0).Output);
    }

    [Fact]
    public void LeavingRowsOutIsNotProposedWhereMostOfThemFail()
    {
        using TemporaryFolder folder = new();
        folder.Put("few.csv", "a,b\n1,2\n3\n5,6\n");
        folder.Put("most.csv", "a,b\n1\n2\n3,4\n");
        folder.Put("it's all.csv", "a,b\n1\n2\n");

        string few = Run(folder, "convert few.csv").Expect(1).Errors;
        string most = Run(folder, "convert most.csv").Expect(1).Errors;
        string all = Run(folder, "convert \"it's all.csv\"").Expect(1).Errors;

        Assert.EndsWith("; --on-error skip leaves such rows out\n", few, StringComparison.Ordinal);
        Assert.EndsWith("; 2 of the first 3 rows fail; 'telemetry inspect most.csv' looks for the way to read it\n", most, StringComparison.Ordinal);
        Assert.DoesNotContain("--on-error", most + all, StringComparison.Ordinal);
        Assert.Contains("each of the first 2 rows fails; ", all, StringComparison.Ordinal);
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
        input.Write("t,v\n2024-01-01T00:00:00Z,7\n"u8);
        for (int i = 0; i < Pieces; i++)
        {
            input.Write(piece);
        }

        input.Flush();

        // all but a few megabytes was read by now, and the program waits for more
        string peak = File.ReadLines($"/proc/{process.Id}/status").Single(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((3, "sum_v\n7\n"), (process.ExitCode, await output));
        Assert.StartsWith("3,000,001 rows read, 1 accepted, 3,000,000 rejected,", await errors, StringComparison.Ordinal);
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
