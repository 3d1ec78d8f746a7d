using TelemetryEngine.Aggregates;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class ModeTests : AggregateLaws
{
    protected override string Function => "mode";

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => Ranked(type, rows, 1)[0];

    /// <summary>The most frequent values, of equally frequent ones the smallest first.</summary>
    internal static IReadOnlyList<string> Ranked(string type, IReadOnlyList<LawRow> rows, int count)
    {
        List<IGrouping<string, LawRow>> rest = [.. rows.GroupBy(r => LawValue.Text(type, r.Value!))];
        List<string> ranked = [];
        while (ranked.Count < count)
        {
            int most = rest.Count == 0 ? 0 : rest.Max(g => g.Count());
            string value = most == 0 ? "∅" : LawValue.Text(type, LawValue.Extreme(type, [.. rest.Where(g => g.Count() == most).SelectMany(g => g)], -1));
            ranked.Add(value);
            rest.RemoveAll(g => g.Key == value);
        }

        return ranked;
    }

    [Fact]
    public void Ties_go_to_the_smallest_and_NaN_is_last()
    {
        BatchBuilder batch = new BatchBuilder()
            .Add("number", "float64", double.NaN, double.NaN, 2.0, -0.0, 0.0, 2.0)
            .Add("text", "utf8", "b", "ä", "a", "", null, "a")
            .Add("bit", "bool", true, false, true, false, true, null);
        AggregationHarness harness = new(new FlatPlan { Aggregates = AggregateText.ParseList("mode(number), mode(text), mode(bit)") }, batch.Columns);
        Assert.Equal(["0|a|true"], harness.Result(harness.Partial(batch)));
    }
}
