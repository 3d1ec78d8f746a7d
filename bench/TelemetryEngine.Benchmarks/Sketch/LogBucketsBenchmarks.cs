using BenchmarkDotNet.Attributes;
using TelemetryEngine.Kernels.Sketch;

namespace TelemetryEngine.Benchmarks.Sketch;

/// <summary>A value's bucket by its bits, beside the logarithm that the paper takes.</summary>
[MemoryDiagnoser]
public class LogBucketsBenchmarks
{
    private readonly int[] _buckets = new int[BenchmarkSize.BatchRows];
    private double[] _watts = null!;
    private double _expected;

    [GlobalSetup]
    public void Setup()
    {
        // never 0, of which there is no logarithm
        _watts = [.. Readings.Watts(BenchmarkSize.BatchRows).Select(static watts => watts + 1)];
        _expected = _watts[^1];
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Logarithm()
    {
        double perBucket = 1 / Math.Log(101.0 / 99);
        for (int row = 0; row < _watts.Length; row++)
        {
            _buckets[row] = (int)Math.Ceiling(Math.Log(_watts[row]) * perBucket);
        }

        CheckWithin1Percent(2 * Math.Exp(_buckets[^1] / perBucket) / ((101.0 / 99) + 1));
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Bits()
    {
        LogBuckets.Of(_watts, _buckets);
        CheckWithin1Percent(LogBuckets.ValueOf(_buckets[^1]));
    }

    private void CheckWithin1Percent(double shown) =>
        Check.Equal(1, Math.Abs(shown - _expected) <= _expected * 0.010001 ? 1 : 0);
}
