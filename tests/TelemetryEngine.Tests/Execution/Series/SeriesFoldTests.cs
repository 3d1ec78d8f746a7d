using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Aggregates;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Panes;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Results;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Execution.Spilling;
using TelemetryEngine.Tests.Aggregates;

namespace TelemetryEngine.Tests.Execution.Series;

/// <summary>Series within groups, windows with and without readings, and steps from one window to the next, against an oracle that folds each series plainly.</summary>
public sealed class SeriesFoldTests
{
    private const long Hour = 3_600_000_000;
    private const string Filter = " filter (where keep)";

    private static readonly ReadingNumbers Numbers = ReadingNumbers.Of(new ColumnType(ColumnKind.Float64), cutsLines: false);

    private static readonly (string Text, StepOracle Oracle)[] Asked =
    [
        .. new[] { "increase", "rate", "delta", "num_resets", "integral", "time_weighted_avg" }
            .SelectMany(f => new[] { true, false }.Select(carries => (Call(f, carries, ""), new StepOracle(f, carries)))),
        .. new[] { true, false }.Select(carries => (Call("time_weighted_avg", carries, ", method => 'linear'"), new StepOracle("time_weighted_avg", carries, isLinear: true))),
    ];

    /// <summary>Windows in µs (0 = none), and what groups and series are told apart by.</summary>
    public static TheoryData<long, bool, bool, string> Shapes { get; } = new()
    {
        { Hour, true, true, "" },
        { Hour, true, false, "" },
        { Hour, false, true, Filter },
        { Hour, false, false, "" },
        { Hour / 12, true, true, Filter },
        { 0, true, true, "" },
        { 0, false, true, Filter },
        { 0, false, false, "" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Series_are_folded_each_by_itself_and_then_combined(long window, bool hasSites, bool hasSeries, string filter)
    {
        AggregationHarness harness = Harness(window, hasSites, hasSeries, filter);
        for (int seed = 0; seed < 4; seed++)
        {
            List<LawRow> rows = LawData.Rows("float64", seed, count: 60 * seed);
            List<string> expected = Expected(rows, window, hasSites, hasSeries, filter);
            Assert.Equal(expected, harness.Result(Partial(harness, 0, rows)));

            // by three workers, one of which had every second row of the rest
            List<LawRow> rest = [.. rows.Skip(rows.Count / 3)];
            int third = rows.Count - rest.Count;
            PartialState first = Partial(harness, 0, [.. rows.Take(third)]);
            PartialState even = Every(harness, rest, third, 0);
            PartialState odd = Every(harness, rest, third, 1);
            Assert.Equal(expected, harness.Result(odd, first, even));

            PartialState merged = harness.Partial();
            merged.Merge(odd);
            merged.Merge(first);
            using RecordBatch saved = PartialResult.Save(even, harness.Bound);
            using ArrowStreamReader reader = new(Stream(saved));
            PartialResult.Load(reader.ReadNextRecordBatch()!, merged, harness.Bound);
            Assert.Equal(expected, harness.Result(merged));
        }
    }

    [Fact]
    public void Windows_that_a_cut_step_crosses_get_a_row()
    {
        BatchBuilder batch = Readings((0, 10), (90, 40), (240, 40));
        FlatPlan plan = Hourly("integral(x), time_weighted_avg(x), increase(x), num_resets(x), count()");
        AggregationHarness harness = new(plan, batch.Columns);
        Assert.Equal(
            [
                "0|20|10|∅|0|1",
                "3600|37.5|25|30|0|1",
                "7200|40|40|∅|∅|0",
                "10800|40|40|∅|∅|0",
                "14400|∅|∅|0|0|1",
            ],
            harness.Result(harness.Partial(batch)));
    }

    [Fact]
    public void Windows_that_own_their_end_are_cut_there_too()
    {
        BatchBuilder batch = Readings((30, 10), (90, 40), (120, 40));
        FlatPlan plan = Hourly("integral(x), time_weighted_avg(x)");
        AggregationHarness harness = new(plan with { Window = plan.Window! with { Closed = "right" } }, batch.Columns);
        Assert.Equal(["0|8.75|10", "3600|36.25|25"], harness.Result(harness.Partial(batch)));
    }

    [Fact]
    public void Only_steps_within_the_window_count_inside_and_no_other_window_gets_a_row()
    {
        BatchBuilder batch = Readings((0, 10), (30, 20), (90, 40), (240, 40));
        FlatPlan plan = Hourly("integral(x, bounds => inside), increase(x, bounds => inside), rate(x, bounds => inside)");
        AggregationHarness harness = new(plan, batch.Columns);
        Assert.Equal(["0|7.5|10|0.005555555555555556", "3600|∅|∅|∅", "14400|∅|∅|∅"], harness.Result(harness.Partial(batch)));
    }

    [Fact]
    public void Of_readings_at_one_time_the_later_in_the_input_is_the_later()
    {
        BatchBuilder batch = Readings((0, 10), (30, 20), (30, 5), (60, 5));
        FlatPlan plan = new() { Aggregates = AggregateText.ParseList("increase(x), delta(x), num_resets(x), integral(x), time_weighted_avg(x)") };
        AggregationHarness harness = new(plan, batch.Columns);
        Assert.Equal(["15|-5|1|10|7.5"], harness.Result(harness.Partial(batch)));
    }

    [Theory]
    [InlineData(1, "31,535,999 windows between 1970-01-01T00:00:00Z and 1971-01-01T00:00:00Z do not fit the memory: the run would take ", ", or allow more with RunOptions.MemoryBytes")]
    [InlineData(50, "1,576,799,999 windows between 1970-01-01T00:00:00Z and 2019-12-20T00:00:00Z are more than the 1,000,000,000 that a result may add; ", "so use a longer window than 1s or bounds => 'inside'")]
    public void A_gap_over_too_many_windows_is_an_error_before_anything_is_allocated(int years, string start, string end)
    {
        BatchBuilder batch = Readings((0, 1), (60 * 24 * 365 * years, 2));
        FlatPlan plan = Hourly("integral(x)") with { Window = new WindowPlan { Every = "1s" } };
        AggregationHarness harness = new(plan, batch.Columns);
        PartialState state = harness.Partial(batch);
        MemoryBudget budget = new(1 << 30);
        long before = GC.GetAllocatedBytesForCurrentThread();
        RunException error = Assert.Throws<RunException>(() => new HeldResult(harness.Bound, [state], new RunOptions { Threads = 1 }, PaneRows.Of, budget));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
        Assert.StartsWith(start, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(end, error.Message, StringComparison.Ordinal);
    }

    // of two aggregates that cut the same steps, and of gaps that follow each other, each window is drawn once
    [Theory]
    [InlineData("integral(x)")]
    [InlineData("integral(x), time_weighted_avg(x), integral(y)")]
    public void The_windows_of_gaps_are_drawn_from_the_budget_once(string aggregates)
    {
        BatchBuilder batch = Readings((0, 1), (60 * 24, 2), (2 * 60 * 24, 3), (4 * 60 * 24, 3));
        object?[] doubles = [.. batch.Values(1)];
        batch.Add("y", "float64", doubles);
        FlatPlan plan = Hourly(aggregates) with { Window = new WindowPlan { Every = "1s" } };
        AggregationHarness harness = new(plan, batch.Columns);
        PartialState state = harness.Partial(batch);
        HeldResult result = new(harness.Bound, [state], new RunOptions { Threads = 1 }, PaneRows.Of, new MemoryBudget(400 << 20));
        Assert.Equal((4 * 86_400) + 1, result.Rows);
        Assert.Throws<RunException>(() => new HeldResult(harness.Bound, [harness.Partial(batch)], new RunOptions { Threads = 1 }, PaneRows.Of, new MemoryBudget(64 << 20)));
    }

    [Fact]
    public void Series_that_no_aggregate_goes_by_are_refused()
    {
        FlatPlan plan = new() { Series = ["x"], Aggregates = [Aggregate.Avg("x")] };
        PlanException error = Assert.Throws<PlanException>(() => new AggregationHarness(plan, Readings((0, 1)).Columns));
        Assert.Equal("series are named (x), and no aggregate goes by them; they are for time_weighted_avg, integral, increase, rate, delta, num_resets", error.Message);
    }

    [Fact]
    public void A_series_column_that_there_is_not_is_named_with_its_neighbour()
    {
        FlatPlan plan = new() { Series = ["times"], Aggregates = [Aggregate.Of("increase", "x")] };
        PlanException error = Assert.Throws<PlanException>(() => new AggregationHarness(plan, Readings((0, 1)).Columns));
        Assert.Contains("series", error.Message, StringComparison.Ordinal);
        Assert.Contains("'time'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tumbling", null, null)]
    [InlineData("hopping", "bounds => 'inside'", null)]
    [InlineData("cumulative", "bounds => 'inside'", null)]
    [InlineData("session", "bounds => 'inside'", "sessions")]
    public void Steps_fit_the_kind_of_window_or_are_refused(string kind, string? inside, string? cut)
    {
        WindowPlan window = new() { Kind = kind, Every = "1h" };
        PlanBinder.CheckSteps(window, [new CounterSteps(Numbers, new StepRules(Carries: true))]);
        Check(inside, new CounterSteps(Numbers, new StepRules(Carries: false)));
        Check(cut, new LinearSteps(Numbers, new StepRules(Carries: true)));

        void Check(string? message, StepColumn steps)
        {
            PlanException? error = (PlanException?)Record.Exception(() => PlanBinder.CheckSteps(window, [steps]));
            Assert.Equal(message is null, error is null);
            Assert.Contains(message ?? "", error?.Message ?? "", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_a_time_there_is_no_order()
    {
        BatchBuilder batch = new BatchBuilder().Add("x", "float64", 1.0);
        FlatPlan plan = new() { Aggregates = [Aggregate.Of("increase", "x")] };
        PlanException error = Assert.Throws<PlanException>(() => new AggregationHarness(plan, batch.Columns));
        Assert.StartsWith("no column is a time, and increase needs one; name it with Time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Spans_may_be_added_after_a_result()
    {
        using SpanAggregator spans = new(null, TimeUnit.Second, Aggregate.Increase("value"), Aggregate.NumResets("value"));
        spans.Add([0, 60, 0], [1, 1, 2], [5, 9, 1]);
        Assert.Equal(["1|4|0", "2|∅|0"], TableText.Rows(spans.ToTable()));
        spans.Add([120, 30], [1, 2], [2, 2]);
        Assert.Equal(["1|6|1", "2|1|0"], TableText.Rows(spans.ToTable()));
    }

    private static string Call(string function, bool carries, string option) =>
        $"{function}(x{option}, bounds => '{(carries ? "carry" : "inside")}', mixed => 'allow')";

    private static AggregationHarness Harness(long window, bool hasSites, bool hasSeries, string filter)
    {
        IEnumerable<string> calls = Asked.Select((a, i) => $"{a.Text}{filter} as a{i}");
        FlatPlan plan = new()
        {
            Time = new TimePlan { Column = "time" },
            Window = window == 0 ? null : new WindowPlan { Every = $"{window / 60_000_000}m" },
            GroupBy = hasSites ? ["site"] : [],
            Series = hasSeries ? ["device"] : [],
            Aggregates = AggregateText.ParseList($"count(), {string.Join(", ", calls)}, last(device)"),
        };
        return new AggregationHarness(plan, Build([]).Columns);
    }

    private static PartialState Every(AggregationHarness harness, List<LawRow> rest, int position, int remainder)
    {
        // as two workers share batches of one row
        PartialState state = harness.Partial();
        for (int i = remainder; i < rest.Count; i += 2)
        {
            state.Merge(harness.PartialAt(position + i, Build([rest[i]])));
        }

        return state;
    }

    // no source hands out a batch without rows
    private static PartialState Partial(AggregationHarness harness, int position, List<LawRow> rows) =>
        rows.Count == 0 ? harness.Partial() : harness.PartialAt(position, Build(rows));

    private static string? SiteOf(LawRow row) => row.Device switch
    {
        "a" or "ü" => "north",
        null => null,
        _ => "south",
    };

    private static BatchBuilder Build(IEnumerable<LawRow> rows)
    {
        List<LawRow> list = [.. rows];
        return new BatchBuilder()
            .Add("time", "timestamp[us]", [.. list.Select(r => (object)r.Time)])
            .Add("site", "utf8", [.. list.Select(r => (object?)SiteOf(r))])
            .Add("device", "utf8", [.. list.Select(r => (object?)r.Device)])
            .Add("keep", "bool", [.. list.Select(r => (object)r.Keep)])
            .Add("x", "float64", [.. list.Select(r => r.Value)]);
    }

    private static BatchBuilder Readings(params (long Minute, double Value)[] readings) => new BatchBuilder()
        .Add("time", "timestamp[s]", [.. readings.Select(r => (object)(r.Minute * 60))])
        .Add("x", "float64", [.. readings.Select(r => (object)r.Value)]);

    private static FlatPlan Hourly(string aggregates) => new()
    {
        Window = new WindowPlan { Every = "1h" },
        Aggregates = AggregateText.ParseList(aggregates),
    };

    private static List<string> Expected(IReadOnlyList<LawRow> all, long length, bool hasSites, bool hasSeries, string filter)
    {
        var rows = all.Select((row, position) => (Row: row, Position: position, Window: StepOracle.WindowOf(row.Time, length))).ToList();
        var groups = rows.GroupBy(r => hasSites ? SiteOf(r.Row) : "").OrderBy(g => g.Key is null).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        SortedDictionary<(long Window, int Group), string> sorted = [];
        for (int group = 0; group < groups.Count; group++)
        {
            List<Dictionary<long, StepCell>> results = [];
            foreach ((_, StepOracle oracle) in Asked)
            {
                Dictionary<long, StepCell> cells = [];
                foreach (var series in groups[group].GroupBy(r => hasSeries ? r.Row.Device : ""))
                {
                    oracle.Fold(
                        series.Where(r => r.Row.Value is not null && (filter.Length == 0 || r.Row.Keep)).Select(r => new OracleReading(r.Row.Time, r.Position, r.Row.Value!)),
                        length,
                        cells);
                }

                results.Add(cells);
            }

            foreach (long window in groups[group].Select(r => r.Window).Concat(results.SelectMany(c => c.Keys)).Distinct())
            {
                List<string> cells = length == 0 ? [] : [$"{window}"];
                cells.AddRange(hasSites ? [groups[group].Key ?? "∅"] : []);
                cells.Add($"{groups[group].Count(r => r.Window == window)}");
                cells.AddRange(Asked.Select((a, i) => a.Oracle.Text(results[i].GetValueOrDefault(window) ?? new StepCell())));
                cells.Add(groups[group].Where(r => r.Window == window && r.Row.Device is not null).OrderBy(r => r.Row.Time).ThenBy(r => r.Position).LastOrDefault().Row?.Device ?? "∅");
                sorted.Add((window, group), string.Join('|', cells));
            }
        }

        return sorted.Count > 0 || length > 0 || hasSites
            ? [.. sorted.Values]
            : [string.Join('|', ["0", .. Asked.Select(_ => "∅"), "∅"])];
    }

    private static byte[] Stream(RecordBatch batch)
    {
        using MemoryStream stream = new();
        using ArrowStreamWriter writer = new(stream, batch.Schema);
        writer.WriteRecordBatch(batch);
        writer.WriteEnd();
        return stream.ToArray();
    }
}
