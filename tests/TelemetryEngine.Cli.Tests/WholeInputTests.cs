using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests;

/// <summary>Every input is read whole, as one thing, however many there are and wherever names lead.</summary>
public sealed class WholeInputTests
{
    private const string Count = "--agg count() --format csv --quiet";

    [Theory]
    [InlineData(256, 3000, "csv")]
    [InlineData(1024, 3000, "csv")]
    [InlineData(256, 1500, "csv.gz")]
    [InlineData(1024, 1500, "csv.gz")]
    public void ThousandsOfFilesNeedFewHandles(int limit, int files, string extension)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no such limit");
        using TemporaryFolder folder = new();
        for (int i = 0; i < files; i++)
        {
            Put(folder, $"f{i}.{extension}", $"a,b\n1,{i}\n");
        }

        Outcome outcome = Shell(folder, $"ulimit -n {limit}; exec \"$0\" aggregate '*.{extension}' --agg 'count(),sum(b)' --format csv --quiet").Expect(0);

        Assert.Equal($"count,sum_b\n{files},{(long)files * (files - 1) / 2}\n", outcome.Output);
    }

    [Fact]
    public async Task AFileThatIsReplacedIsAnErrorThatNamesIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such pipes");
        using TemporaryFolder folder = new();
        folder.Put("live.csv", "device,voltage_v,current_a\na,230.5,1\nb,231,2\n");
        folder.Put("new.csv", "device,current_a,voltage_v\na,1,230.5\nb,2,231\nc,3,232\n");
        Shell(folder, "mkfifo pipe.csv").Expect(0);
        using Process process = Start(folder.Path, ["aggregate", "live.csv", "pipe.csv", "--by", "device", "--agg", "max(voltage_v)", "--quiet"]);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

        // the pipe can be opened once the program opens it, which is after the file
        using (FileStream pipe = new(folder["pipe.csv"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0))
        {
            File.Move(folder["new.csv"], folder["live.csv"], overwrite: true);
            pipe.Write("device,voltage_v,current_a\nz,1,1\n"u8);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, process.ExitCode);
        Assert.Equal("", await output);
        Assert.Equal("telemetry: live.csv was replaced by another file while it was read; run again when nothing changes it, or copy it first and read the copy\n", await errors);
    }

    [Fact]
    public void AFileOnStandardInputMustNotChangeEither()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere nothing is known of it");
        using TemporaryFolder folder = new();
        folder.Put("live.csv", "a\n1\n");
        folder.Put("tail.csv", "a\n1\n");
        Assert.Equal("count\n2\n", Shell(folder, $"\"$0\" aggregate - tail.csv {Count.Replace("()", "'()'", StringComparison.Ordinal)} < live.csv").Expect(0).Output);
        Shell(folder, "mkfifo pipe.csv").Expect(0);

        // the pipe has its first row when the program reads it, which is after standard input was opened
        Outcome outcome = Shell(folder, $"(exec > pipe.csv; echo 2 >> live.csv; echo a; echo 3) & \"$0\" aggregate - pipe.csv {Count.Replace("()", "'()'", StringComparison.Ordinal)} < live.csv").Expect(1);

        Assert.Contains("standard input grew from 4 to 6 bytes while it was read", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatSaysItIsEmptyIsReadToItsEnd()
    {
        Assert.SkipUnless(File.Exists("/proc/cpuinfo"), "there is no such file");
        using TemporaryFolder folder = new();
        int lines = File.ReadAllLines("/proc/cpuinfo").Length;

        Assert.Equal($"count\n{lines}\n", Run(folder, $"aggregate /proc/cpuinfo --no-header --delimiter pipe {Count}").Expect(0).Output);
    }

    [Fact]
    public void TheFolderAboveALinkIsThatAboveWhereItLeads()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["target/deep"]);
        Directory.CreateSymbolicLink(folder["link"], "target/deep");
        folder.Put("in.csv", "a\n1\n2\n3\n");
        folder.Put("target/in.csv", "a\n1\n");
        foreach (string input in new[] { "link/../in.csv", "'link/../*.csv'", "'link/../**/i*.csv'" })
        {
            Assert.Equal("count\n1\n", Run(folder, $"aggregate {input} {Count}").Expect(0).Output);
        }

        Assert.Contains("no such file", Run(folder, $"aggregate missing/../in.csv {Count}").Expect(1).Errors, StringComparison.Ordinal);
        Run(folder, $"aggregate in.csv {Count} -o link/../out.csv").Expect(0);
        Assert.Equal("count\n3\n", folder.Text("target/out.csv"));
        Assert.False(File.Exists(folder["out.csv"]));
    }

    [Fact]
    public void LinksToFoldersCountNothingTwice()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["d/a"]);
        folder.Put("d/a/a.csv", "a\n1\n2\n");
        Directory.CreateSymbolicLink(folder["d/a/self"], ".");
        Directory.CreateSymbolicLink(folder["d/a/other"], "..");
        string plan = Run(folder, $"aggregate d/a/a.csv {Count} --plan").Expect(0).Output;
        folder.Put("plan.json", plan.Replace("d/a/a.csv", "d/**/*.csv", StringComparison.Ordinal));

        Assert.Equal("count\n2\n", Run(folder, $"aggregate 'd/**/*.csv' {Count}").Expect(0).Output);
        Assert.Equal("count\n2\n", Run(folder, "run plan.json --format csv --quiet").Expect(0).Output);
    }

    [Theory]
    [InlineData("two.csv.br", "its brotli data ends at byte")]
    [InlineData("magic.csv.gz", "its gzip data ends at byte")]
    [InlineData("zeros.csv.gz", "its gzip data ends at byte")]
    [InlineData("cut.arrows", "without the end mark of an Arrow stream")]
    [InlineData("two.arrow", "would be lost")]
    [InlineData("two.arrow.gz", "would be lost")]
    [InlineData("junk.arrows.gz", "its gzip data ends at byte")]
    public void WhatWouldBeLostIsAnError(string name, string said)
    {
        using TemporaryFolder folder = new();
        string format = name.Contains(".arrows", StringComparison.Ordinal) ? "arrows" : "arrow";
        Run(folder, $"convert - --format {format} -o one.{format} --quiet", "a\n1\n2\n").Expect(0);
        byte[] csv = Encoding.UTF8.GetBytes("a\n1\n2\n");
        byte[] gz = Pack(csv, "gz");
        byte[] arrow = File.ReadAllBytes(folder[$"one.{format}"]);
        File.WriteAllBytes(folder[name], name switch
        {
            "two.csv.br" => [.. Pack(csv, "br"), .. Pack(csv, "br")],
            "magic.csv.gz" => [.. gz, 30, .. gz.AsSpan(1)],
            "zeros.csv.gz" => [.. gz, .. new byte[512], .. gz],
            "cut.arrows" => arrow[..^8],
            "two.arrow" => [.. arrow, .. arrow],
            "two.arrow.gz" => [.. Pack(arrow, "gz"), .. Pack(arrow, "gz")],
            _ => [.. Pack(arrow, "gz"), .. "junk"u8],
        });

        Outcome outcome = Run(folder, $"aggregate {name} {Count}").Expect(1);

        Assert.Contains(name, outcome.Errors, StringComparison.Ordinal);
        Assert.Contains(said, outcome.Errors, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
    }

    [Fact]
    public void StreamsBehindEachOtherAreRead()
    {
        using TemporaryFolder folder = new();
        Run(folder, "convert - -o one.arrows --quiet", "a\n1\n2\n").Expect(0);
        byte[] one = File.ReadAllBytes(folder["one.arrows"]);
        File.WriteAllBytes(folder["two.arrows"], [.. one, .. one]);
        File.WriteAllBytes(folder["cut.arrows"], [.. one.AsSpan(0, one.Length - 8), 255, 255, 255, 255, 0, 0, 0, 0]);

        Assert.Equal("count\n4\n", Run(folder, $"aggregate two.arrows {Count}").Expect(0).Output);
        Assert.Equal("count\n4\n", Run(folder.Path, ["aggregate", "-", .. Count.Split(' ')], File.ReadAllBytes(folder["two.arrows"])).Expect(0).Output);
        Assert.Equal("count\n2\n", Run(folder, $"aggregate cut.arrows {Count}").Expect(0).Output);
    }

    private static void Put(TemporaryFolder folder, string name, string text) =>
        File.WriteAllBytes(folder[name], Pack(Encoding.UTF8.GetBytes(text), Path.GetExtension(name)[1..]));

    private static byte[] Pack(byte[] bytes, string kind)
    {
        MemoryStream packed = new();
        using (Stream stream = kind switch
        {
            "gz" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => packed,
        })
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>Runs a line of a shell, to which <c>$0</c> is the program.</summary>
    private static Outcome Shell(TemporaryFolder folder, string line)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", line, TelemetryProcess.Program]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.Result, errors.Result);
    }
}
