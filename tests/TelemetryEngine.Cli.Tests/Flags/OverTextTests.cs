using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli.Tests.Flags;

public sealed class OverTextTests
{
    [Theory]
    [InlineData("lag(power_w) per device_id by time as before", "lag[power_w] past per device_id by time as before")]
    [InlineData("sum(x) as \"a b\"", "sum[x] past per  by  as a b")]
    [InlineData("lag(concat(a, 'by ('), 2) per a,\"by b\" by t desc nulls first, u as p", "lag[concat(a, 'by (')|2] past per a|by b by t desc nulls first|u as p")]
    [InlineData("row_number() by t as n", "row_number[] past per  by t as n")]
    [InlineData("count() rows 3 as n", "count[] 3 rows per  by  as n")]
    [InlineData("avg(x) per k by t span 1h as m", "avg[x] 1h per k by t as m")]
    [InlineData("avg(x) per k all AS m", "avg[x] all per k by  as m")]
    [InlineData("avg( x + 1 ) past as m", "avg[x + 1] past per  by  as m")]
    public void A_call_says_over_which_rows(string text, string said)
    {
        OverStep step = Assert.Single(OverText.Read([text]));
        OverColumn column = Assert.Single(step.Columns);
        Assert.Equal(
            said,
            $"{column.Function}[{string.Join('|', column.Arguments)}] {column.Frame} per {string.Join('|', step.Per)} by {string.Join('|', step.By.Select(static by => by.Column + (by.Descending ? " desc" : "") + (by.NullsFirst ? " nulls first" : "")))} as {column.As}");
    }

    [Theory]
    [InlineData("lag(x)", "--over: 'lag(x)' is not CALL as NAME, such as 'lag(power_w) per device_id by timestamp as before'")]
    [InlineData("lag as x", "--over: 'lag as x' is not CALL as NAME, such as 'lag(power_w) per device_id by timestamp as before'")]
    [InlineData("lag((x) as x", "--over: 'lag((x) as x' is not CALL as NAME, such as 'lag(power_w) per device_id by timestamp as before'")]
    [InlineData("sum(x) over k as y", "--over: 'over k' in 'sum(x) over k as y' is none of per KEY,…, then by COLUMN,…, then rows COUNT, span DURATION or all")]
    public void What_is_no_call_is_said(string text, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => OverText.Read([text])).Message);

    [Fact]
    public void Calls_over_rows_of_one_order_are_one_step_unless_one_uses_another()
    {
        Assert.Equal([2, 1], OverText.Read(["lag(x) by t as a", "lag(y) by t as b", "lag(y) by u as c"]).Select(static step => step.Columns.Count));
        Assert.Equal([1, 1], OverText.Read(["lag(x) by t as a", "diff(a) by t as b"]).Select(static step => step.Columns.Count));
    }
}
