using BenchmarkDotNet.Attributes;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Benchmarks.Csv;

/// <summary>A column of numbers with two decimals, from text to mantissas.</summary>
[MemoryDiagnoser]
public class NumberFieldsBenchmarks
{
    private const int Scale = 2;

    private readonly IndexedText _text = new(BenchmarkSize.BatchRows, static row => row % BenchmarkSize.Devices);
    private readonly long[] _mantissas = new long[BenchmarkSize.BatchRows];
    private readonly ulong[] _careful = new ulong[BenchmarkSize.BatchRows / 64];
    private readonly NumberLayout _layout = NumberLayout.Decimals(field: 2, isLast: false, (byte)'.', Scale);
    private readonly long _last = Readings.Tenths(BenchmarkSize.BatchRows)[^1] * 10;

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Scalar() => Parse("scalar");

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Vector128() => Parse("vector128");

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Vector512() => Parse("vector512");

    private void Parse(string parser)
    {
        NumberFields.Select(parser)(_text.Text, _text.Ends, _text.Firsts, _layout, _mantissas, _careful);
        Check.Equal(_last, _mantissas[^1]);
    }
}
