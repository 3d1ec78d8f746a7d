using Apache.Arrow.Types;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Benchmarks.Windows;

/// <summary>Instants → runs of rows in one window, for input in order of time and in none.</summary>
[MemoryDiagnoser]
public class WindowSlotsBenchmarks
{
    private const long HourTicks = 3_600_000_000;
    private const long StepTicks = 10_000_000;

    private readonly WindowSlots _hours = new(WindowCatalog.Bind(Tumbling.Every("1h"), TimeUnit.Microsecond, TimeZoneInfo.Utc).Panes());
    private readonly WindowSlots _days = new(WindowCatalog.Bind(Tumbling.Every("1d"), TimeUnit.Microsecond, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).Panes());
    private long[] _ordered = null!;
    private long[] _shuffled = null!;
    private readonly int[] _slots = new int[BenchmarkSize.BatchRows];
    private int _hourCount;
    private int _dayCount;

    [GlobalSetup]
    public void Setup()
    {
        _ordered = [.. Enumerable.Range(0, BenchmarkSize.BatchRows).Select(row => (Readings.StartSeconds * 1_000_000) + (row * StepTicks))];
        _shuffled = [.. _ordered];
        new Random(42).Shuffle(_shuffled);
        _hourCount = _ordered.Select(static instant => instant / HourTicks).Distinct().Count();
        // winter time, an hour ahead
        _dayCount = _ordered.Select(static instant => (instant + HourTicks) / (24 * HourTicks)).Distinct().Count();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void DivisionForEachRow()
    {
        long last = -1;
        int changes = 0;
        foreach (long instant in _ordered)
        {
            long ordinal = instant / HourTicks;
            changes += ordinal == last ? 0 : 1;
            last = ordinal;
        }

        Check.Equal(_hourCount, changes);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Ordered() => Cut(_hours, _ordered, _hourCount);

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Shuffled() => Cut(_hours, _shuffled, _hourCount);

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void ShuffledRowByRow()
    {
        _hours.SlotsOf(_shuffled, _slots);
        Check.Equal(_hourCount, _hours.Ordinals.Length);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void CalendarDaysShuffled() => Cut(_days, _shuffled, _dayCount);

    private static void Cut(WindowSlots slots, long[] instants, int windows)
    {
        int row = 0;
        while (row < instants.Length)
        {
            row = slots.Next(instants, row).End;
        }

        Check.Equal(instants.Length, row);
        Check.Equal(windows, slots.Ordinals.Length);
    }
}
