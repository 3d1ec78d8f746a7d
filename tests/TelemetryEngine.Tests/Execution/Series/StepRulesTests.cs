using System.Globalization;
using System.Text;
using TelemetryEngine.Aggregates;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Execution.Series;

/// <summary>Steps on decimals as they were written, and the options that leave out gaps, turn registers over and pass over glitches.</summary>
public sealed class StepRulesTests
{
    private const string Off = "2017-08-03T23:00,2000\n2017-08-03T23:01,2000\n2017-08-03T23:02,2000\n2017-08-04T18:02,2000\n2017-08-04T18:32,2000\n2017-08-04T19:02,2000\n";
    private const string Glitch = "00:00,15508.1\n00:10,15508.3\n00:20,0\n00:30,15508.6\n00:40,15508.8\n";

    [Fact]
    public void Differences_of_registers_are_those_that_were_written() =>
        Assert.Equal(["0.3|0.3|0.3|0.0025"], Ask(Hours("00:00,1000.1\n00:01,1000.2\n00:02,1000.4\n"), "increase(x), delta(x), range(x), rate(x)"));

    [Fact]
    public void An_area_of_tenths_is_exact() =>
        Assert.Equal(["1|0.1|0.1"], Ask("2024-01-01T00:00,0.1\n2024-01-01T10:00,0.1\n", "integral(x), time_weighted_avg(x), time_weighted_avg(x, method => 'linear') as l"));

