using System.Text;
using TelemetryEngine.Expressions;
using static TelemetryEngine.Tests.Expressions.ExpressionRun;

namespace TelemetryEngine.Tests.Expressions;

public sealed class TextFunctionTests
{
    [Theory]
    [InlineData("concat('a', t, 'ü')", "aMeter-07/ß😀ü")]
    [InlineData("concat(t)", "Meter-07/ß😀")]
    [InlineData("concat('a', null)", null)]
    [InlineData("substring(t, 1, 5)", "Meter")]
    [InlineData("substring(t, 7)", "07/ß😀")]
    [InlineData("substring(t, 11)", "😀")]
    [InlineData("substring(t, 12)", "")]
    [InlineData("substring(t, -2)", "ß😀")]
    [InlineData("substring(t, -2, 1)", "ß")]
    [InlineData("substring(t, -20, 12)", "Met")]
    [InlineData("substring(t, 2, 0)", "")]
    [InlineData("trim('  a b\t')", "a b")]
    [InlineData("trim('😀xa😀', '😀x')", "a")]
    [InlineData("trim('xxx', 'x')", "")]
    [InlineData("replace(t, 'e', 'EE')", "MEEtEEr-07/ß😀")]
    [InlineData("replace(t, 'zz', '')", "Meter-07/ß😀")]
    [InlineData("split_part(t, '-', 1)", "Meter")]
    [InlineData("split_part(t, '-', 2)", "07/ß😀")]
    [InlineData("split_part(t, '-', 3)", null)]
    [InlineData("split_part('a--b--c', '--', -1)", "c")]
    [InlineData("split_part('a--b--c', '--', -3)", "a")]
    [InlineData("split_part('a--b--c', '--', -4)", null)]
    [InlineData("split_part('a,,c', ',', 2)", "")]
    [InlineData("starts_with(t, 'Met')", true)]
    [InlineData("starts_with(t, 'met')", false)]
    [InlineData("ends_with(t, '😀')", true)]
    [InlineData("contains(t, '/ß')", true)]
    [InlineData("contains(t, '')", true)]
    [InlineData("regexp_like(t, '[0-9]{2}/')", true)]
    [InlineData("regexp_like(t, '^[0-9]')", false)]
    [InlineData("regexp_like(t, '(?i)METER')", true)]
    [InlineData("regexp_extract(t, '[0-9]+')", "07")]
    [InlineData("regexp_extract(t, '([A-Z])([a-z]+)', 2)", "eter")]
    [InlineData("regexp_extract(t, 'x')", null)]
    [InlineData("int64(regexp_extract(t, '-([0-9]+)', 1)) + 1", 8L)]
    [InlineData("utf8(12)", "12")]
    [InlineData("utf8(x)", "0.1")]
    [InlineData("utf8(1 = 1)", "true")]
    [InlineData("utf8(ts)", "2024-03-31T01:30:00Z")]
    [InlineData("utf8(t)", "Meter-07/ß😀")]
    [InlineData("utf8(null)", null)]
    [InlineData("concat(utf8(int64(2.0)), '-', utf8(0 - 0.5))", "2--0.5")]
    [InlineData("try(int64(t))", null)]
    [InlineData("try(int64('7'))", 7L)]
    [InlineData("coalesce(try(9223372036854775807 + int64('1')), 0)", 0L)]
    [InlineData("try(t)", "Meter-07/ß😀")]
    [InlineData("sign(-3)", -1L)]
    [InlineData("sign(0.0)", 0.0)]
    [InlineData("sign(0 / 0)", double.NaN)]
    [InlineData("sqrt(2)", 1.4142135623730951)]
    [InlineData("sqrt(-1)", double.NaN)]
    [InlineData("exp(1)", 2.718281828459045)]
    [InlineData("ln(10)", 2.302585092994046)]
    [InlineData("log10(1000)", 3.0)]
    [InlineData("pow(2, 10)", 1024.0)]
    [InlineData("pow(x, 0.5)", 0.31622776601683794)]
    [InlineData("ln(null)", null)]
    public void A_row_gives_this_value(string text, object? expected)
    {
        BatchBuilder data = new BatchBuilder()
            .Add("t", "utf8", "Meter-07/ß😀")
            .Add("x", "float64", 0.1)
            .Add("ts", "timestamp[us]", new DateTime(2024, 3, 31, 1, 30, 0, DateTimeKind.Utc));
        Assert.Equal(expected, Assert.Single(Run(text, data)));
    }

