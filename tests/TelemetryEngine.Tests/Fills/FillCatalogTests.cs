using TelemetryEngine.Columns;
using TelemetryEngine.Fills;

namespace TelemetryEngine.Tests.Fills;

/// <summary>Each fill against what its definition says, over two series whose rows lie between each other.</summary>
public sealed class FillCatalogTests
{
    // rows of series A and B in turn, an hour apart; the last two windows are three hours later
    private static readonly int[] Previous = [-1, -1, 0, 1, 2, 3, 4, 5, 6, 7];
    private static readonly long[] Times = [0, 0, 1, 1, 2, 2, 3, 3, 6, 6];

    public static TheoryData<string, string, string> Cases => new()
    {
        { "null", "float64", "∅ 1 ∅ ∅ 4 ∅ ∅ 7 8 ∅" },
        { "previous", "float64", "∅ 1 ∅ 1 4 1 4 7 8 7" },
        { "linear", "float64", "∅ 1 ∅ 3 4 5 5 7 8 ∅" },
        { "0.5", "float64", "0.5 1 0.5 0.5 4 0.5 0.5 7 8 0.5" },
        { "previous", "int64", "∅ 1 ∅ 1 4 1 4 7 8 7" },
        { "linear", "int64", "∅ 1 ∅ 3 4 5 5 7 8 ∅" },
        { "-9", "int64", "-9 1 -9 -9 4 -9 -9 7 8 -9" },
        { "previous", "utf8", "∅ 1 ∅ 1 4 1 4 7 8 7" },
        { "nothing", "utf8", "nothing 1 nothing nothing 4 nothing nothing 7 8 nothing" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_fills_as_its_line_says(string mode, string type, string expected)
    {
        Assert.True(ColumnType.TryParse(type, out ColumnType parsed));
        object?[] values = [null, 1L, null, null, 4L, null, null, 7L, 8L, null];
        using ColumnVector column = BatchBuilder.MakeVector(parsed, [.. values.Select(v => Cell(v, type))]);
        FillCatalog.Bind(mode, new Column("x", parsed)).Apply(new FillColumn(column, Previous, Times));
        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, values.Length).Select(row => Text(column, row))));
        Assert.Equal(expected.Split(' ').Count(t => t == "∅"), column.NullCount);
    }

    [Fact]
    public void A_line_between_integers_is_rounded_to_even()
    {
        using ColumnVector column = BatchBuilder.MakeVector(new ColumnType(ColumnKind.Int64), [0L, null, 5L, null, 8L]);
        FillCatalog.Bind("linear", new Column("x", column.Type)).Apply(new FillColumn(column, [-1, 0, 1, 2, 3], [0, 1, 2, 3, 4]));
        Assert.Equal([0L, 2L, 5L, 6L, 8L], column.Int64s[..5].ToArray());
    }

    [Fact]
    public void Between_equal_infinities_lies_no_other_value()
    {
        using ColumnVector column = BatchBuilder.MakeVector(new ColumnType(ColumnKind.Float64), [double.PositiveInfinity, null, double.PositiveInfinity]);
        FillCatalog.Bind("linear", new Column("x", column.Type)).Apply(new FillColumn(column, [-1, 0, 1], [0, 1, 2]));
        Assert.Equal(double.PositiveInfinity, column.Doubles[1]);
    }

    [Fact]
    public void A_line_between_values_whose_difference_is_no_double_stays_finite()
    {
        using ColumnVector column = BatchBuilder.MakeVector(new ColumnType(ColumnKind.Float64), [double.MaxValue, null, null, -double.MaxValue]);
        FillCatalog.Bind("linear", new Column("x", column.Type)).Apply(new FillColumn(column, [-1, 0, 1, 2], [0, 1, 2, 4]));
        Assert.Equal([double.MaxValue / 2, 0], column.Doubles[1..3].ToArray());
    }

    [Fact]
    public void Booleans_take_the_previous_value_or_one_of_their_own()
    {
        using ColumnVector column = BatchBuilder.MakeVector(new ColumnType(ColumnKind.Bool), [null, true, null, false, null]);
        FillCatalog.Bind("previous", new Column("x", column.Type)).Apply(new FillColumn(column, [-1, 0, 1, 2, 3], [0, 1, 2, 3, 4]));
        Assert.Equal("∅ True True False False", string.Join(' ', Enumerable.Range(0, 5).Select(row => Text(column, row))));
        FillCatalog.Bind("true", new Column("x", column.Type)).Apply(new FillColumn(column, [-1, 0, 1, 2, 3], [0, 1, 2, 3, 4]));
        Assert.Equal("True", Text(column, 0));
    }

    [Theory]
    [InlineData("prevous", "float64", "did you mean 'previous'?")]
    [InlineData("x", "int64", "there is null, previous, linear, VALUE")]
    [InlineData("linear", "utf8", "needs numbers or times")]
    [InlineData("1.5", "int64", "does not fill 'x', which is int64")]
    public void What_does_not_fit_says_what_does(string mode, string type, string message)
    {
        Assert.True(ColumnType.TryParse(type, out ColumnType parsed));
        PlanException e = Assert.Throws<PlanException>(() => FillCatalog.Bind(mode, new Column("x", parsed)));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    private static object? Cell(object? value, string type) => value is null ? null : type switch
    {
        "float64" => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture),
        "utf8" => value.ToString(),
        _ => value,
    };

    private static string Text(ColumnVector column, int row) => column.IsNull(row) ? "∅" : column.Layout switch
    {
        VectorLayout.Double => TableText.Value(column.Doubles[row]),
        VectorLayout.Codes => System.Text.Encoding.UTF8.GetString(column.Dictionary![column.Codes[row]]),
        VectorLayout.Bits => (((column.Bits[row >> 3] >> (row & 7)) & 1) == 1).ToString(),
        _ => column.Int64s[row].ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
