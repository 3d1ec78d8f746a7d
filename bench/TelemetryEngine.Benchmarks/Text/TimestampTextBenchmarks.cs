using System.Globalization;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Benchmarks.Text;

/// <summary>Time fields to seconds since 1970, beside the runtime's own parser.</summary>
[MemoryDiagnoser]
public class TimestampTextBenchmarks
{
    private const string StampFormat = "yyyy-MM-ddTHH:mm:ssZ";
    private const string DayFirstFormat = "dd/MM/yyyy HH:mm:ss";

    private string[] _strings = null!;
    private PackedTexts _stamps = null!;
    private PackedTexts _offsets = null!;
    private PackedTexts _dayFirst = null!;
    private TimestampFormat _format = null!;
    private long _expected;

    [GlobalSetup]
    public void Setup()
    {
        long[] seconds = [.. Enumerable.Range(0, BenchmarkSize.BatchRows).Select(row => Readings.StartSeconds + (10L * row))];
        _strings = Write(seconds, "yyyy-MM-dd'T'HH:mm:ss'Z'");
        _stamps = new PackedTexts(_strings);
        _offsets = new PackedTexts(Write(seconds, "yyyy-MM-dd'T'HH:mm:ss.fff'+00:00'"));
        _dayFirst = new PackedTexts(Write(seconds, "dd'/'MM'/'yyyy HH:mm:ss"));
        _format = TimestampFormat.TryCompile(DayFirstFormat, out TimestampFormat? format, out string? error) ? format : throw new InvalidOperationException(error);
        _expected = seconds.Sum();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void RuntimeParseExact()
    {
        long sum = 0;
        foreach (string text in _strings)
        {
            DateTime time = DateTime.ParseExact(text, StampFormat, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
            sum += (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
        }

        Check.Equal(_expected, sum);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Stamp() => Check.Equal(_expected, SumIso(_stamps));

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void FractionAndOffset() => Check.Equal(_expected, SumIso(_offsets));

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void NamedFormat()
    {
        long sum = 0;
        for (int i = 0; i < _dayFirst.Count; i++)
        {
            _format.TryParse(_dayFirst[i], 1, out long value, out _);
            sum += value;
        }

        Check.Equal(_expected, sum);
    }

    private static long SumIso(PackedTexts texts)
    {
        long sum = 0;
        for (int i = 0; i < texts.Count; i++)
        {
            TimestampText.TryParse(texts[i], 1, out long value, out _);
            sum += value;
        }

        return sum;
    }

    private static string[] Write(long[] seconds, string format) =>
        [.. seconds.Select(second => DateTime.UnixEpoch.AddSeconds(second).ToString(format, CultureInfo.InvariantCulture))];
}