    /// <summary>Each by its plain definition, on lists of code points.</summary>
    [Fact]
    public void Parts_of_texts_made_by_chance()
    {
        Random random = new(6);
        string[] letters = ["a", "b", "ü", "😀", ","];
        object?[] texts = [.. Enumerable.Range(0, 300).Select(_ => random.Next(8) == 0 ? null : string.Concat(Enumerable.Range(0, random.Next(9)).Select(_ => letters[random.Next(letters.Length)])))];
        BatchBuilder data = new BatchBuilder().Add("t", "utf8", texts);
        for (int n = -6; n <= 6; n++)
        {
            foreach (int length in new[] { 0, 1, 3, 20 })
            {
                if (n != 0)
                {
                    Assert.Equal(texts.Select(t => t is null ? null : (object)Substring((string)t, n, length)), Run($"substring(t, {n}, {length})", data));
                }
            }

            if (n != 0)
            {
                Assert.Equal(texts.Select(t => t is null ? null : Part((string)t, n)), Run($"split_part(t, ',', {n})", data));
            }
        }

        Assert.Equal(texts.Select(t => t is null ? null : (object)((string)t + "|" + (string)t)), Run("concat(t, '|', t)", data));
        Assert.Equal(texts.Select(t => t is null ? null : (object)((string)t).Contains("ab", StringComparison.Ordinal)), Run("contains(t, 'ab')", data));
    }

    /// <summary>A pattern that takes a backtracking matcher 2^40 steps.</summary>
    [Fact]
    public void No_pattern_takes_long()
    {
        BatchBuilder data = new BatchBuilder().Add("t", "utf8", new string('a', 20_000));
        Assert.Equal([false], Run("regexp_like(t, '^(a|a)*b$')", data));
        Assert.Equal([false], Run("regexp_like(t, '^(a+)+$|(a*)*c') and regexp_like(t, '(a*)*c')", data));
    }

    [Theory]
    [InlineData("regexp_like(t, '(')", "'(' is no pattern: insufficient closing parentheses at its character 2, in 'regexp_like(t, '(')'")]
    [InlineData("regexp_like(t, '(a)\\1')", "the pattern '(a)\\1' has look-around, a reference to a group or another part that needs to go back in a text; patterns here have none, in ")]
    [InlineData("regexp_like(t, '(a{200}){200}')", "a pattern has at most 1,000 characters, and repeats nothing more than 10,000 times, in ")]
    [InlineData("regexp_extract(t, '(a)', 2)", "the pattern has no group 2, in ")]
    [InlineData("regexp_like(t, t)", "the pattern of regexp_like is a text literal, in ")]
    [InlineData("substring(t, 0)", "places are counted from 1, or from −1 at the end, and a length is 0 or more, in ")]
    [InlineData("substring(t, 'a')", "the place of substring is a literal whole number, in ")]
    [InlineData("split_part(t, '', 1)", "a separator is not empty, and parts are counted from 1, or from −1 at the end, in ")]
    [InlineData("replace(t, '', 'x')", "an empty text can't be replaced, in ")]
    [InlineData("concat(t, 1)", "'concat' and '||' take text (conditions are joined by 'or', and utf8(x) is x as text), not int64, in ")]
    [InlineData("length(t) > 1 || length(t) < 3", "'concat' and '||' take text (conditions are joined by 'or', and utf8(x) is x as text), not int64, in ")]
    [InlineData("trim(1)", "'trim' takes text, not int64, in ")]
    [InlineData("sqrt(t)", "'sqrt' takes numbers, not text, in ")]
    [InlineData("substr(t, 1)", "unknown function 'substr'; did you mean substring(text, n, length)?")]
    public void What_does_not_fit_is_said(string text, string message)
    {
        BatchBuilder data = new BatchBuilder().Add("t", "utf8");
        Assert.StartsWith(message, Assert.Throws<PlanException>(() => Expression.Bind(Expression.Parse(text), data.Columns)).Message, StringComparison.Ordinal);
    }

    private static string Substring(string text, int place, int length)
    {
        List<Rune> runes = [.. text.EnumerateRunes()];
        int first = place > 0 ? place - 1 : runes.Count + place;
        return string.Concat(runes.Where((_, i) => i >= first && i < first + length));
    }

    private static string? Part(string text, int place)
    {
        string[] parts = text.Split(',');
        int at = place > 0 ? place - 1 : parts.Length + place;
        return at >= 0 && at < parts.Length ? parts[at] : null;
    }
}
