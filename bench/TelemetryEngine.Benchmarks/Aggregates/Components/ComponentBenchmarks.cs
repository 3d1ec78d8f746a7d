using System.Numerics;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Benchmarks.Aggregates.Components;

/// <summary>What a row costs in each component, with 1,000 groups in no order. States go on from invocation to invocation, as in a run.</summary>
[MemoryDiagnoser]
public class ComponentBenchmarks
{
    private const int Watched = 1;

    private readonly CountComponent _count = new();
    private readonly DecimalSummary _decimalSummary = new(Readings.Scale);
    private readonly BinarySummary _binarySummary = new();
    private readonly DecimalSummary _integerSummary = new(scale: 0);
    private readonly AccumulatorColumn<Extreme<long, LongValues, LargerLong>> _latest = new();
    private readonly DdSketchColumn _sketch = new();
    private readonly ColumnViews _views = new();
    private int[] _groups = null!;
    private ColumnVector _doubles = null!;
    private ColumnVector _decimals = null!;
    private ColumnVector _integers = null!;
    private long _watchedRows;
    private long _watchedTenths;
    private long _watchedMost;
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
        _watchedMost = tenths.Where((_, row) => _groups[row] == Watched).Max();
        _watchedMax = watts.Where((_, row) => _groups[row] == Watched).Max();
        double[] watched = [.. watts.Where((_, row) => _groups[row] == Watched).Order()];
        _watchedMedian = watched[(watched.Length - 1) / 2];
        foreach (Component component in new Component[] { _count, _decimalSummary, _binarySummary, _integerSummary, _latest, _sketch })
        {
            component.Reserve(BenchmarkSize.Devices + 1);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Count()
    {
        Add(_count, null);
        Check.Equal(_calls * _watchedRows, _count.CountOf(Watched));
    }

    /// <summary>Count, sum, smallest and largest at once. The average stays what it is when the same rows come again.</summary>
    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void DecimalSummary()
    {
        Add(_decimalSummary, _decimals);
        Check.Near(_watchedTenths / 10.0 / _watchedRows, _decimalSummary.Quotient(Watched, _calls * _watchedRows));
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void BinarySummary()
    {
        Add(_binarySummary, _doubles);
        Check.Near(_watchedMax, _binarySummary.Largest(Watched));
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void IntegerSummary()
    {
        Add(_integerSummary, _integers);
        Check.Equal(_calls * _watchedTenths, _integerSummary.TryInteger(Watched, out long sum) ? sum : 0);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Latest()
    {
        Add(_latest, _integers);
        Check.Equal(_watchedMost, _latest[Watched].Value);
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

    private void Add(Component component, ColumnVector? column)
    {
        _calls++;
        _views.Clear();
        component.Add(new RowInput(_groups, column, _views, default));
    }
}
