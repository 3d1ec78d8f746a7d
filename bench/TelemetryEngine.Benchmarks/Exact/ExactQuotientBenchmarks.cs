using System.Numerics;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Benchmarks.Exact;

/// <summary>The division at the end of an average, done once for each group of a result.</summary>
[MemoryDiagnoser]
public class ExactQuotientBenchmarks
{
    private const uint Count = 360;

    private long[] _narrow = null!;
    private Int128[] _wide = null!;
    private BigInteger[] _big = null!;
    private double _expectedNarrow;
    private double _expectedWide;

    [GlobalSetup]
    public void Setup()
    {
        _narrow = Readings.Tenths(BenchmarkSize.BatchRows);
        _wide = [.. _narrow.Select(static value => ((Int128)value << 70) + value)];
        _big = [.. _wide.Select(static value => (BigInteger)value)];
        _expectedNarrow = _narrow.Sum() / (double)Count;
        _expectedWide = _narrow.Sum(static value => Math.ScaleB(value, 70) + value) / Count;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void RoundedTwice()
    {
        double sum = 0;
        foreach (long value in _narrow)
        {
            sum += (double)value / Count;
        }

        Check.Near(_expectedNarrow, sum);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Narrow()
    {
        double sum = 0;
        foreach (long value in _narrow)
        {
            sum += ExactQuotient.Round((Int128)value, Count);
        }

        Check.Near(_expectedNarrow, sum);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Wide()
    {
        double sum = 0;
        foreach (Int128 value in _wide)
        {
            sum += ExactQuotient.Round(value, Count);
        }

        Check.Near(_expectedWide, sum);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void AnyWidth()
    {
        double sum = 0;
        foreach (BigInteger value in _big)
        {
            sum += ExactQuotient.Round(value, Count);
        }

        Check.Near(_expectedWide, sum);
    }
}
