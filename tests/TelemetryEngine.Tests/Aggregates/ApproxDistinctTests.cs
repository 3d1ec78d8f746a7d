using System.Globalization;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class ApproxDistinctTests : AggregateLaws
{
    protected override string Function => "approx_distinct";

    protected override string Define(string type, IReadOnlyList<LawRow> rows) =>
        rows.Select(r => LawValue.Text(type, r.Value!)).Distinct(StringComparer.Ordinal).Count().ToString(CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(1)]
    [InlineData(768)]
    [InlineData(769)]
    [InlineData(2_000)]
    [InlineData(10_000)]
    [InlineData(50_000)]
    [InlineData(200_000)]
    [InlineData(1_000_000)]
    public void It_is_exact_while_few_and_then_within_three_standard_errors(int values)
    {
        HyperLogLogColumn<long, LongValues> sketch = Sketch(0, values);
        Add(sketch, 0, values / 2);
        double error = values <= HyperLogLogColumn.MaxHashes ? 0 : 3 * 0.0081 * values;
        Assert.InRange(sketch.Estimate(1), values - error, values + error);
    }

    [Fact]
    public void Merges_in_any_order_give_the_same_state()
    {
        foreach ((int First, int Second, int Third) size in new[] { (5, 700, 3), (600, 600, 600), (5_000, 10, 768), (3_000, 4_000, 5_000) })
        {
            HyperLogLogColumn<long, LongValues> Part(int part) => part switch
            {
                0 => Sketch(0, size.First),
                1 => Sketch(size.First / 2, size.Second),
                _ => Sketch(10_000, size.Third),
            };
            string[] texts = [.. new[] { (0, 1, 2), (2, 1, 0), (1, 2, 0) }.Select(order =>
            {
                HyperLogLogColumn<long, LongValues> merged = Part(order.Item1);
                HyperLogLogColumn<long, LongValues> last = Part(order.Item3);
                merged.Merge(Part(order.Item2), [1], [1]);
                last.Merge(merged, [1], [1]);
                return Saved(last);
            })];
            Assert.Single(texts.Distinct(StringComparer.Ordinal));
            HyperLogLogColumn<long, LongValues> arrived = Sketch(0, 0);
            arrived.Load([BatchBuilder.MakeVector(new ColumnType(ColumnKind.Utf8), [texts[0]])], [1]);
            Assert.Equal(texts[0], Saved(arrived));
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1 ")]
    [InlineData("r012")]
    public void A_damaged_state_is_refused(string text) => Assert.Throws<FormatException>(() =>
        Sketch(0, 0).Load([BatchBuilder.MakeVector(new ColumnType(ColumnKind.Utf8), [text])], [1]));

    private static HyperLogLogColumn<long, LongValues> Sketch(int first, int values)
    {
        HyperLogLogColumn<long, LongValues> sketch = new();
        sketch.Reserve(2);
        Add(sketch, first, values);
        return sketch;
    }

    private static void Add(HyperLogLogColumn<long, LongValues> sketch, int first, int values)
    {
        ColumnVector column = new(new ColumnType(ColumnKind.Int64));
        column.Reset(values);
        int[] groups = new int[values];
        for (int i = 0; i < values; i++)
        {
            column.Int64s[i] = first + i;
            groups[i] = 1;
        }

        sketch.Add(new RowInput(groups, column, new ColumnViews(), default));
    }

    private static string Saved(HyperLogLogColumn<long, LongValues> sketch)
    {
        ColumnVector text = new(new ColumnType(ColumnKind.Utf8));
        text.Reset(1);
        sketch.Save([1], [text]);
        return (string)BatchBuilder.Get(text, 0)!;
    }
}
