using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;
using static TelemetryEngine.Tests.Expressions.ExpressionRun;

namespace TelemetryEngine.Tests.Expressions;

/// <summary>Published or promised answers, one expression at a time.</summary>
public sealed class ExpressionMeaningTests
{
    private static readonly object?[] ThreeValues = [true, false, null];

    [Theory]
    [InlineData("a and b", "TFN FFF NFN")]
    [InlineData("a or b", "TTT TFN TNN")]
    [InlineData("a = b", "TFN FTN NNN")]
    [InlineData("a < b", "FFN TFN NNN")]
    [InlineData("a is null", "FFF FFF TTT")]
    [InlineData("not a", "FFF TTT NNN")]
    [InlineData("coalesce(a, b)", "TTT FFF TFN")]
    [InlineData("if(a, b, not b)", "TFN FTN FTN")]
    [InlineData("a in (b, true)", "TTT FTN NNN")]
    [InlineData("a and null", "NNN FFF NNN")]
    [InlineData("null or a", "TTT NNN NNN")]
    [InlineData("a = null", "NNN NNN NNN")]
    public void Truth_tables_of_true_false_and_null(string text, string expected)
    {
        BatchBuilder data = new BatchBuilder()
            .Add("a", "bool", [.. ThreeValues.SelectMany(a => ThreeValues.Select(_ => a))])
            .Add("b", "bool", [.. ThreeValues.SelectMany(_ => ThreeValues)]);
        string actual = string.Concat(Run(text, data).Select((value, i) => (i is 3 or 6 ? " " : "") + (value is null ? "N" : (bool)value ? "T" : "F")));
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("5 % 3", 2L)]
    [InlineData("-5 % 3", -2L)]
    [InlineData("5 % -3", 2L)]
    [InlineData("-5.5 % 3", -2.5)]
    [InlineData("-9223372036854775808 % -1", 0L)]
    [InlineData("7 / 2", 3.5)]
    [InlineData("1 / 0", double.PositiveInfinity)]
    [InlineData("-1 / 0", double.NegativeInfinity)]
    [InlineData("0 / 0", double.NaN)]
    [InlineData("nan = nan", false)]
    [InlineData("nan <> nan", false)]
    [InlineData("not nan = nan", true)]
    [InlineData("nan >= 0 or nan < 0", false)]
    [InlineData("is_nan(nan)", true)]
    [InlineData("least(nan, 2, null)", 2.0)]
    [InlineData("greatest(1, null, 3)", 3L)]
    [InlineData("coalesce(null, 2.5, 1)", 2.5)]
    [InlineData("nullif(1, 1.0)", null)]
    [InlineData("round(2.5)", 3.0)]
    [InlineData("round(-2.5)", -3.0)]
    [InlineData("round(2.345, 1)", 2.3)]
    [InlineData("floor(-0.5)", -1.0)]
    [InlineData("ceil(1.2)", 2.0)]
    [InlineData("int64(2.5)", 2L)]
    [InlineData("int64(3.5)", 4L)]
    [InlineData("int64(true)", 1L)]
    [InlineData("int64('-42')", -42L)]
    [InlineData("float64('1e3')", 1000.0)]
    [InlineData("cast(9007199254740993 as float64) = 9007199254740993", false)]
    [InlineData("length('été😀')", 4L)]
    [InlineData("lower('ÀB')", "àb")]
    [InlineData("upper('straße')", "STRAßE")]
    [InlineData("'b' > 'a'", true)]
    [InlineData("'B' < 'a'", true)]
    [InlineData("'￿' < '😀'", true)]
    [InlineData("'a%b' like 'a_b'", true)]
    [InlineData("'é' like '_'", true)]
    [InlineData("'aaa' like '%a%a%a%'", true)]
    [InlineData("'aa' like '%a%a%a%'", false)]
    [InlineData("d = 0.1", true)]
    [InlineData("d + 0.2", 0.3)]
    [InlineData("d + 0.2 = 0.3", true)]
    [InlineData("0.7 * 3", 2.1)]
    [InlineData("0.7 * 3 = 2.1", true)]
    [InlineData("d * i", 900719925474099.3)]
    [InlineData("d * i = 900719925474099.3", true)]
    [InlineData("1 - 0.9 = d", true)]
    [InlineData("-d < -0.09999", true)]
    [InlineData("w + w - w = w", true)]
    [InlineData("abs(-w) = w", true)]
    [InlineData("w * w - w * w", 0.0)]
    [InlineData("floor(w) = 123456789012345678901234.0", true)]
    [InlineData("ceil(-w) + 123456789012345678901234.0", 0.0)]
    [InlineData("round(w, 0) - w = 0.5", true)]
    [InlineData("round(2.675, 2)", 2.68)]
    [InlineData("round(-2.675, 2)", -2.68)]
    [InlineData("least(w, d, 0.05)", 0.05)]
    [InlineData("greatest(d, 0.05, 0.1000000001) > d", true)]
    [InlineData("0.000000000000000001 * 0.000000000000000001 > 0", true)]
    [InlineData("0.000000000000000001 * 0.000000000000000001", 1e-36)]
    [InlineData("if(d = 0.1, w, d) = w", true)]
    [InlineData("coalesce(null, w) + d > w", true)]
    [InlineData("nullif(w, d) = w", true)]
    [InlineData("nullif(d, 0.10)", null)]
    [InlineData("w in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 123456789012345678901234.5)", true)]
    [InlineData("w = 123456789012345678901234.4", false)]
    [InlineData("d / 3 * 3", 0.1)]
    [InlineData("d % 0.03", 0.010000000000000009)]
    [InlineData("d < 1", true)]
    [InlineData("w > 92233720368547758", true)]
    [InlineData("i = 9007199254740992.0", false)]
    [InlineData("i > 9007199254740992.0", true)]
    [InlineData("ts >= '2024-03-31'", true)]
    [InlineData("ts < timestamp '2024-03-31T01:30:00.0000001Z'", true)]
    [InlineData("ts = timestamp '2024-03-31T01:30:00.0000001Z'", false)]
    [InlineData("ts <> '2024-03-31 01:30'", false)]
    [InlineData("ts between '2024-03-31' and '2024-04-01'", true)]
    [InlineData("ts < '9999-12-31'", true)]
    [InlineData("ts in ('2024-01-01', '2024-03-31T03:30:00+02:00')", true)]
    [InlineData("local = '2024-03-31 03:30'", true)]
    [InlineData("local = '2024-03-31T01:30Z'", true)]
    [InlineData("ts = local", true)]
    [InlineData("ts + interval '90m' - ts", 5400.0)]
    [InlineData("timestamp '2024-01-02' - timestamp '2024-01-01'", 86400.0)]
    public void A_row_gives_this_value(string text, object? expected)
    {
        BatchBuilder data = new BatchBuilder()
            .Add("nan", "float64", double.NaN)
            .Add("d", "decimal(3)", "0.1")
            .Add("w", "decimal(3)", "123456789012345678901234.5")
            .Add("i", "int64", 9007199254740993L)
            .Add("ts", "timestamp[ms]", new DateTime(2024, 3, 31, 1, 30, 0, DateTimeKind.Utc))
            .Add("local", "timestamp[s, Europe/Berlin]", new DateTime(2024, 3, 31, 1, 30, 0, DateTimeKind.Utc));
        Assert.Equal(expected, Assert.Single(Run(text, data)));
    }

