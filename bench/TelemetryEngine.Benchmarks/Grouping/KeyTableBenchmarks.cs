using System.Text;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Columns;
using TelemetryEngine.Grouping;

namespace TelemetryEngine.Benchmarks.Grouping;

/// <summary>Key columns → ordinals for a batch whose keys are known.</summary>
[MemoryDiagnoser]
public class KeyTableBenchmarks
{
    private static readonly ColumnType TextType = new(ColumnKind.Dictionary);
    private static readonly ColumnType IntegerType = new(ColumnKind.Int64);
    private static readonly ColumnType FractionType = new(ColumnKind.Float64);

    private readonly ColumnViews _views = new();
    private readonly KeyTable _text = new([TextType]);
    private readonly KeyTable _integer = new([IntegerType]);
    private readonly KeyTable _fraction = new([FractionType]);
    private readonly KeyTable _pair = new([TextType, IntegerType]);
    private readonly int[] _ordinals = new int[BenchmarkSize.BatchRows];
    private ColumnVector _devices = null!;
    private ColumnVector _integers = null!;
    private ColumnVector _fractions = null!;
    private int _distinct;
    private int _lastSeen;

    [GlobalSetup]
    public void Setup()
    {
        int[] devices = Readings.DeviceOrdinals(BenchmarkSize.BatchRows);
        int[] distinct = [.. devices.Distinct()];
        _distinct = distinct.Length;
        _lastSeen = Array.IndexOf(distinct, devices[^1]);
        _devices = new ColumnVector(TextType) { Dictionary = new TextDictionary() };
        _devices.Reset(devices.Length);
        for (int row = 0; row < devices.Length; row++)
        {
            _devices.Codes[row] = _devices.Dictionary.GetOrAdd(Encoding.UTF8.GetBytes(Readings.DeviceName(devices[row])));
        }

        _integers = Readings.LongVector(IntegerType, [.. devices.Select(static device => (long)device)]);
        _fractions = Readings.DoubleVector([.. devices.Select(static device => device / 10.0)]);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Text() => Encode(_text, [_devices], nulls: 1);

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Integer() => Encode(_integer, [_integers], nulls: 1);

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Fraction() => Encode(_fraction, [_fractions], nulls: 1);

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void TextAndInteger() => Encode(_pair, [_devices, _integers], nulls: 0);

    // a single column keeps ordinal 0 for null, which no row is; pairs are numbered as they come
    private void Encode(KeyTable table, ReadOnlySpan<ColumnVector> columns, int nulls)
    {
        _views.Clear();
        table.Encode(columns, _views, _ordinals);
        Check.Equal(_distinct + nulls, table.Count);
        Check.Equal(_lastSeen + nulls, _ordinals[^1]);
    }
}
