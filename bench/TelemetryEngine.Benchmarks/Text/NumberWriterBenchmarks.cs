using System.Globalization;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Benchmarks.Text;

/// <summary>Values to the shortest text that reads back, beside the runtime's formatter.</summary>
[MemoryDiagnoser]
public class NumberWriterBenchmarks
{
    private readonly byte[] _buffer = new byte[NumberWriter.MaxLength];
    private double[] _watts = null!;
    private double[] _averages = null!;
    private long[] _tenths = null!;
    private long _expectedWatts;
    private long _expectedAverages;
    private long _expectedTenths;

    [GlobalSetup]
    public void Setup()
    {
        _tenths = Readings.Tenths(BenchmarkSize.BatchRows);
        _watts = Readings.Watts(BenchmarkSize.BatchRows);
        _averages = [.. _watts.Select(watts => watts / 361)];
        _expectedTenths = _tenths.Sum(value => (long)value.ToString(CultureInfo.InvariantCulture).Length);
        _expectedWatts = _watts.Sum(value => (long)value.ToString("R", CultureInfo.InvariantCulture).Length);
        _expectedAverages = _averages.Sum(value => (long)value.ToString("R", CultureInfo.InvariantCulture).Length);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void RuntimeShort()
    {
        long bytes = 0;
        foreach (double value in _watts)
        {
            value.TryFormat(_buffer, out int written, "R", CultureInfo.InvariantCulture);
            bytes += written;
        }

        Check.Equal(_expectedWatts, bytes);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void ShortDouble() => Check.Equal(_expectedWatts, WriteAll(_watts));

    /// <summary>Averages have 16 or 17 digits.</summary>
    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void LongDouble() => Check.Equal(_expectedAverages, WriteAll(_averages));

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Integer()
    {
        long bytes = 0;
        foreach (long value in _tenths)
        {
            bytes += NumberWriter.Write(value, _buffer);
        }

        Check.Equal(_expectedTenths, bytes);
    }

    private long WriteAll(double[] values)
    {
        long bytes = 0;
        foreach (double value in values)
        {
            bytes += NumberWriter.Write(value, _buffer);
        }

        return bytes;
    }
}
