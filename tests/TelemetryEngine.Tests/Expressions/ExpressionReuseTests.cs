using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Tests.Expressions;

/// <summary>What a bound expression keeps from batch to batch.</summary>
public sealed class ExpressionReuseTests
{
    private static readonly ColumnType Text = new(ColumnKind.Utf8);

    [Fact]
    public void A_text_is_asked_once_however_many_rows_and_batches_hold_it()
    {
        int asked = 0;
        using TextPredicateNode node = new(new ColumnReference(Text, 0), text =>
        {
            asked++;
            return text.Length > 1;
        });
        TextDictionary dictionary = new();
        Assert.Equal("TFT", Answer(node, Batch(dictionary, "aa", "b", "aa")));
        Assert.Equal(2, asked);
        Assert.Equal("FTFT", Answer(node, Batch(dictionary, "b", "ccc", "b", "aa")));
        Assert.Equal(3, asked);
        Assert.Equal("FF", Answer(node, Batch(dictionary, "b", null)));
        Assert.Equal(3, asked);
        // Another dictionary gives the same codes another meaning.
        Assert.Equal("FT", Answer(node, Batch(new TextDictionary(), "z", "yy")));
        Assert.Equal(5, asked);
    }

    [Fact]
    public void A_literal_that_the_dictionary_learns_later_is_found()
    {
        using BoundExpression bound = Expression.Bind(Expression.Parse("t = 'new'"), [new Column("t", Text)]);
        TextDictionary dictionary = new();
        foreach (string?[] texts in (string?[][])[["old"], ["old", "new"], [null, "new", "old"], []])
        {
            using Batch batch = Batch(dictionary, texts);
            ColumnVector result = bound.Evaluate(batch, new ExpressionErrors());
            Assert.Equal(texts.Select(text => (object?)(text is null ? null : text == "new")), Enumerable.Range(0, texts.Length).Select(row => BatchBuilder.Get(result, row)));
        }
    }

    [Theory]
    [InlineData("lower(t)")]
    [InlineData("coalesce(t, 'none')")]
    [InlineData("nullif(upper(case when t <> '' then lower(t) end), 'x')")]
    public void Texts_that_an_expression_made_are_counted_and_can_be_forgotten(string text)
    {
        using BoundExpression bound = Expression.Bind(Expression.Parse(text), [new Column("t", Text)]);
        TextDictionary dictionary = new();
        using Batch many = Batch(dictionary, [.. Enumerable.Range(0, 5000).Select(i => $"TEXT {i}")]);
        bound.Evaluate(many, new ExpressionErrors());
        long held = bound.TextBytes;
        Assert.True(held >= dictionary.Bytes);
        bound.ForgetTexts();
        Assert.Equal(0, bound.TextBytes);
        using Batch few = Batch(new TextDictionary(), "a", "TEXT 7", null);
        ColumnVector result = bound.Evaluate(few, new ExpressionErrors());
        Assert.Equal(text == "lower(t)" ? ["a", "text 7", null] : text.StartsWith("nullif") ? ["A", "TEXT 7", null] : ["a", "TEXT 7", "none"],
            Enumerable.Range(0, 3).Select(row => BatchBuilder.Get(result, row)));
        Assert.InRange(result.Dictionary!.Count, 2, 4);
        Assert.True(bound.TextBytes < held / 2);
    }

    [Fact]
    public void A_bare_column_is_the_batch_s_own_vector()
    {
        using Batch batch = Batch(new TextDictionary(), "a");
        using BoundExpression bound = Expression.Bind(Expression.Parse("t"), [new Column("t", Text)]);
        Assert.Same(batch.Columns[0], bound.Evaluate(batch, new ExpressionErrors()));
        Assert.Equal([0], bound.Columns);
    }

    [Fact]
    public void Nothing_is_allocated_once_batches_have_their_size()
    {
        BatchBuilder data = new RandomExpressions(new Random(1)).Data(1000, 0.2);
        using Batch batch = data.Build();
        using BoundExpression bound = Expression.Bind(
            Expression.Parse("(e + 1 > 0 or j in (1, 2, 3)) and lower(t) like 'm%' and coalesce(f, g, k) < 1e9 and case when b then \"order\" else t end <> 'x' and ts >= '2024-01-01'"),
            data.Columns);
        ExpressionErrors errors = new();
        bound.Evaluate(batch, errors);
        Assert.Equal(0, Allocation.Least(() => bound.Evaluate(batch, errors)));
    }

    [Fact]
    public void A_batch_with_room_behind_its_rows_is_read_no_further()
    {
        using ColumnVector values = BatchBuilder.MakeVector(new ColumnType(ColumnKind.Int64), [1L, -1L, long.MaxValue, long.MaxValue]);
        using Batch batch = new() { Rows = 2 };
        batch.Columns.Add(values);
        using BoundExpression bound = Expression.Bind(Expression.Parse("v + 1 > 0"), [new Column("v", values.Type)]);
        ExpressionErrors errors = new();
        ColumnVector result = bound.Evaluate(batch, errors);
        Assert.True(errors.IsEmpty);
        Assert.Equal(1, result.Bits[0] & 3);
    }

    private static Batch Batch(TextDictionary dictionary, params string?[] texts) => new BatchBuilder().Add("t", Text, dictionary, texts).Build();

    private static string Answer(BoundNode node, Batch batch)
    {
        using (batch)
        {
            ColumnVector result = node.Evaluate(new EvaluationScope { Batch = batch });
            return string.Concat(Enumerable.Range(0, batch.Rows).Select(row => Nulls.IsSet(result.Bits, row) ? 'T' : 'F'));
        }
    }
}
