using TelemetryEngine.Expressions;

namespace TelemetryEngine.Tests.Expressions;

public sealed class ExpressionParserTests
{
    [Theory]
    [InlineData("a or b and c", "a or (b and c)")]
    [InlineData("not a and b", "(not a) and b")]
    [InlineData("not a = b", "not (a = b)")]
    [InlineData("a + b * c", "a + (b * c)")]
    [InlineData("a - b - c", "(a - b) - c")]
    [InlineData("a / b * c % d", "((a / b) * c) % d")]
    [InlineData("-a * b", "(-a) * b")]
    [InlineData("a < b + 1", "a < (b + 1)")]
    [InlineData("a = b = c", "(a = b) = c")]
    [InlineData("a between b and c and d", "(a between b and c) and d")]
    [InlineData("a + 1 between b - 1 and c", "(a + 1) between (b - 1) and c")]
    [InlineData("a = b is null", "(a = b) is null")]
    [InlineData("not a is null", "not (a is null)")]
    [InlineData("a is not null", "not (a is null)")]
    [InlineData("a not in (1, 2)", "not (a in (1, 2))")]
    [InlineData("a not between 1 and 2", "not (a between 1 and 2)")]
    [InlineData("a not like '%'", "not (a like '%')")]
    [InlineData("a == b", "a = b")]
    [InlineData("a != b", "a <> b")]
    [InlineData("+a", "a")]
    [InlineData("A AND B Or NOT c", "(A and B) or (not c)")]
    [InlineData("ABS(a)", "abs(a)")]
    [InlineData("if(a, 1, 2)", "case when a then 1 else 2 end")]
    [InlineData("case a when 1 then 'x' when 2 then 'y' end", "case when a = 1 then 'x' when a = 2 then 'y' end")]
    [InlineData("cast(a as double)", "float64(a)")]
    [InlineData("\"a\"", "a")]
    [InlineData("timestamp > '2024-01-01'", "\"timestamp\" > '2024-01-01'")]
    [InlineData("a  >\n\t.5", "a > 0.5")]
    [InlineData("5. + 1e3", "5.0 + 1000.0")]
    public void Two_spellings_of_one_meaning(string text, string same) => Assert.Equal(Expression.Parse(same), Expression.Parse(text));

    [Theory]
    [InlineData("a - (b - c)", "a - (b - c)")]
    [InlineData("(a or b) and c", "(a or b) and c")]
    [InlineData("((a))", "a")]
    [InlineData("- 5", "-5")]
    [InlineData("-(5)", "-(5)")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("a - -5", "a - -5")]
    [InlineData("- - a", "-(-a)")]
    [InlineData("not a like 'x'", "a not like 'x'")]
    [InlineData("'it''s'", "'it''s'")]
    [InlineData("\"a \"\"b\"\"\" = \"order\"", "\"a \"\"b\"\"\" = order")]
    [InlineData("\"and\" > 1e100", "\"and\" > 1E+100")]
    [InlineData("ts - INTERVAL '1h' < TIMESTAMP '2024-01-01'", "ts - interval '1h' < timestamp '2024-01-01'")]
    public void Nodes_are_written_with_no_more_brackets_than_needed(string text, string expected) =>
        Assert.Equal(expected, Expression.Parse(text).ToString());

    [Fact]
    public void The_columns_of_an_expression_are_named_once_in_their_order() =>
        Assert.Equal(["b", "a", "c d"], Expression.Columns(Expression.Parse("b > a and coalesce(b, \"c d\") = 1")));

    [Fact]
    public void Every_line_of_the_catalogue_can_be_found_and_says_what_it_does()
    {
        Assert.All(ExpressionFunction.All, function =>
        {
            Assert.Equal(function.Name, FunctionCatalog.Find(function.Name)!.Name);
            Assert.NotEmpty(function.Description);
            Assert.NotEmpty(function.Signature);
        });
        Assert.Equal(ExpressionFunction.All.Count, ExpressionFunction.All.Select(function => function.Name).Distinct().Count());
    }
}
