using BenchmarkDotNet.Attributes;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Benchmarks.Exact;

/// <summary>What exactness costs: sums that round once, beside the plain sum that rounds at each step.</summary>
[MemoryDiagnoser]
public class BinaryFixedPointBenchmarks
{
    private double[] _watts = null!;
    private long[] _tenths = null!;
    private double _expected;

    [GlobalSetup]
    public void Setup()
    {
        _watts = Readings.Watts(BenchmarkSize.BatchRows);
        _tenths = Readings.Tenths(BenchmarkSize.BatchRows);
        _expected = (double)_tenths.Sum(static value => value / 10m);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void PlainDoubleSum()
    {
        double sum = 0;
        foreach (double value in _watts)
        {
            sum += value;
        }

        Check.Near(_expected, sum);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void FixedPoint()
    {
        Int128 sum = 0;
        foreach (double value in _watts)
        {
            BinaryFixedPoint.TryAdd(ref sum, value);
        }

        Check.Near(_expected, BinaryFixedPoint.Round(sum, 1));
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void FixedPointByBlocks()
    {
        Int128 sum = 0;
        ReadOnlySpan<double> rest = _watts;
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<double> block = rest[..Math.Min(rest.Length, FixedPointBlock.MaxRows)];
            sum += FixedPointBlock.TrySum(block, out Int128 more, out _, out _) ? more : throw new InvalidOperationException("a reading does not fit");
            rest = rest[block.Length..];
        }

        Check.Near(_expected, BinaryFixedPoint.Round(sum, 1));
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void WholeRange()
    {
        WideBinarySum sum = new();
        foreach (double value in _watts)
        {
            sum.Add(value);
        }

        Check.Near(_expected, sum.Round(1));
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void DecimalMantissas()
    {
        Int128 sum = 0;
        foreach (long value in _tenths)
        {
            DecimalSum.TryAdd(ref sum, value);
        }

        Check.Near(_expected, DecimalSum.Round(sum, Readings.Scale, 1));
    }
}
