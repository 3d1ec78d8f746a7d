using TelemetryEngine.Aggregates;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;

namespace TelemetryEngine.Tests.Execution.Planning;

public sealed class PlanBinderTests
{
    private static readonly Column[] Columns =
    [
        new("timestamp", new ColumnType(ColumnKind.Timestamp)), new("device_id", new ColumnType(ColumnKind.Utf8)),
        new("power_w", new ColumnType(ColumnKind.Decimal, Scale: 2)), new("phase", new ColumnType(ColumnKind.Int64)),
    ];

    // each name and each component is found at once: by looking through all of them these would take minutes
    [Fact]
    public void Many_columns_and_many_aggregates_are_bound_in_one_go()
    {
        const int Count = 50_000;
        ColumnSchema wide = new([.. Enumerable.Range(0, Count).Select(i => new Column($"c{i}", new ColumnType(ColumnKind.Int64)))]);
        BoundPlan all = PlanBinder.Bind(new FlatPlan { Aggregates = [new AggregatePlan { Function = "avg", Arguments = ["*"] }] }, wide);
        Assert.Equal((Count, Count), (all.Aggregates.Count, all.Components.Count));
        BoundPlan computed = PlanBinder.Bind(
            new FlatPlan { Aggregates = [.. Enumerable.Range(0, Count).Select(i => new AggregatePlan { Function = "max", Arguments = [$"c{Count - 1 - i} + {i}"] })] }, wide);
        Assert.Equal((Count, Count), (computed.Arguments.Count, computed.Components.Count));
        Assert.Equal(Enumerable.Range(Count, Count), computed.Components.Select(c => c.Spec.Input));
    }

    [Theory]
    [InlineData("avg(powr_w)", "unknown column 'powr_w' in aggregate; did you mean 'power_w'?")]
    [InlineData("avg(device_id)", "avg(device_id) needs a number, and 'device_id' is utf8; name another type with Schema((\"device_id\", \"float64\")), or count, min, max, first or last it")]
    [InlineData("agv(power_w)", "unknown aggregate 'agv'; did you mean 'avg'?")]
    [InlineData("avg()", "avg takes one column, as in avg(power_w)")]
    [InlineData("avg(power_w, 2)", "avg takes one column, as in avg(power_w)")]
    [InlineData("approx_quantile(power_w)", "approx_quantile takes one column and a number from 0 to 1, as in approx_quantile(power_w, 0.95)")]
    [InlineData("approx_quantile(power_w, phase)", "approx_quantile takes one column and a number from 0 to 1, as in approx_quantile(power_w, 0.95)")]
    [InlineData("approx_quantile(power_w, 95)", "the p of approx_quantile is from 0 to 1, and 95 is not; write approx_quantile(power_w, 0.95) for the 95th percentile")]
    [InlineData("approx_quantile(power_w, -0.1)", "the p of approx_quantile is from 0 to 1, and -0.1 is not; write approx_quantile(power_w, 0.5) for the 50th percentile")]
    [InlineData("approx_quantile(power_w, NaN)", "the p of approx_quantile is from 0 to 1, and NaN is not; write approx_quantile(power_w, 0.5) for the 50th percentile")]
    [InlineData("approx_quantile(0.5, power_w)", "approx_quantile(0.5, power_w): columns come before numbers")]
    [InlineData("approx_quantile(device_id, 0.5)", "approx_quantile(device_id) needs a number, and 'device_id' is utf8; name another type with Schema((\"device_id\", \"float64\")), or count, min, max, first or last it")]
    [InlineData("approx_quantile(power_w, 0.5), approx_quantile(power_w, 0.5)", "the name 'approx_quantile_power_w_0_5' is used twice in the result; name one of them with 'as'")]
    [InlineData("avg(power_w), avg(power_w)", "the name 'avg_power_w' is used twice in the result; name one of them with 'as'")]
    [InlineData("count() as device_id", "the name 'device_id' is used twice in the result; name one of them with 'as'")]
    [InlineData("count() as window_start", "the name 'window_start' is used twice in the result; name one of them with 'as'")]
    [InlineData("avg(power_w) filter (where phase)", "the filter 'phase' is int64, and must be true or false, as in power_w >= 0")]
    [InlineData("power_w", "'power_w' is not an aggregate; write a function and its column, as in avg(power_w) or count()")]
    [InlineData("avg(power_w) kw", "'kw' is not understood in 'avg(power_w) kw'; a result is named with 'as name'")]
    [InlineData("avg(power_w", "parentheses do not match in 'avg(power_w'")]
    [InlineData("avg(power_w) filter where phase = 1", "a filter is written filter (where …), in 'avg(power_w) filter where phase = 1'")]
    public void Aggregates_that_do_not_fit_are_explained(string text, string message) =>
        Assert.Equal(message, Assert.Throws<PlanException>(() => Bind(new FlatPlan { Aggregates = AggregateText.ParseList(text) })).Message);

    [Fact]
    public void Names_and_stars_are_filled_in()
    {
        BoundPlan bound = Bind(new FlatPlan { Aggregates = AggregateText.ParseList("count(*), max(*), sum(power_w * 2), avg(phase) as \"the phase\"") });
        Assert.Equal(["count", "max_power_w", "max_phase", "sum_power_w_2", "the phase"], bound.Aggregates.Select(a => a.Name));
        Assert.Equal("timestamp", bound.Plan.Time!.Column);
    }

