using BenchmarkDotNet.Attributes;
using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;
using TelemetryEngine.Kernels.Bits;

namespace TelemetryEngine.Benchmarks.Expressions;

/// <summary>Filters and derived columns over a batch, beside a loop written by hand.</summary>
[MemoryDiagnoser]
public class BoundExpressionBenchmarks
{
    private const double Limit = 5_000;

    private readonly ExpressionErrors _errors = new();
    private readonly byte[] _bits = new byte[BenchmarkSize.BatchRows / 8];
    private double[] _watts = null!;
    private Batch _batch = null!;
    private BoundFilter _one = null!;
    private BoundFilter _two = null!;
    private BoundExpression _product = null!;
    private int _expectedOne;
    private int _expectedTwo;

    [GlobalSetup]
    public void Setup()
    {
        _watts = Readings.Watts(BenchmarkSize.BatchRows);
        long[] devices = [.. Readings.DeviceOrdinals(BenchmarkSize.BatchRows).Select(static device => (long)device)];
        Column[] columns = [new("power_w", new ColumnType(ColumnKind.Float64)), new("device", new ColumnType(ColumnKind.Int64))];
        _batch = new Batch { Rows = BenchmarkSize.BatchRows };
        _batch.Columns.Add(Readings.DoubleVector(_watts));
        _batch.Columns.Add(Readings.LongVector(columns[1].Type, devices));
        _one = new BoundFilter(Expression.Parse("power_w >= 5000"), columns);
        _two = new BoundFilter(Expression.Parse("power_w >= 5000 and device < 250"), columns);
        _product = Expression.Bind(Expression.Parse("power_w * 0.001 + 1.5"), columns);
        _expectedOne = _watts.Count(static watts => watts >= Limit);
        _expectedTwo = _watts.Where((watts, row) => watts >= Limit && devices[row] < 250).Count();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _one.Dispose();
        _two.Dispose();
        _product.Dispose();
        _batch.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void LoopByHand()
    {
        _bits.AsSpan().Clear();
        double[] watts = _watts;
        for (int row = 0; row < watts.Length; row++)
        {
            _bits[row >> 3] |= (byte)((watts[row] >= Limit ? 1 : 0) << (row & 7));
        }

        Check.Equal(_expectedOne, Bitmaps.CountOnes(_bits, watts.Length));
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Filter() => Check.Equal(_expectedOne, Bitmaps.CountOnes(_one.Evaluate(_batch, _errors), _batch.Rows));

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void FilterOfTwoConditions() => Check.Equal(_expectedTwo, Bitmaps.CountOnes(_two.Evaluate(_batch, _errors), _batch.Rows));

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Derive()
    {
        ColumnVector result = _product.Evaluate(_batch, _errors);
        Check.Near((_watts[^1] * 0.001) + 1.5, result.Doubles[_batch.Rows - 1]);
    }
}
