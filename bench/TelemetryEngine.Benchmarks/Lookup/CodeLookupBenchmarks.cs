using BenchmarkDotNet.Attributes;
using TelemetryEngine.Kernels.Lookup;

namespace TelemetryEngine.Benchmarks.Lookup;

/// <summary>What a table of 1,000 entries says about codes: in no order, and of devices that report in turn.</summary>
[MemoryDiagnoser]
public class CodeLookupBenchmarks
{
    private readonly int[] _table = [.. Enumerable.Range(1, BenchmarkSize.Devices)];
    private readonly int[] _random = Readings.DeviceOrdinals(BenchmarkSize.BatchRows);
    private readonly int[] _inTurn = Readings.DevicesInTurn(BenchmarkSize.BatchRows);
    private readonly int[] _found = new int[BenchmarkSize.BatchRows];

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void InNoOrder() => Take(_random);

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void InTurn() => Take(_inTurn);

    private void Take(int[] codes)
    {
        Check.Equal(codes.Length, CodeLookup.Translate(_table, codes, 1, _found));
        Check.Equal(codes[^1] + 2, _found[^1]);
    }
}
