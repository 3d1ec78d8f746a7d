using System.Globalization;
using System.Text;
using TelemetryEngine.Aggregates;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Execution.Series;

/// <summary>Readings of several devices in one series are an error; a single meter with everything that meters do is none.</summary>
public sealed class MixedReadingsTests
{
    private const string Twice = "2024-01-01T00:00,a,100\n2024-01-01T00:00,b,5000\n2024-01-01T01:00,a,101\n2024-01-01T01:00,b,5005\n";

    [Theory]
    [InlineData("increase(x)")]
    [InlineData("delta(x)")]
    [InlineData("rate(x)")]
    [InlineData("num_resets(x)")]
    [InlineData("integral(x)")]
    [InlineData("time_weighted_avg(x)")]
    public void Readings_of_two_devices_at_the_same_times_are_refused(string aggregate)
    {
        RunException error = Assert.Throws<RunException>(() => Ask(Twice, aggregate));
        Assert.Contains("2 of 4 readings of 'x' have the time of another with a different value (at 2024-01-01T00:00:00Z 100 and 5000)", error.Message, StringComparison.Ordinal);
        Assert.Contains("Series(\"device\") adds them up, GroupBy(\"device\") shows each", error.Message, StringComparison.Ordinal);
        Assert.Contains("mixed => 'allow'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_their_series_named_they_are_added_up()
    {
        Assert.Equal(["6"], Ask(Twice, "increase(x)", p => p.Series("device")));
        Assert.Equal(["a|1", "b|5"], Ask(Twice, "increase(x)", p => p.GroupBy("device")));
    }

    [Fact]
    public void Who_means_it_gets_it() => Assert.Equal(["9905"], Ask(Twice, "increase(x, mixed => 'allow')"));

    // one aggregate that does not allow it is enough
    [Fact]
    public void Each_aggregate_has_to_allow_it() => Assert.Throws<RunException>(() => Ask(Twice, "increase(x, mixed => 'allow'), delta(x)"));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Registers_that_report_in_turn_are_refused(int devices)
    {
        StringBuilder rows = new();
        for (int i = 0; i < devices * 8; i++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"2024-01-01T{i / 60:00}:{i % 60:00},d{i % devices},{(1000 * (7 - (i % devices) * 3 % 7)) + (i / devices * 0.1m)}\n");
        }

        RunException error = Assert.Throws<RunException>(() => Ask(rows.ToString(), "increase(x)"));
        Assert.Contains("as those of registers that take turns do", error.Message, StringComparison.Ordinal);
        Assert.Contains("Series(\"device\")", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Corrections_and_repeats_of_one_meter_pass()
    {
        StringBuilder rows = new();
        for (int i = 0; i < 60; i++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"2024-01-01T00:{i:00},a,{i}\n");
            rows.Append(i % 6 == 0 ? string.Create(CultureInfo.InvariantCulture, $"2024-01-01T00:{i:00},a,{i + 0.5}\n") : "");
            rows.Append(i % 2 == 0 ? string.Create(CultureInfo.InvariantCulture, $"2024-01-01T00:{i:00},a,{(i % 6 == 0 ? i + 0.5 : i)}\n") : "");
        }

        Assert.Single(Ask(rows.ToString(), "increase(x), integral(x)"));
    }

    // 1,000 counters that begin again each day, with 4 readings of it
    [Fact]
    public void Counters_that_begin_again_pass()
    {
        Random random = new(24);
        StringBuilder rows = new();
        for (int meter = 0; meter < 1000; meter++)
        {
            for (int day = 1; day <= 12; day++)
            {
                int value = 0;
                for (int hour = 0; hour < 24; hour += 6)
                {
                    rows.Append(CultureInfo.InvariantCulture, $"2024-01-{day:00}T{hour:00}:00,m{meter},{value}\n");
                    value += random.Next(1, 40);
                }
            }
        }

        Assert.Equal(1000, Ask(rows.ToString(), "increase(x)", p => p.GroupBy("device")).Count);
    }

    // ten readings in a minute, and times without seconds
    [Fact]
    public void A_register_with_coarse_times_passes() =>
        Assert.Equal(["9.9"], Ask(string.Concat(Enumerable.Range(0, 100).Select(i => string.Create(CultureInfo.InvariantCulture, $"2024-01-01T00:{i / 10:00},a,{i * 0.1m}\n"))), "increase(x)"));

    [Fact]
    public void A_signal_of_two_levels_passes() =>
        Assert.Equal(["10"], Ask(string.Concat(Enumerable.Range(0, 21).Select(i => $"2024-01-01T00:{i:00},a,{i % 2}\n")), "num_resets(x)"));

    [Fact]
    public void The_message_is_the_same_for_any_threads_and_batches()
    {
        StringBuilder rows = new();
        for (int i = 0; i < 300; i++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"2024-01-{1 + (i / 30):00}T{i / 15 % 24:00}:00,{i % 15},{i % 15 * 100}\n");
        }

        string message = Assert.Throws<RunException>(() => Ask(rows.ToString(), "increase(x)", p => p.Window(Tumbling.Every("1d")))).Message;
        foreach (int threads in new[] { 1, 2, 7 })
        {
            foreach (RunOptions options in new RunOptions[] { new() { BatchRows = 1, MorselBytes = 500 }, new() { MorselBytes = 7 }, new() { MemoryBytes = 1, BatchRows = 40 } })
            {
                Assert.Equal(message, Assert.Throws<RunException>(() => Ask(rows.ToString(), "increase(x)", p => p.Window(Tumbling.Every("1d")).With(options with { Threads = threads }))).Message);
            }
        }
    }

    private static IReadOnlyList<string> Ask(string rows, string aggregates, Func<Pipeline, Pipeline>? more = null)
    {
        using TemporaryFile file = new("time,device,x\n" + rows);
        Pipeline input = Telemetry.ReadCsv(file.Path).Time("time");
        return TableText.Rows((more is null ? input : more(input)).Aggregate([.. AggregateText.ParseList(aggregates)]).ToTable());
    }
}
