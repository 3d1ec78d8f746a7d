using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Benchmarks.Exact;

/// <summary>Exact sum, number, smallest and largest of 1,000 devices that report in turn: each row for itself, and eight at once in lanes. Without AVX-512 there are no lanes.</summary>
[MemoryDiagnoser]
public class LaneSumsBenchmarks
{
    // so many values of a group that nothing has to be folded
    private const int Folded = 1 << 30;

    private readonly int[] _groups = [.. Readings.DevicesInTurn(BenchmarkSize.BatchRows).Select(static device => device + 1)];
    private readonly long[] _tenths = Readings.Tenths(BenchmarkSize.BatchRows);
    private readonly double[] _watts = Readings.Watts(BenchmarkSize.BatchRows);
    private readonly long[] _parts = new long[2 * BenchmarkSize.BatchRows];
    private readonly long[] _doubles = new long[(BenchmarkSize.Devices + 1) * DoubleGroups.Words];
    private readonly ulong[] _integers = new ulong[(BenchmarkSize.Devices + 1) * IntegerGroups.Words];
    private readonly GroupLanes _doubleLanes = new(new long[DoubleGroups.Words], static () => { });
    private readonly GroupLanes _integerLanes = new(new long[IntegerGroups.Words], static () => { });

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void DoublesByRow()
    {
        Check.Equal(1, FixedPointBlock.TrySplit(_watts, _parts, out _) ? 1 : 0);
        Check.Equal(_groups.Length, DoubleGroups.Selected(_doubles, _groups, _watts, _parts, 0, Folded));
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void DoublesByLanes()
    {
        double largest = 0;
        Check.Equal(LaneSums.IsSupported ? 1 : 0, _doubleLanes.TryTake(_groups) ? 1 : 0);
        Check.Equal(_groups.Length, LaneSums.IsSupported ? LaneSums.AddDoubles(_doubleLanes.All, _doubleLanes.First, _groups, _watts, FixedPointBlock.Limit, ref largest) : _groups.Length);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void IntegersByRow() => IntegerGroups.Selected(_integers, _groups, _tenths);

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void IntegersByLanes()
    {
        if (_integerLanes.TryTake(_groups))
        {
            LaneSums.AddIntegers(MemoryMarshal.Cast<long, ulong>(_integerLanes.All), _integerLanes.First, _groups, _tenths);
        }

        Check.Equal(LaneSums.IsSupported ? BenchmarkSize.Devices : 0, _integerLanes.Count);
    }
}