    [Theory]
    [InlineData("a * b", "1: integer overflow in 'a * b'")]
    [InlineData("a % b", "3: division by zero in 'a % b'")]
    [InlineData("coalesce(1, a % b)", "")]
    [InlineData("b <> 0 and a % b = 0", "")]
    [InlineData("b = 0 or a % b = 0", "")]
    [InlineData("if(b = 0, 0, a % b)", "")]
    [InlineData("abs(-b * a) + 0 * (a % b)", "1: integer overflow in '-b * a' 3: division by zero in 'a % b'")]
    [InlineData("int64(f)", "0: not an int64 in 'int64(f)' 2: not an int64 in 'int64(f)'")]
    [InlineData("float64(t)", "1: not a number in 'float64(t)'")]
    public void Rows_without_a_result_are_errors_unless_the_row_does_not_ask(string text, string expected)
    {
        BatchBuilder data = new BatchBuilder()
            .Add("a", "int64", 3L, long.MaxValue, null, 5)
            .Add("b", "int64", 2L, 2L, 0L, 0L)
            .Add("f", "float64", double.NaN, null, 1e19, 2.0)
            .Add("t", "utf8", "1", "x", "2", null);
        Assert.Equal(expected, Errors(text, data));
    }

    [Theory]
    [InlineData("k", ColumnKind.Int32)]
    [InlineData("k + k", ColumnKind.Int64)]
    [InlineData("k + 0.5", ColumnKind.Decimal)]
    [InlineData("k + 1e300", ColumnKind.Float64)]
    [InlineData("-d", ColumnKind.Decimal)]
    [InlineData("d * d", ColumnKind.Decimal)]
    [InlineData("d % 2", ColumnKind.Float64)]
    [InlineData("d / 2", ColumnKind.Float64)]
    [InlineData("least(d, k)", ColumnKind.Decimal)]
    [InlineData("d", ColumnKind.Decimal)]
    [InlineData("(d)", ColumnKind.Decimal)]
    [InlineData("d + d", ColumnKind.Decimal)]
    [InlineData("coalesce(d, 0)", ColumnKind.Decimal)]
    [InlineData("k / k", ColumnKind.Float64)]
    [InlineData("ts - ts", ColumnKind.Float64)]
    [InlineData("ts + interval '1h'", ColumnKind.Timestamp)]
    [InlineData("lower(t)", ColumnKind.Utf8)]
    [InlineData("t", ColumnKind.Dictionary)]
    [InlineData("null", ColumnKind.Bool)]
    [InlineData("timestamp '2024-01-01'", ColumnKind.Timestamp)]
    public void The_type_of_a_result(string text, object expected)
    {
        BatchBuilder data = new BatchBuilder().Add("k", "int32").Add("d", "decimal(2)").Add("t", "dictionary").Add("ts", "timestamp[ns, Asia/Tokyo]");
        using BoundExpression bound = Expression.Bind(Expression.Parse(text), data.Columns);
        Assert.Equal(expected, bound.Type.Kind);
    }
}
