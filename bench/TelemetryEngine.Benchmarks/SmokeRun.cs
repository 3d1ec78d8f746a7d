using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace TelemetryEngine.Benchmarks;

/// <summary>
/// Every benchmark once, small, in this process: says whether the suites still work. Each invocation checks what it did, so that it takes no
/// more than looking for benchmarks without a result.
/// </summary>
internal static class SmokeRun
{
    /// <summary>Runs everything and prints one line; what failed, and its log, only if something did.</summary>
    /// <returns>0, or 1 when a benchmark failed or has no report.</returns>
    public static int All(TextWriter output)
    {
        BenchmarkSize.IsToy = true;
        DirectoryInfo artifacts = Directory.CreateTempSubdirectory("telemetry-benchmarks-");
        try
        {
            LogCapture log = new();
            int ran = 0;
            int failed = 0;
            foreach (BenchmarkRunInfo suite in Suites(Config(artifacts, log)))
            {
                foreach (BenchmarkCase benchmark in suite.BenchmarksCases)
                {
                    log.Clear();
                    if (HasResult(suite, benchmark))
                    {
                        ran++;
                        continue;
                    }

                    failed++;
                    output.WriteLine(string.Concat(log.CapturedOutput.Select(static line => line.Text)));
                    output.WriteLine($"failed: {benchmark.Descriptor.Type.Name}.{benchmark.Descriptor.WorkloadMethod.Name} {benchmark.Parameters.DisplayInfo}".TrimEnd());
                }
            }

            output.WriteLine(failed == 0 ? $"{ran} benchmarks ran" : $"{ran} benchmarks ran, {failed} failed");
            return ran > 0 && failed == 0 ? 0 : 1;
        }
        finally
        {
            artifacts.Delete(recursive: true);
        }
    }

    private static IConfig Config(DirectoryInfo artifacts, ILogger log) => ManualConfig.CreateEmpty()
        .AddJob(Job.Dry.WithToolchain(InProcessNoEmitToolchain.Instance))
        .AddLogger(log)
        .WithArtifactsPath(artifacts.FullName)
        .WithOptions(ConfigOptions.DisableLogFile);

    private static IEnumerable<BenchmarkRunInfo> Suites(IConfig config) => typeof(SmokeRun).Assembly.GetTypes()
        .Where(static type => type.GetMethods().Any(static method => method.IsDefined(typeof(BenchmarkAttribute))))
        .OrderBy(static type => type.FullName, StringComparer.Ordinal)
        .Select(type => BenchmarkConverter.TypeToBenchmarks(type, config));

    // One at a time: BenchmarkDotNet 0.14 meets a benchmark that threw in this process with a null reference of its own, which ends the whole run.
    private static bool HasResult(BenchmarkRunInfo suite, BenchmarkCase benchmark)
    {
        try
        {
            Summary summary = BenchmarkRunner.Run(new BenchmarkRunInfo([benchmark], suite.Type, suite.Config));
            return !summary.HasCriticalValidationErrors && summary.Reports is [{ Success: true } report] && report.AllMeasurements.Any();
        }
        catch (NullReferenceException)
        {
            return false;
        }
    }
}
