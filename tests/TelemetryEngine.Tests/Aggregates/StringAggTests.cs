using System.Globalization;
using TelemetryEngine.Aggregates;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class StringAggTests : AggregateLaws
{
    protected override string Function => "string_agg";

    protected override IReadOnlyList<string> Arguments => ["x", "' ; '"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows)
    {
        bool isFine = rows.Any(r => type == "timestamp[us]" && (long)r.Value! % 1_000 != 0);
        IEnumerable<string> texts = rows.OrderBy(r => r.Time).Select(r => type == "timestamp[us]" ? Instant((long)r.Value!, isFine, rows) : LawValue.Text(type, r.Value!));
        return rows.Count == 0 ? "∅" : string.Join(" ; ", texts);
    }

    [Fact]
    public void Rows_are_joined_by_time_then_by_position_and_those_without_a_time_are_left_out()
    {
        BatchBuilder batch = new BatchBuilder()
            .Add("time", "timestamp[us]", 3L, 1L, 1L, null, 2L, 0L)
            .Add("x", "utf8", "d", "a", "b", "never", "c", null);
        FlatPlan plan = new() { Time = new TimePlan { Column = "time" }, Aggregates = [Aggregate.StringAgg("x"), Aggregate.StringAgg("x", "'").As("quoted"), Aggregate.StringAgg("x", "").As("plain")] };
        AggregationHarness harness = new(plan, batch.Columns);
        Assert.Equal(["a,b,c,d|a'b'c'd|abcd"], harness.Result(harness.Partial(batch)));
    }

    [Fact]
    public void Values_are_written_as_in_a_result()
    {
        BatchBuilder batch = new BatchBuilder()
            .Add("number", "float64", 0.1, -0.0, double.NaN, 1e300)
            .Add("float", "float32", 0.1, 1.5, null, double.NegativeInfinity)
            .Add("decimal", "decimal(2)", "1.50", "2", "-0", "0.1")
            .Add("bit", "bool", true, false, null, true)
            .Add("when", "timestamp[ns]", 0L, 1_500_000_000L, null, -1_000_000L);
        AggregationHarness harness = new(new FlatPlan { Aggregates = AggregateText.ParseList("string_agg(number), string_agg(float), string_agg(decimal), string_agg(bit), string_agg(\"when\")") }, batch.Columns);
        Assert.Equal(
            ["0.1,0,NaN,1E+300|0.1,1.5,-Infinity|1.5,2,0,0.1|true,false,true|1970-01-01T00:00:00.000Z,1970-01-01T00:00:01.500Z,1969-12-31T23:59:59.999Z"],
            harness.Result(harness.Partial(batch)));
    }

    [Fact]
    public void Equal_texts_are_kept_once_and_a_row_allocates_nothing()
    {
        string text = new('x', 1_000);
        ColumnVector column = BatchBuilder.MakeVector(new ColumnType(ColumnKind.Utf8), [.. Enumerable.Repeat<object?>(text, 2_000)]);
        int[] groups = [.. Enumerable.Range(0, 2_000).Select(i => 1 + (i % 100))];
        long[] positions = new long[2_000];
        PlacedTexts values = new();
        values.Reserve(101);
        ColumnViews views = new();
        values.Add(new RowInput(groups, column, views, new ReadingOrder(positions, positions)));
        Assert.InRange(values.Bytes, 2_000 * 24, 400_000);
        Assert.Equal(0, Allocation.Least(() => values.Add(new RowInput(groups.AsSpan(0, 100), column, views, new ReadingOrder(positions, positions)))));
    }

    [Theory]
    [InlineData("string_agg()")]
    [InlineData("string_agg(x, 1)")]
    [InlineData("string_agg(x, ',', ';')")]
    public void Wrong_arguments_are_refused(string aggregate)
    {
        FlatPlan plan = new() { Aggregates = AggregateText.ParseList(aggregate) };
        PlanException error = Assert.Throws<PlanException>(() => new AggregationHarness(plan, new BatchBuilder().Add("x", "utf8").Columns));
        Assert.Equal("string_agg takes one column, and a separator in quotes, as in string_agg(status, '; ')", error.Message);
    }

    [Theory]
    [InlineData(true, "01 02")]
    [InlineData(true, "01 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 02 00 00 00 61")]
    [InlineData(false, "01 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 02 00 00 00")]
    public void A_damaged_state_is_refused(bool isText, string bytes)
    {
        PlacedValues values = isText ? new PlacedTexts() : new PlacedValues();
        values.Reserve(2);
        Assert.Throws<FormatException>(() => values.Load([SavedBytes.Column(bytes), SavedBytes.Column([])], [1]));
    }

    private static string Instant(long microseconds, bool isFine, IReadOnlyList<LawRow> rows)
    {
        string fraction = isFine ? ".ffffff" : rows.Any(r => (long)r.Value! % 1_000_000 != 0) ? ".fff" : "";
        return DateTime.UnixEpoch.AddTicks(microseconds * 10).ToString($"yyyy-MM-ddTHH:mm:ss{fraction}Z", CultureInfo.InvariantCulture);
    }
}