    [Fact]
    public void Equal_components_are_shared()
    {
        BoundPlan bound = Bind(new FlatPlan { Aggregates = AggregateText.ParseList("avg(power_w), sum(power_w), count(power_w), min(power_w), avg(power_w) filter (where phase = 1) as f") });
        // a sum alone has no extremes
        Assert.Equal(["decimal_summary", "decimal_sum"], bound.Components.Select(c => c.Spec.Name));
    }

    [Theory]
    [InlineData("avg(power_w), max(power_w), sum(power_w)")]
    [InlineData("min(power_w), avg(power_w), count(power_w)")]
    public void Sums_and_extremes_of_a_column_share_a_component_in_any_order(string aggregates)
    {
        BoundPlan bound = Bind(new FlatPlan { Aggregates = AggregateText.ParseList(aggregates) });
        Assert.Equal("decimal_summary", Assert.Single(bound.Components).Spec.Name);
        Assert.All(bound.Aggregates, static aggregate => Assert.Equal([0], aggregate.Parts));
    }

    [Fact]
    public void A_column_whose_extremes_nobody_asks_for_has_none()
    {
        BoundPlan bound = Bind(new FlatPlan { Aggregates = AggregateText.ParseList("avg(power_w), sum(power_w), count(power_w)") });
        Assert.Equal("decimal_sum", Assert.Single(bound.Components).Spec.Name);
    }

    [Fact]
    public void Numbers_among_the_arguments_name_the_result_and_follow_the_star()
    {
        BoundPlan bound = Bind(new FlatPlan { Aggregates = AggregateText.ParseList("approx_quantile(*, 0.5), APPROX_QUANTILE(power_w * 2, .95), approx_quantile(phase, 1) as top") });
        Assert.Equal(
            ["approx_quantile_power_w_0_5", "approx_quantile_phase_0_5", "approx_quantile_power_w_2_0_95", "top"],
            bound.Aggregates.Select(a => a.Name));
        Assert.Equal(["phase", "0.5"], bound.Plan.Aggregates[1].Arguments);
    }

    [Fact]
    public void Quantiles_of_a_column_share_a_sketch_and_travel_as_json()
    {
        FlatPlan plan = new() { Aggregates = [Aggregate.ApproxQuantile("power_w", 0.5), Aggregate.ApproxQuantile("power_w", 0.95), Aggregate.ApproxQuantile("phase", 0.95)] };
        BoundPlan bound = Bind(plan);
        Assert.Equal(["ddsketch", "ddsketch"], bound.Components.Select(c => c.Spec.Name));
        Assert.Equal([0, 0, 1], bound.Aggregates.Select(a => Assert.Single(a.Parts)));
        string json = Json(bound);
        Assert.Contains("\"0.95\"", json, StringComparison.Ordinal);
        Assert.Equal(json, Json(PlanBinder.Bind(PlanStages.Cut(Plan.FromJson(json))[0].Scan, new ColumnSchema(Columns))));

        static string Json(BoundPlan bound) => PlanStages.Join(new Plan(), [new PlanStage(bound.Plan, [], 1)]).ToJson();
    }

    [Fact]
    public void Only_what_the_plan_uses_is_parsed_and_what_the_user_declared()
    {
        FlatPlan plan = new() { Aggregates = [Aggregate.Count()], Source = new SourcePlan { Declared = [new SchemaColumn("power_w", "decimal(2)")] } };
        Assert.Equal([0, 1, 2], Bind(plan).Scanned);
    }

    [Fact]
    public void Several_times_are_listed_and_none_is_explained()
    {
        FlatPlan plan = new() { Window = new WindowPlan { Every = "1h" }, Aggregates = [Aggregate.Count()] };
        Column second = new("received_at", new ColumnType(ColumnKind.Timestamp));
        Assert.Equal(
            "several columns are times: timestamp, received_at; name the one that counts with Time",
            Assert.Throws<PlanException>(() => PlanBinder.Bind(plan, new ColumnSchema([.. Columns, second]))).Message);
        Assert.StartsWith(
            "no column is a time, and windows need one; name it with Time",
            Assert.Throws<PlanException>(() => PlanBinder.Bind(plan, new ColumnSchema(Columns[1..]))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-13-01", "'2024-13-01' is not a time; write it as 2024-01-31 or 2024-01-31T12:00:00Z")]
    [InlineData("2024-03-31T02:30:00", "'2024-03-31T02:30:00' does not exist in Europe/Berlin: the clock skips it")]
    public void Ranges_must_be_times(string from, string message)
    {
        FlatPlan plan = new() { From = from, Time = new TimePlan { Zone = "Europe/Berlin" }, Aggregates = [Aggregate.Count()] };
        Assert.Equal(message, Assert.Throws<PlanException>(() => Bind(plan)).Message);
    }

    [Theory]
    [InlineData("{\"version\":1,\"colour\":\"red\"}")]
    [InlineData("{\"version\":3}")]
    [InlineData("[]")]
    [InlineData("nothing")]
    public void Plans_of_another_form_are_refused(string json) => Assert.Throws<PlanException>(() => Plan.FromJson(json));

    private static BoundPlan Bind(FlatPlan plan) => PlanBinder.Bind(plan with { Window = plan.Window ?? new WindowPlan { Every = "1h" }, GroupBy = ["device_id"] }, new ColumnSchema(Columns));
}
