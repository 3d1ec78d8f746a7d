using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Grouping;

namespace TelemetryEngine.Benchmarks.Grouping;

/// <summary>(window, key) → group for a batch whose groups are known, beside a dictionary of pairs.</summary>
[MemoryDiagnoser]
public class GroupTableBenchmarks
{
    // one cell more than a grid may have while it is empty
    private const int SparseKeys = (1 << 22) + 1;

    private readonly Dictionary<(int Slot, int Key), int> _dictionary = [];
    private readonly GroupTable _grid = new();
    private readonly GroupTable _hash = new();
    private readonly int[] _groups = new int[BenchmarkSize.BatchRows];
    private int[] _keys = null!;
    private int _distinct;

    [GlobalSetup]
    public void Setup()
    {
        _keys = Readings.DeviceOrdinals(BenchmarkSize.BatchRows);
        _distinct = _keys.Distinct().Count();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void DictionaryOfPairs()
    {
        for (int row = 0; row < _keys.Length; row++)
        {
            ref int group = ref CollectionsMarshal.GetValueRefOrAddDefault(_dictionary, (0, _keys[row]), out bool exists);
            group = exists ? group : _dictionary.Count;
            _groups[row] = group;
        }

        Check.Equal(_distinct, _dictionary.Count);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Grid()
    {
        _grid.Assign(0, BenchmarkSize.Devices, _keys, _groups);
        Check.Equal(_distinct + 1, _grid.Count);
        Check.Equal(_keys[^1], _grid.Groups[_groups[^1]].Key);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Hash()
    {
        _hash.Assign(0, SparseKeys, _keys, _groups);
        Check.Equal(_distinct + 1, _hash.Count);
        Check.Equal(_keys[^1], _hash.Groups[_groups[^1]].Key);
    }
}
