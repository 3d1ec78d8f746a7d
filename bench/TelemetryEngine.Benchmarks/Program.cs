using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Perfolizer.Horology;
using TelemetryEngine.Benchmarks;

if (args is ["--smoke"])
{
    return SmokeRun.All(Console.Out);
}

// Times are per row and Op/s is rows per second, because every suite says how many rows an invocation has.
IConfig config = DefaultConfig.Instance
    .AddColumn(StatisticColumn.OperationsPerSecond)
    .WithSummaryStyle(SummaryStyle.Default.WithTimeUnit(TimeUnit.Nanosecond));
IEnumerable<Summary> summaries = BenchmarkSwitcher.FromAssembly(typeof(SmokeRun).Assembly).Run(args, config);
return summaries.Any(static summary => summary.HasCriticalValidationErrors || summary.Reports.Any(static report => !report.Success)) ? 1 : 0;
