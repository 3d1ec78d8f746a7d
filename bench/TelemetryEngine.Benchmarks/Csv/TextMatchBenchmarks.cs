using System.Text;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Benchmarks.Csv;

/// <summary>A column of 1,000 names that are known, from text to codes: device after device, in no order, and in no order with names as long as a UUID.</summary>
[MemoryDiagnoser]
public class TextMatchBenchmarks
{
    private readonly int[] _devices = Readings.DeviceOrdinals(BenchmarkSize.BatchRows);
    private readonly int[] _codes = new int[BenchmarkSize.BatchRows];
    private readonly TextHeads _heads = Heads(Readings.DeviceName);
    private readonly TextHeads _longHeads = Heads(LongName);
    private readonly IndexedText _ordered = new(BenchmarkSize.BatchRows, static row => row % BenchmarkSize.Devices);
    private readonly IndexedText _random;
    private readonly IndexedText _long;

    public TextMatchBenchmarks()
    {
        _random = new IndexedText(BenchmarkSize.BatchRows, row => _devices[row]);
        _long = new IndexedText(BenchmarkSize.BatchRows, row => _devices[row], LongName);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void ScalarInOrder() => Match("scalar", _ordered, _heads, (BenchmarkSize.BatchRows - 1) % BenchmarkSize.Devices);

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void VectorInOrder() => Match("vector128", _ordered, _heads, (BenchmarkSize.BatchRows - 1) % BenchmarkSize.Devices);

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void ScalarAtRandom() => Match("scalar", _random, _heads, _devices[^1]);

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void VectorAtRandom() => Match("vector128", _random, _heads, _devices[^1]);

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void ScalarLongAtRandom() => Match("scalar", _long, _longHeads, _devices[^1]);

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void VectorLongAtRandom() => Match("vector128", _long, _longHeads, _devices[^1]);

    private static string LongName(int device) => $"3f2504e0-4f89-11d3-9a0c-{device:D12}";

    private static TextHeads Heads(Func<int, string> name)
    {
        TextHeads heads = new();
        for (int device = 0; device < BenchmarkSize.Devices; device++)
        {
            heads.Add(Encoding.ASCII.GetBytes(name(device)), isPlain: true);
        }

        return heads;
    }

    private void Match(string way, IndexedText text, TextHeads heads, int lastDevice)
    {
        Check.Equal(BenchmarkSize.BatchRows, TextMatch.Select(way)(text.Column(1), heads, _codes, 0));
        Check.Equal(lastDevice, _codes[^1]);
    }
}
