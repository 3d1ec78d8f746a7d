using System.Diagnostics;
using System.Globalization;

namespace TelemetryEngine.Cli.Tests;

/// <summary>
/// <c>--memory</c> bounds what the process holds: a sample of the law that <c>tests/memory/run.sh</c> holds for all aggregates, windows and fills.
/// </summary>
public sealed class MemoryTests
{
    private const int Rows = 2_000_000;
    private const int Megabytes = 10;

    [Theory]
    [InlineData("--by k --agg quantile(v,0.5)", "k,quantile_v_0_5\none,1000001\n")]
    [InlineData("--by k --agg count_distinct(v),mode(v)", "k,count_distinct_v,mode_v\none,2000000,1.5\n")]
    [InlineData("--agg top(k,2),delta(v)", "top_k_2_1,top_k_2_2,delta_v\none,,1999999\n")]
    [InlineData("--agg string_agg(v)", null)]
    public async Task Values_of_one_key_do_not_fill_more_memory_than_allowed(string ask, string? expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells what a process held at most");
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "one.csv");
        using (StreamWriter csv = new(path))
        {
            csv.Write("time,k,v\n");
            for (int i = 1; i <= Rows; i++)
            {
                csv.Write(string.Create(CultureInfo.InvariantCulture, $"{1_700_000_000 + i},one,{i}.5\n"));
            }
        }

        using Process process = TelemetryProcess.Start(folder.Path, ["aggregate", path, "--time", "time", .. ask.Split(' '), "--memory", $"{Megabytes}m", "--format", "csv", "--quiet"]);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        long held = 0;
        while (!process.WaitForExit(20))
        {
            held = Math.Max(held, HeldMegabytes(process.Id));
        }

        string said = await errors;
        Assert.InRange(held, 1, Megabytes + 100);
        if (expected is null)
        {
            Assert.Equal(1, process.ExitCode);
            Assert.Contains("allow more with --memory", said, StringComparison.Ordinal);
            return;
        }

        Assert.True(process.ExitCode == 0, said);
        Assert.Equal(expected, await output);
    }

    // the line is missing once the process has ended
    private static long HeldMegabytes(int process)
    {
        string? line = File.Exists($"/proc/{process}/status") ? File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) >> 10;
    }
}
