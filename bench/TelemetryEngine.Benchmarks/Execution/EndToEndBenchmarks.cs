using Apache.Arrow;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Benchmarks.Execution;

/// <summary>The whole job through the public pipeline: a CSV file → averages. Opening the file and inferring its types is part of it.</summary>
[MemoryDiagnoser]
public class EndToEndBenchmarks
{
    private GeneratedFile _file = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup() => _file = new GeneratedFile(BenchmarkSize.Fit(BenchmarkSize.FileRows));

    [GlobalCleanup]
    public void Cleanup() => _file.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.FileRows)]
    public void WholeInput() => Run(Read());

    [Benchmark(OperationsPerInvoke = BenchmarkSize.FileRows)]
    public void HourlyByDevice() => Run(Read().Window(Tumbling.Every(TimeSpan.FromHours(1))).GroupBy("device_id"));

    [Benchmark(OperationsPerInvoke = BenchmarkSize.FileRows)]
    public void HourlyByDeviceFiltered() =>
        Run(Read().Where("power_w >= 0").Window(Tumbling.Every(TimeSpan.FromHours(1))).GroupBy("device_id"));

    private Pipeline Read() => Telemetry.ReadCsv(_file.Path).With(new RunOptions { Threads = Threads });

    private void Run(Pipeline pipeline)
    {
        Table table = pipeline.Aggregate(Avg("power_w"), Count().As("n")).ToTable();
        long counted = 0;
        foreach (RecordBatch batch in table.Batches)
        {
            foreach (long count in ((Int64Array)batch.Column("n")).Values)
            {
                counted += count;
            }
        }

        Check.Equal(_file.Rows, counted);
        Check.Equal(_file.Rows, table.Summary.RowsRead);
    }
}
