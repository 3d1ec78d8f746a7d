using System.Buffers.Text;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Benchmarks.Text;

/// <summary>Number fields to values, beside the runtime's own parser.</summary>
[MemoryDiagnoser]
public class DecimalTextBenchmarks
{
    private PackedTexts _decimals = null!;
    private PackedTexts _integers = null!;
    private long _expectedTenths;
    private double _expectedWatts;

    [GlobalSetup]
    public void Setup()
    {
        long[] tenths = Readings.Tenths(BenchmarkSize.BatchRows);
        _decimals = new PackedTexts([.. tenths.Select(value => (value / 10m).ToString("0.0", CultureInfo.InvariantCulture))]);
        _integers = new PackedTexts([.. tenths.Select(value => value.ToString(CultureInfo.InvariantCulture))]);
        _expectedTenths = tenths.Sum();
        _expectedWatts = _expectedTenths / 10.0;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void RuntimeDouble()
    {
        double sum = 0;
        for (int i = 0; i < _decimals.Count; i++)
        {
            Utf8Parser.TryParse(_decimals[i], out double value, out _);
            sum += value;
        }

        Check.Near(_expectedWatts, sum);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void ScaledDecimal()
    {
        long sum = 0;
        for (int i = 0; i < _decimals.Count; i++)
        {
            DecimalText.TryParse(_decimals[i], (byte)'.', Readings.Scale, out long mantissa);
            sum += mantissa;
        }

        Check.Equal(_expectedTenths, sum);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Double()
    {
        double sum = 0;
        for (int i = 0; i < _decimals.Count; i++)
        {
            DoubleText.TryParse(_decimals[i], (byte)'.', out double value);
            sum += value;
        }

        Check.Near(_expectedWatts, sum);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Integer()
    {
        long sum = 0;
        for (int i = 0; i < _integers.Count; i++)
        {
            Int64Text.TryParse(_integers[i], out long value);
            sum += value;
        }

        Check.Equal(_expectedTenths, sum);
    }
}
