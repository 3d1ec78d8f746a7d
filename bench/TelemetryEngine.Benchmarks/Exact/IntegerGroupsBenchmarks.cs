using BenchmarkDotNet.Attributes;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Benchmarks.Exact;

/// <summary>Sum, number, smallest and largest of integers by 1,000 groups in no order.</summary>
[MemoryDiagnoser]
public class IntegerGroupsBenchmarks
{
    private readonly int[] _groups = Readings.DeviceOrdinals(BenchmarkSize.BatchRows);
    private readonly long[] _tenths = Readings.Tenths(BenchmarkSize.BatchRows);
    private readonly ulong[] _states = new ulong[BenchmarkSize.Devices * IntegerGroups.Words];

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Scalar() => Add("scalar");

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Vector512() => Add("vector512");

    private void Add(string way)
    {
        ulong before = _states[(_groups[^1] * IntegerGroups.Words) + 1];
        IntegerGroups.Select(way)(_states, _groups, _tenths);
        Check.Equal(_groups.AsSpan().Count(_groups[^1]), (long)(_states[(_groups[^1] * IntegerGroups.Words) + 1] - before));
    }
}
