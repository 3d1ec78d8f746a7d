using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Tests.Expressions;

/// <summary>The words of every error, with the place that the caret shows.</summary>
public sealed class ExpressionErrorMessageTests
{
    private static readonly Column[] Columns =
    [
        new("power_w", new ColumnType(ColumnKind.Decimal, Scale: 1)),
        new("device_id", new ColumnType(ColumnKind.Utf8)),
        new("n", new ColumnType(ColumnKind.Int64)),
        new("ok", new ColumnType(ColumnKind.Bool)),
        new("ts", new ColumnType(ColumnKind.Timestamp, Apache.Arrow.Types.TimeUnit.Second, "Europe/Berlin")),
    ];

    [Theory]
    [InlineData("", "expected a value, found the end at character 1", 0)]
    [InlineData("power_w >=", "expected a value, found the end at character 11", 10)]
    [InlineData("1 + flor(n)", "unknown function 'flor'; did you mean 'floor'? at character 5", 4)]
    [InlineData("xyz(n)", "unknown function 'xyz'; there is if, coalesce, nullif, least, greatest, abs, round, floor, ceil, is_nan, int64, int32, float64, float32, decimal, bool, timestamp, utf8, try, sign, sqrt, exp, ln, log10, pow, lower, upper, length, concat, substring, trim, replace, split_part, starts_with, ends_with, contains, regexp_like, regexp_extract, year, quarter, month, day, day_of_year, weekday, iso_week, iso_year, hour, minute, second, date, time_of_day, is_weekend, is_holiday, tariff, time_bucket, date_trunc, cast, try_cast at character 1", 0)]
    [InlineData("device_id = 'abc", "unclosed quote: text is closed by a single quote, and a quote inside is doubled, at character 13", 12)]
    [InlineData("\"n", "unclosed quote: a column name is closed by a double quote, and a quote inside is doubled, at character 1", 0)]
    [InlineData("n = 1 2", "unexpected '2' behind the expression at character 7", 6)]
    [InlineData("n = 1)", "unexpected ')' behind the expression at character 6", 5)]
    [InlineData("(n = 1", "expected ')', found the end at character 7", 6)]
    [InlineData("n ! 1", "'!' is no operator; did you mean not? at character 3", 2)]
    [InlineData("1_000", "not a number at character 1", 0)]
    [InlineData("1.2.3", "not a number at character 1", 0)]
    [InlineData("1e+", "not a number at character 1", 0)]
    [InlineData("n = 1e999", "1e999 does not fit into float64 at character 5", 4)]
    [InlineData("n > 9223372036854775808", "9223372036854775808 does not fit into int64; as a float64 it is written 9223372036854775808.0, at character 5", 4)]
    [InlineData("n between 1 or 2", "expected 'and', found 'or' at character 13", 12)]
    [InlineData("n in ()", "'in' needs at least one value at character 8", 7)]
    [InlineData("n is 5", "expected 'null', found '5' at character 6", 5)]
    [InlineData("n + not ok", "'not' needs parentheses here: write (not …); at character 5", 4)]
    [InlineData("n = then", "expected a value, found 'then' (a column of that name is written in double quotes) at character 5", 4)]
    [InlineData("abs(n, 1)", "abs is written abs(x), it can't take 2 arguments, at character 1", 0)]
    [InlineData("nullif(n)", "nullif is written nullif(a, b), it can't take 1 argument, at character 1", 0)]
    [InlineData("cast(n as int8)", "cast knows the types bool, int32, int64, float32, float64, decimal(p, s), timestamp and utf8, not 'int8', at character 11", 10)]
    [InlineData("case n end", "expected 'when', found 'end' at character 8", 7)]
    [InlineData("case when ok then 1", "expected 'end', found the end at character 20", 19)]
    [InlineData("ts > timestamp '2024-02-30'", "'2024-02-30' is not an ISO-8601 time at character 6", 5)]
    [InlineData("ts + interval '1mo'", "'1mo' is not an interval: a whole number and one of ns us ms s m h d w, as in '15m', at character 6", 5)]
    [InlineData("\"\" = 1", "a column name is empty at character 1", 0)]
    public void What_can_not_be_parsed(string text, string message, int caret) =>
        AssertMessage(text, message, caret, Assert.Throws<PlanException>(() => Expression.Parse(text)));

