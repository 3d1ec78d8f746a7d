using System.Text;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Benchmarks.Columns;

/// <summary>UTF-8 fields → codes, beside a dictionary of strings.</summary>
[MemoryDiagnoser]
public class TextDictionaryBenchmarks
{
    private readonly TextDictionary _dictionary = new();
    private readonly Dictionary<string, int> _strings = new(StringComparer.Ordinal);
    private PackedTexts _devices = null!;
    private PackedTexts _distinctTexts = null!;
    private long _expected;

    [GlobalSetup]
    public void Setup()
    {
        int[] devices = Readings.DeviceOrdinals(BenchmarkSize.BatchRows);
        _devices = new PackedTexts([.. devices.Select(Readings.DeviceName)]);
        _distinctTexts = new PackedTexts([.. Enumerable.Range(0, BenchmarkSize.BatchRows).Select(Readings.DeviceName)]);
        Dictionary<int, int> codes = [];
        foreach (int device in devices)
        {
            codes.TryAdd(device, codes.Count);
            _expected += codes[device];
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void DictionaryOfStrings()
    {
        long sum = 0;
        for (int i = 0; i < _devices.Count; i++)
        {
            string text = Encoding.UTF8.GetString(_devices[i]);
            if (!_strings.TryGetValue(text, out int code))
            {
                code = _strings.Count;
                _strings.Add(text, code);
            }

            sum += code;
        }

        Check.Equal(_expected, sum);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void KnownText()
    {
        long sum = 0;
        for (int i = 0; i < _devices.Count; i++)
        {
            sum += _dictionary.GetOrAdd(_devices[i]);
        }

        Check.Equal(_expected, sum);
    }

    /// <summary>Every row a new text: growth included.</summary>
    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void NewText()
    {
        TextDictionary dictionary = new();
        for (int i = 0; i < _distinctTexts.Count; i++)
        {
            dictionary.GetOrAdd(_distinctTexts[i]);
        }

        Check.Equal(_distinctTexts.Count, dictionary.Count);
    }
}
