using System.Numerics;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using Vector = TelemetryEngine.Columns.Vector;

namespace TelemetryEngine.Benchmarks.Aggregates.Components;

/// <summary>What a row costs in each component, with 1,000 groups in no order. States go on from invocation to invocation, as in a run.</summary>
[MemoryDiagnoser]
public class ComponentBenchmarks
{
    private const int Watched = 1;

    private readonly CountComponent _count = new();
    private readonly DecimalSumColumn _decimalSum = new(Readings.Scale);
    private readonly BinarySumColumn _binarySum = new();
    private readonly StateColumn<IntegerSum, long, LongReader> _integerSum = new();
    private readonly StateColumn<Extreme<double, LargerDouble>, double, DoubleReader> _max = new();
    private readonly DdSketchColumn _sketch = new();
    private readonly ColumnViews _views = new();
    private int[] _groups = null!;
    private Vector _doubles = null!;
    private Vector _decimals = null!;
    private Vector _integers = null!;
    private long _watchedRows;
    private long _watchedTenths;
    private double _watchedMax;
    private double _watchedMedian;
    private long _calls;

    [GlobalSetup]
    public void Setup()
    {
        long[] tenths = Readings.Tenths(BenchmarkSize.BatchRows);
        double[] watts = Readings.Watts(BenchmarkSize.BatchRows);
        _groups = [.. Readings.DeviceOrdinals(BenchmarkSize.BatchRows).Select(static device => device + 1)];
        _doubles = Readings.DoubleVector(watts);
        _decimals = Readings.LongVector(new ColumnType(ColumnKind.Decimal, Scale: Readings.Scale), tenths);
        _integers = Readings.LongVector(new ColumnType(ColumnKind.Int64), tenths);
        _watchedRows = _groups.LongCount(static group => group == Watched);
        _watchedTenths = tenths.Where((_, row) => _groups[row] == Watched).Sum();
        _watchedMax = watts.Where((_, row) => _groups[row] == Watched).Max();
        double[] watched = [.. watts.Where((_, row) => _groups[row] == Watched).Order()];
        _watchedMedian = watched[(watched.Length - 1) / 2];
        foreach (Component component in new Component[] { _count, _decimalSum, _binarySum, _integerSum, _max, _sketch })
        {
            component.Reserve(BenchmarkSize.Devices + 1);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Count()
    {
        Add(_count, null);
        Check.Equal(_calls * _watchedRows, _count[Watched]);
    }

    /// <summary>The average stays what it is when the same rows come again.</summary>
    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void DecimalSum()
    {
        Add(_decimalSum, _decimals);
        Check.Near(_watchedTenths / 10.0 / _watchedRows, _decimalSum.Round(Watched, _calls * _watchedRows));
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void BinarySum()
    {
        Add(_binarySum, _doubles);
        Check.Near(_watchedTenths / 10.0 / _watchedRows, _binarySum.Round(Watched, _calls * _watchedRows));
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void IntegerSum()
    {
        Add(_integerSum, _integers);
        Check.Equal(_calls * _watchedTenths, (long)_integerSum[Watched].Value);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Max()
    {
        Add(_max, _doubles);
        Check.Near(_watchedMax, _max[Watched].Value);
    }

    /// <summary>The median stays what it is when the same rows come again. To find it all pages are sorted, so it is looked at ever less often.</summary>
    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Sketch()
    {
        Add(_sketch, _doubles);
        if (!BitOperations.IsPow2(_calls))
        {
            return;
        }

        double median = _sketch.Quantile(Watched, new QuantilePoint(0.5))!.Value;
        Check.Equal(1, Math.Abs(median - _watchedMedian) <= _watchedMedian * 0.010001 ? 1 : 0);
    }

    private void Add(Component component, Vector? column)
    {
        _calls++;
        _views.Clear();
        component.Add(new RowInput(_groups, column, _views, default));
    }
}
