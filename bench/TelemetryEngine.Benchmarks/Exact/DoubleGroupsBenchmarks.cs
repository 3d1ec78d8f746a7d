using BenchmarkDotNet.Attributes;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Benchmarks.Exact;

/// <summary>Exact sum, number, smallest and largest of doubles by 1,000 groups in no order; cutting the values in two is part of it.</summary>
[MemoryDiagnoser]
public class DoubleGroupsBenchmarks
{
    private readonly int[] _groups = Readings.DeviceOrdinals(BenchmarkSize.BatchRows);
    private readonly double[] _watts = Readings.Watts(BenchmarkSize.BatchRows);
    private readonly long[] _parts = new long[2 * BenchmarkSize.BatchRows];
    private readonly long[] _states = new long[BenchmarkSize.Devices * DoubleGroups.Words];

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Scalar() => Add("scalar");

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Vector512() => Add("vector512");

    private void Add(string way)
    {
        // so many values of a group that nothing has to be folded
        const int Folded = 1 << 30;
        _states.AsSpan().Clear();
        Check.Equal(1, FixedPointBlock.TrySplit(_watts, _parts, out _) ? 1 : 0);
        Check.Equal(_groups.Length, DoubleGroups.Select(way)(_states, _groups, _watts, _parts, 0, Folded));
        Check.Equal(_groups.AsSpan().Count(_groups[^1]), _states[(_groups[^1] * DoubleGroups.Words) + 2]);
    }
}
