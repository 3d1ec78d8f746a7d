using System.Globalization;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class HistogramTests : AggregateLaws
{
    private static readonly double[] Edges = [-5, 0, 0.5, 3];

    protected override string Function => "histogram";

    protected override IReadOnlyList<string> Arguments => ["x", "-5", "0", "0.5", "3"];

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows)
    {
        List<double> values = [.. rows.Select(r => Rational.ToDouble(r.Value!))];
        IEnumerable<int> counts = Enumerable.Range(0, Edges.Length + 1).Select(bin => values.Count(v =>
            !double.IsNaN(v) && (bin == 0 || v >= Edges[bin - 1]) && (bin == Edges.Length || v < Edges[bin])));
        return string.Join('|', counts.Select(c => c.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Columns_say_what_they_count()
    {
        BatchBuilder batch = new BatchBuilder().Add("x", "float64", -1.0, 0.0, 9.5, 10.0, double.NaN, null, double.PositiveInfinity, double.NegativeInfinity);
        AggregationHarness harness = new(new FlatPlan { Aggregates = [Aggregate.Histogram("x", -1, 0.5, 10).As("h")] }, batch.Columns);
        Assert.Equal(["h_below_minus_1", "h_minus_1_0_5", "h_0_5_10", "h_from_10"], harness.Bound.Aggregates.Select(a => a.Name));
        Assert.Equal(["1|2|1|2"], harness.Result(harness.Partial(batch)));
    }

    [Fact]
    public void Many_edges_count_as_few_do()
    {
        BatchBuilder batch = new BatchBuilder().Add("x", "float64", -1.0, 0.0, 0.5, 1.0, 29.0, 30.0);
        double[] edges = [.. Enumerable.Range(0, 30).Select(i => (double)i)];
        AggregationHarness harness = new(new FlatPlan { Aggregates = [Aggregate.Histogram("x", edges)] }, batch.Columns);
        Assert.Equal([$"1|2|1|{string.Concat(Enumerable.Repeat("0|", 27))}2"], harness.Result(harness.Partial(batch)));
    }

    [Theory]
    [InlineData("histogram(x)", "histogram takes one column and 1 to 1000 rising edges, as in histogram(power_w, 0, 100, 1000)")]
    [InlineData("histogram(x, 0, 10, 10)", "the edges of histogram must be finite and rise, and 10 does not; write them in order, as in histogram(power_w, 0, 100, 1000)")]
    [InlineData("histogram(x, 10, -1)", "the edges of histogram must be finite and rise, and -1 does not; write them in order, as in histogram(power_w, 0, 100, 1000)")]
    [InlineData("histogram(x, NaN)", "the edges of histogram must be finite and rise, and NaN does not; write them in order, as in histogram(power_w, 0, 100, 1000)")]
    public void Edges_that_do_not_rise_are_refused(string aggregate, string message) =>
        Assert.Equal(message, Assert.Throws<PlanException>(() => MomentOracle.Ask(aggregate, "float64", "1")).Message);
}