    [Theory]
    [InlineData("pwer_w >= 0", "unknown column 'pwer_w'; did you mean 'power_w'? at character 1", 0)]
    [InlineData("device_id = \"meter-1\"", "unknown column 'meter-1'; text is written in single quotes at character 13", 12)]
    [InlineData("temperature > 0", "unknown column 'temperature' at character 1", 0)]
    [InlineData("device_id + 1", "'+' takes numbers, not text and int64, in 'device_id + 1' at character 11", 10)]
    [InlineData("-device_id", "'-' takes numbers, not text, in '-device_id' at character 1", 0)]
    [InlineData("1 / ok", "'/' takes numbers, not int64 and bool, in '1 / ok' at character 3", 2)]
    [InlineData("power_w > 'x'", "values of different types can't be compared: both have to be numbers, texts, times or bools, not decimal and text, in 'power_w > 'x'' at character 9", 8)]
    [InlineData("n in (1, 'a')", "values of different types can't be compared: both have to be numbers, texts, times or bools, not int64 and text, in 'n in (1, 'a')' at character 3", 2)]
    [InlineData("n and ok", "'and' takes conditions (bool), not int64, in 'n and ok' at character 3", 2)]
    [InlineData("not n", "'not' takes conditions (bool), not int64, in 'not n' at character 1", 0)]
    [InlineData("if(n, 1, 2)", "'case' takes conditions (bool), not int64, in 'case when n then 1 else 2 end' at character 1", 0)]
    [InlineData("if(ok, 1, 'a')", "the values of case have to be of one type, not int64 and text, in 'case when ok then 1 else 'a' end' at character 1", 0)]
    [InlineData("coalesce(n, 'a')", "the values of coalesce have to be of one type, not int64 and text, in 'coalesce(n, 'a')' at character 1", 0)]
    [InlineData("least(device_id, 'a')", "least takes numbers or times, not text, in 'least(device_id, 'a')' at character 1", 0)]
    [InlineData("lower(n)", "'lower' takes text, not int64, in 'lower(n)' at character 1", 0)]
    [InlineData("n like 'a'", "'like' takes text, not int64, in 'n like 'a'' at character 3", 2)]
    [InlineData("device_id like device_id", "the pattern of like is a text literal, in 'device_id like device_id' at character 11", 10)]
    [InlineData("round(power_w, 16)", "the digits of round are a literal from 0 to 15, in 'round(power_w, 16)' at character 1", 0)]
    [InlineData("ts > 'yesterday'", "'yesterday' is not an ISO-8601 time, which a timestamp is compared with, at character 6", 5)]
    [InlineData("ts > '2024-03-31 02:30'", "the local time 2024-03-31 02:30:00 does not exist in Europe/Berlin at character 6", 5)]
    [InlineData("ts + 1", "a time is moved by an interval, as in interval '1h', not timestamp[s, Europe/Berlin] and int64, in 'ts + 1' at character 4", 3)]
    [InlineData("ts + interval '5ms'", "interval '5ms' is finer than timestamp[s, Europe/Berlin], in 'ts + interval '5ms'' at character 4", 3)]
    [InlineData("interval '5ms'", "an interval is no value by itself: add it to a timestamp, at character 1", 0)]
    public void What_can_not_be_bound(string text, string message, int caret) =>
        AssertMessage(text, message, caret, Assert.Throws<PlanException>(() => Expression.Bind(Expression.Parse(text), Columns)));

    [Fact]
    public void A_filter_has_to_be_a_condition() => AssertMessage(
        "power_w + 1",
        "a filter has to be a condition (bool), and 'power_w + 1' is decimal(1), at character 9",
        8,
        Assert.Throws<PlanException>(() => new BoundFilter(Expression.Parse("power_w + 1"), Columns)));

    [Theory]
    [InlineData("(")]
    [InlineData("-")]
    [InlineData("not ")]
    [InlineData("abs(")]
    [InlineData("case when ")]
    public void Endless_nesting_is_an_error_and_no_crash(string prefix)
    {
        PlanException error = Assert.Throws<PlanException>(() => Expression.Parse(string.Concat(Enumerable.Repeat(prefix, 100_000))));
        Assert.StartsWith("nested more than 100 deep at character", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 400);
    }

    [Fact]
    public void An_endless_sum_is_an_error_and_no_crash()
    {
        PlanException error = Assert.Throws<PlanException>(() => Expression.Parse("n" + string.Concat(Enumerable.Repeat(" + n", 100_000))));
        Assert.StartsWith("more than 500 levels of operators at character", error.Message, StringComparison.Ordinal);
        using BoundExpression longest = Expression.Bind(Expression.Parse("n" + string.Concat(Enumerable.Repeat(" + n", 499))), Columns);
        Assert.Equal(ColumnKind.Int64, longest.Type.Kind);
    }

    private static void AssertMessage(string text, string message, int caret, PlanException error) =>
        Assert.Equal($"{message}\n  {text}\n  {new string(' ', caret)}^", error.Message);
}
