using BenchmarkDotNet.Attributes;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Benchmarks.Csv;

/// <summary>Passing the times of one moment, which are 1,000 equal texts of 20 bytes.</summary>
[MemoryDiagnoser]
public class RepeatMatchBenchmarks
{
    private readonly IndexedText _text = new(BenchmarkSize.Devices, static row => row);

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.Devices)]
    public void Scalar() => Pass("scalar");

    [Benchmark(OperationsPerInvoke = BenchmarkSize.Devices)]
    public void Vector128() => Pass("vector128");

    private void Pass(string way) => Check.Equal(BenchmarkSize.Devices, RepeatMatch.Select(way)(_text.Column(0), "2024-01-01T00:00:00Z"u8, 0));
}
