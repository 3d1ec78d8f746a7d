using BenchmarkDotNet.Attributes;

namespace TelemetryEngine.Benchmarks.Csv;

/// <summary>Finding fields and records; a row has about 45 bytes. A width that this machine does not have is the widest that it has.</summary>
[MemoryDiagnoser]
public class StructuralScanBenchmarks
{
    private readonly IndexedText _text = new(BenchmarkSize.BatchRows, static row => row % BenchmarkSize.Devices);

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Scalar() => Scan("scalar");

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Vector128() => Scan("vector128");

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Vector256() => Scan("vector256");

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Vector512() => Scan("vector512");

    private void Scan(string scanner) => Check.Equal(BenchmarkSize.BatchRows, _text.Scan(scanner));
}