    [Fact]
    public void Digits_behind_the_sample_and_very_long_ones_are_exact()
    {
        Pipeline Typed(Pipeline p) => p.Schema(("x", "decimal(1)"));
        Assert.Equal(["0.00000000000000000002"], Show(Ask("2024-01-01,1000000000000.00000000000000000001\n2024-01-02,1000000000000.00000000000000000003\n", "increase(x)", Typed)));
        Assert.Equal(["0.125|0.3"], Ask("2024-01-01T00:00,0.05\n2024-01-01T01:00,0.2\n2024-01-01T01:00,0.35\n", "integral(x), delta(x)", Typed));
        Assert.Equal(["1"], Ask("2024-01-01,9223372036854775806\n2024-01-02,9223372036854775807\n", "increase(x)"));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    public void Days_of_a_register_add_up_to_its_month_exactly(int seed)
    {
        Random random = new(seed);
        StringBuilder rows = new();
        decimal register = 50_000;
        for (int hour = 0; hour < 24 * 31; hour += random.Next(1, 5))
        {
            register += random.Next(0, 9000) / 1000m;
            rows.Append(CultureInfo.InvariantCulture, $"2024-01-{1 + (hour / 24):00}T{hour % 24:00}:{random.Next(60):00},{register:0.000}\n");
        }

        decimal Sum(string every, string what) => Ask(rows.ToString(), what, p => p.Window(Tumbling.Every(every)))
            .Select(row => row.Split('|')[1]).Where(text => text != "∅").Sum(text => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
        Assert.Equal(Sum("1mo", "increase(x)"), Sum("1d", "increase(x)"));
        Assert.Equal(Sum("1mo", "delta(x)"), Sum("1h", "delta(x)"));
    }

    [Fact]
    public void A_line_that_is_cut_at_thirds_gives_areas_that_add_up()
    {
        Pipeline Hourly(Pipeline p) => p.Window(Tumbling.Every("1h"));
        string rows = "2024-01-01T00:00,0\n2024-01-01T03:00,1\n";
        Assert.Equal(["0.16666666666666666", "0.5", "0.8333333333333334"], Ask(rows, "integral(x)", Hourly).Take(3).Select(row => row.Split('|')[1]));
        Assert.Equal(["1.5"], Ask(rows, "integral(x)"));
    }

    [Fact]
    public void Steps_longer_than_the_gap_do_not_count_and_are_counted()
    {
        Pipeline Daily(Pipeline p) => p.Window(Tumbling.Every("1d"));
        using TemporaryFile file = new("time,x\n" + Off);
        Pipeline ask = Daily(Telemetry.ReadCsv(file.Path)).Aggregate([.. AggregateText.ParseList("integral(x, max_gap => '1h') as wh, time_weighted_avg(x, max_gap => '1h') as w, integral(x) as all")]);
        Table table = ask.ToTable();
        Assert.Equal(["66.66666666666667|2000|2000", "2000|2000|38066.666666666664"], TableText.Rows(table).Select(row => row[(row.IndexOf('|') + 1)..]));
        Assert.Equal(
            ["wh: 1 step between readings is longer than max_gap and does not count, 19 h in all", "w: 1 step between readings is longer than max_gap and does not count, 19 h in all"],
            table.Summary.Notes.Select(static note => note.ToString()));
        Assert.Equal(table.Summary.Notes, ask.With(new RunOptions { MemoryBytes = 1, BatchRows = 1, MorselBytes = 7, Threads = 7 }).ToTable().Summary.Notes);
    }

    [Fact]
    public void A_step_as_long_as_the_gap_counts() =>
        Assert.Equal(["2000|∅|3"], Ask("2024-01-01T00:00,1000\n2024-01-01T02:00,1000\n2024-01-01T05:00,1003\n", "integral(x, max_gap => '2h'), rate(x, max_gap => '90m') as r, increase(x, max_gap => '3h') as i"));

    [Fact]
    public void A_register_turns_over() =>
        Assert.Equal(
            ["20.5|16|1"],
            Ask(Hours("00:00,9990.5\n00:01,9995.5\n00:02,1\n00:03,11\n"), "increase(x, rollover => 10000) as i, increase(x, rollover => '9995.5') as j, num_resets(x, rollover => 10000) as n"));

    [Fact]
    public void A_reading_above_the_rollover_is_an_error()
    {
        RunException error = Assert.Throws<RunException>(() => Ask(Hours("00:00,9990.5\n00:01,12000\n00:02,1\n"), "increase(x, rollover => 10000)"));
        Assert.StartsWith("the reading 12000 of 'x' at 2024-01-01T00:01:00Z is above 10000, where the register is said to turn over", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Glitch, "0.7|0.7|0|15509|1")]
    [InlineData("00:00,10\n00:01,2\n00:02,3\n00:03,1\n00:04,10\n00:05,11\n", "1|1|0|14|2")]
    [InlineData("00:00,10\n00:01,1\n00:02,2\n00:03,3\n00:04,4\n00:05,11\n", "11|1|1|11|1")]
    [InlineData("00:00,10\n00:01,2\n00:02,1\n00:03,5\n", "5|-5|1|7|2")]
    public void Readings_that_drop_and_come_back_are_passed_over(string readings, string expected) => Assert.Equal(
        [expected], Ask(Hours(readings), "increase(x, glitch => 'ignore'), delta(x, glitch => 'ignore'), num_resets(x, glitch => 'ignore'), increase(x) as i, num_resets(x) as n"));

    // the reading that comes back is in another window, or far away in the input
    [Fact]
    public void Glitches_do_not_depend_on_windows_threads_batches_or_memory()
    {
        StringBuilder rows = new();
        for (int i = 0; i < 601; i++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"2024-01-01T{i / 60:00}:{i % 60:00},{(i % 7 is 3 or 4 ? 0.5 : 100 + (i * 0.1)):0.0}\n");
        }

        Pipeline Minutes(Pipeline p) => p.Window(Tumbling.Every("1m"));
        const string Asked = "increase(x, glitch => 'ignore')";
        IReadOnlyList<string> expected = Ask(rows.ToString(), Asked, Minutes);
        Assert.Equal(60m, expected.Select(row => row.Split('|')[1]).Where(text => text != "∅").Sum(text => decimal.Parse(text, CultureInfo.InvariantCulture)));
        Assert.Equal(["60"], Ask(rows.ToString(), Asked));
        foreach (int threads in new[] { 1, 2, 7 })
        {
            Assert.Equal(expected, Ask(rows.ToString(), Asked, p => Minutes(p).With(new RunOptions { BatchRows = 1, MorselBytes = 50, Threads = threads })));
            Assert.Equal(expected, Ask(rows.ToString(), Asked, p => Minutes(p).With(new RunOptions { BatchRows = 40, MorselBytes = 900, MemoryBytes = 1, Threads = threads })));
        }
    }

    [Theory]
    [InlineData("integral(x, max_gap => '2mo')", "the max_gap of integral is a length such as 90s, 2h or 1d (24 hours), not '2mo'; write integral(x, max_gap => '2h')")]
    [InlineData("rate(x, max_gap => '0s')", "the max_gap of rate is a length")]
    [InlineData("increase(x, rollover => many)", "the rollover of increase is the number above 0 at which the register shows 0 again, not 'many'; write increase(x, rollover => 10000)")]
    [InlineData("increase(x, glitch => 'drop')", "the glitch of increase is 'count' or 'ignore', not 'drop'; write increase(x, glitch => 'ignore')")]
    [InlineData("integral(x, rollover => 5)", "integral has no option 'rollover'; there is bounds, max_gap, mixed")]
    public void Options_that_mean_nothing_are_refused(string aggregate, string message) =>
        Assert.StartsWith(message, Assert.Throws<PlanException>(() => Ask(Off, aggregate)).Message, StringComparison.Ordinal);

    private static string Hours(string rows) => string.Concat(rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => $"2024-01-01T{row}\n"));

    // as the crossing of tiny numbers shows them
    private static IEnumerable<string> Show(IEnumerable<string> rows) => rows.Select(row => double.Parse(row, CultureInfo.InvariantCulture).ToString("0.####################", CultureInfo.InvariantCulture));

    private static IReadOnlyList<string> Ask(string rows, string aggregates, Func<Pipeline, Pipeline>? more = null)
    {
        using TemporaryFile file = new("time,x\n" + rows);
        Pipeline input = Telemetry.ReadCsv(file.Path);
        return TableText.Rows((more is null ? input : more(input)).Aggregate([.. AggregateText.ParseList(aggregates)]).ToTable());
    }
}
