using System.Globalization;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Scanning;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class CountDistinctTests : AggregateLaws
{
    protected override string Function => "count_distinct";

    protected override string Define(string type, IReadOnlyList<LawRow> rows) =>
        rows.Select(r => LawValue.Text(type, r.Value!)).Distinct().Count().ToString(CultureInfo.InvariantCulture);

    [Fact]
    public void Zeros_are_one_value_and_so_are_NaNs()
    {
        double otherNaN = BitConverter.Int64BitsToDouble(unchecked((long)0xFFF8_0000_0000_0001));
        Assert.Equal(["4"], Ask(new BatchBuilder().Add("x", "float64", 0.0, -0.0, double.NaN, otherNaN, double.PositiveInfinity, null, double.NegativeInfinity)));
    }

    [Fact]
    public void Of_no_rows_it_is_0() => Assert.Equal(["0"], Ask(new BatchBuilder().Add("x", "utf8")));

    [Fact]
    public void Memory_grows_with_different_values_and_rows_allocate_nothing()
    {
        const int Groups = 2_000;
        ValueCountColumn values = new(isText: false);
        values.Reserve(Groups + 1);
        int[] groups = [.. Enumerable.Range(0, 20 * Groups).Select(i => i % (Groups + 1))];
        ColumnVector column = BatchBuilder.MakeVector(new ColumnType(ColumnKind.Int64), [.. groups.Select((_, i) => (object)(long)(i % 5))]);
        values.Add(new RowInput(groups, column, new ColumnViews(), default));
        Assert.Equal(5, values.CountOf(1));
        Assert.InRange(values.Bytes / (5 * Groups), 24, 70);
        long bytes = values.Bytes;
        ColumnViews views = new();
        Assert.Equal(0, Allocation.Least(() => values.Add(new RowInput(groups, column, views, default))));
        Assert.Equal(bytes, values.Bytes);
    }

    [Fact]
    public void A_million_values_of_a_group_are_told_apart()
    {
        ValueCountColumn values = new(isText: false);
        values.Reserve(2);
        ColumnVector column = new(new ColumnType(ColumnKind.Float64));
        column.Reset(1_000_000);
        for (int i = 0; i < 1_000_000; i++)
        {
            column.Doubles[i] = i * 0.1;
        }

        int[] groups = new int[1_000_000];
        Array.Fill(groups, 1);
        values.Add(new RowInput(groups, column, new ColumnViews(), default));
        Assert.Equal(1_000_000, values.CountOf(1));
    }

    [Fact]
    public void Texts_of_other_dictionaries_are_the_same_texts()
    {
        BatchBuilder first = new BatchBuilder().Add("x", "utf8", "a", "b", "a");
        BatchBuilder second = new BatchBuilder().Add("x", "utf8", "b", "c", null, "");
        AggregationHarness harness = Harness(first);
        PartialState other = harness.Partial(second);
        PartialState state = harness.Partial(first, second);
        state.Merge(other);
        Assert.Equal(["4"], harness.Result(state));
        Assert.Equal(["4"], harness.Result(harness.Partial(first), other));
    }

    [Theory]
    [InlineData("01 02 03", "a state has 3 bytes left where 8 are needed")]
    [InlineData("01 00 00 00 00 00 00 00 05 00 00 00 61", "a state has 1 bytes left where 5 are needed")]
    [InlineData("01 00 00 00 00 00 00 00 FF FF FF FF", "a state has 0 bytes left where -1 are needed")]
    [InlineData("01 00 00 00 00 00 00 00 01 00 00 00 FF", "a text of a state is not UTF-8")]
    [InlineData("00 00 00 00 00 00 00 00 01 00 00 00 61", "a state counts a value 0 times")]
    public void A_damaged_state_is_refused(string bytes, string message)
    {
        ValueCountColumn values = new(isText: true);
        values.Reserve(2);
        FormatException error = Assert.Throws<FormatException>(() => values.Load([SavedBytes.Column(bytes), SavedBytes.Column([])], [1]));
        Assert.Equal(message, error.Message);
    }

    private static AggregationHarness Harness(BatchBuilder batch) => new(new FlatPlan { Aggregates = [Aggregate.CountDistinct("x")] }, batch.Columns);

    private static IReadOnlyList<string> Ask(BatchBuilder batch)
    {
        AggregationHarness harness = Harness(batch);
        return harness.Result(harness.Partial(batch));
    }
}
