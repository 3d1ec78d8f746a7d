using System.Text;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Benchmarks.Csv;

/// <summary>A column of 1,000 device names that are known, from text to codes: device after device, and in no order.</summary>
[MemoryDiagnoser]
public class TextMatchBenchmarks
{
    private readonly IndexedText _ordered = new(BenchmarkSize.BatchRows, static row => row % BenchmarkSize.Devices);
    private readonly IndexedText _random;
    private readonly int[] _devices = Readings.DeviceOrdinals(BenchmarkSize.BatchRows);
    private readonly int[] _codes = new int[BenchmarkSize.BatchRows];
    private readonly TextHeads _heads = new();

    public TextMatchBenchmarks()
    {
        _random = new IndexedText(BenchmarkSize.BatchRows, row => _devices[row]);
        for (int device = 0; device < BenchmarkSize.Devices; device++)
        {
            _heads.Add(Encoding.ASCII.GetBytes(Readings.DeviceName(device)), isPlain: true);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void ScalarInOrder() => Match("scalar", _ordered, (BenchmarkSize.BatchRows - 1) % BenchmarkSize.Devices);

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void VectorInOrder() => Match("vector128", _ordered, (BenchmarkSize.BatchRows - 1) % BenchmarkSize.Devices);

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void ScalarAtRandom() => Match("scalar", _random, _devices[^1]);

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void VectorAtRandom() => Match("vector128", _random, _devices[^1]);

    private void Match(string way, IndexedText text, int lastDevice)
    {
        Check.Equal(BenchmarkSize.BatchRows, TextMatch.Select(way)(text.Column(1), _heads, _codes, 0));
        Check.Equal(lastDevice, _codes[^1]);
    }
}
