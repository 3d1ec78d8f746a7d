using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Sql;

namespace TelemetryEngine.Tests.Sql;

/// <summary>
/// Statements and their trees. The golden files hold a statement, and behind it, in lines that begin with |, the canonical SQL of its tree
/// or the message. TELEMETRY_GOLDEN=write writes them anew.
/// </summary>
public sealed class SqlParserTests
{
    [Fact]
    public void Statements_have_the_trees_that_the_golden_file_shows() => GoldenFile.Check("good.txt", 60, static text =>
    {
        SqlStatement statement = SqlParser.Parse(text);
        string canonical = SqlText.Of(statement);
        Assert.Equal(statement, SqlParser.Parse(canonical));
        return canonical;
    });

    [Fact]
    public void Wrong_statements_have_the_messages_that_the_golden_file_shows() =>
        GoldenFile.Check("wrong.txt", 60, static text =>
        {
            try
            {
                return $"no error: {SqlText.Of(SqlParser.Parse(text))}";
            }
            catch (PlanException error)
            {
                return error.Message;
            }
        });

    [Fact]
    public void A_tree_that_is_written_is_read_as_it_was() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), static seed =>
    {
        SqlStatement statement = new RandomStatements(new Random(seed)).Statement();
        string text = SqlText.Of(statement);
        SqlStatement read = SqlParser.Parse(text);
        Assert.True(statement.Equals(read), $"{text}\n{SqlText.Of(read)}");
        Assert.Equal(text, SqlText.Of(read));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    /// <summary>Whatever is done to a statement, it is read or refused with a place in it.</summary>
    [Fact]
    public void A_spoilt_statement_is_read_or_refused() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), static seed =>
    {
        Random random = new(seed);
        string text = SqlText.Of(new RandomStatements(random).Statement());
        string[] pieces = ["(", ")", "'", "\"", ",", "\0", "é", ".", "--", "case", "/*", "?", " select ", " from ", "::", "$", ";", "\n", " over ("];
        for (int spoils = random.Next(1, 4); spoils > 0; spoils--)
        {
            int at = random.Next(text.Length + 1);
            text = random.Next(3) switch
            {
                0 => text[..at],
                1 => text[..at] + text[Math.Min(text.Length, at + random.Next(1, 6))..],
                _ => text.Insert(at, pieces[random.Next(pieces.Length)]),
            };
        }

        try
        {
            SqlStatement statement = SqlParser.Parse(text);
            Assert.Equal(statement, SqlParser.Parse(SqlText.Of(statement)));
        }
        catch (PlanException error)
        {
            Assert.Contains(" at line ", error.Message, StringComparison.Ordinal);
            Assert.EndsWith("^", error.Message, StringComparison.Ordinal);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Theory]
    [InlineData("(")]
    [InlineData("select (")]
    [InlineData("select * from (")]
    [InlineData("select * from (select * from ")]
    [InlineData("select f(")]
    [InlineData("select -")]
    [InlineData("with a as (")]
    [InlineData("select case when ")]
    [InlineData("select * from f(table ")]
    public void Endless_nesting_is_an_error_and_no_crash(string prefix)
    {
        string text = string.Concat(Enumerable.Repeat(prefix, 50_000));
        Assert.True(Assert.Throws<PlanException>(() => SqlParser.Parse(text)).Message.Length < 1_000);
    }

    [Fact]
    public void Long_statements_are_read_in_time_and_endless_chains_are_errors()
    {
        string items = string.Join(", ", Enumerable.Range(0, 50_000).Select(static i => string.Create(CultureInfo.InvariantCulture, $"c{i}")));
        SqlSelect select = Assert.IsType<SqlSelect>(SqlParser.Parse($"select {items} from t where a in ({items})"));
        Assert.Equal(50_000, Assert.IsType<SqlSelectBody>(select.Query.Body).Items.Count);
        Assert.StartsWith("more than 100 joins at line 1", Error("select * from t" + string.Concat(Enumerable.Repeat(" join t using (a)", 200))), StringComparison.Ordinal);
        Assert.StartsWith("more than 500 levels of operators at line 1", Error("select 1" + string.Concat(Enumerable.Repeat(" + 1", 50_000))), StringComparison.Ordinal);
        Assert.StartsWith("more than 500 levels of operators at line 1", Error("select a" + string.Concat(Enumerable.Repeat("::double", 50_000))), StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_are_counted_in_the_order_of_the_text()
    {
        SqlSelect select = Assert.IsType<SqlSelect>(SqlParser.Parse("select ? + $site from t where a = ? limit ?"));
        Assert.Equal(3, select.Parameters);
        Assert.Equal(3, Assert.IsType<ParameterNode>(select.Query.Limit).Ordinal);
    }

    [Fact]
    public void A_part_knows_its_line_and_column()
    {
        SqlSelect select = Assert.IsType<SqlSelect>(SqlParser.Parse("-- readings\nselect a,\n  sum(b)\nfrom 'x.csv'\n  join d on a = c\norder by a"));
        SqlSelectBody body = Assert.IsType<SqlSelectBody>(select.Query.Body);
        Assert.Equal((3, 3), (body.Items[1].At.Line, body.Items[1].At.Column));
        SqlJoin join = Assert.IsType<SqlJoin>(body.From);
        Assert.Equal((5, 3), (join.At.Line, join.At.Column));
        Assert.Equal((4, 6), (join.Left.At.Line, join.Left.At.Column));
        Assert.Equal((5, 15), (join.On!.At.Line, join.On.At.Column));
        Assert.Equal("no such column at line 3, column 3\n    sum(b)\n    ^", body.Items[1].At.Error("no such column").Message);
    }

    private static string Error(string text) => Assert.Throws<PlanException>(() => SqlParser.Parse(text)).Message;
}
