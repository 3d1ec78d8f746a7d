using System.Globalization;
using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Tests.Expressions;

/// <summary>A value among many literals means what equalities joined by or do, and takes memory like its text.</summary>
public sealed class LongListTests
{
    private static readonly string[] Literals =
    [
        "0", "-0.0", "1", "2", "3", "2.5", "0.1", "-7", "1e300", "9007199254740992", "9007199254740993", "9223372036854775807", "-9223372036854775808", "1.10", "12.345", "100", "1e16", "1e-5", "4", "5", "6",
    ];

    private static readonly BatchBuilder Data = new BatchBuilder()
        .Add("i", "int64", 0L, 1L, 2L, null, 3L, -7L, 9007199254740992L, 9007199254740993L, long.MaxValue, long.MinValue, 100L)
        .Add("f", "float64", 0.0, -0.0, 2.5, null, 0.1, double.NaN, 9007199254740992.0, 1e300, double.PositiveInfinity, 9.223372036854775807e18, 100.0)
        .Add("d", "decimal(2)", "0", "1.10", "2.50", null, "0.10", "12.345", "9007199254740993.00", "100", "1e300", "-7", "3")
        .Add("t", "timestamp[ms]", 0L, 1L, 1_000L, null, 86_400_000L, 2L, 3L, 4L, 5L, 6L, 7L);

    [Theory]
    [InlineData("i")]
    [InlineData("f")]
    [InlineData("d")]
    [InlineData("i + 0")]
    [InlineData("f * 1.0")]
    public void Numbers(string value)
    {
        Random random = new(3);
        for (int i = 0; i < 50; i++)
        {
            string[] items = [.. Enumerable.Range(0, 24).Select(_ => Literals[random.Next(Literals.Length)])];
            Check(value, items);
            Check(value, [.. items, "null"]);
            Check(value, [.. items, "i"]);
        }
    }

    [Fact]
    public void Times() => Check(
        "t",
        [.. Enumerable.Range(0, 20).Select(i => string.Create(CultureInfo.InvariantCulture, $"timestamp '1970-01-01T00:00:{i:00}Z'")), "'1970-01-02'", "'1970-01-01T00:00:00.003Z'", "'1970-01-01T00:00:00.0035Z'"]);

    [Fact]
    public void A_literal_of_another_type_is_refused_in_a_long_list_too()
    {
        string items = string.Join(", ", Enumerable.Range(0, 30));
        Assert.Contains("can't be compared", Assert.Throws<PlanException>(() => Expression.Bind(Expression.Parse($"i in ({items}, 'x')"), Data.Columns)).Message, StringComparison.Ordinal);
        Assert.Contains("can't be compared", Assert.Throws<PlanException>(() => Expression.Bind(Expression.Parse($"t in ({items})"), Data.Columns)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_takes_memory_like_its_text()
    {
        const int Count = 100_000;
        ExpressionNode node = Expression.Parse($"i in ({string.Join(',', Enumerable.Range(0, Count).Select(i => i * 7))})");
        long before = GC.GetAllocatedBytesForCurrentThread();
        using BoundExpression bound = Expression.Bind(node, Data.Columns);
        using Batch batch = Data.Build();
        ColumnVector result = bound.Evaluate(batch, new ExpressionErrors());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Count * 400L);
        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(row => Nulls.IsSet(result.Bits, row)));
    }

    private static void Check(string value, string[] items) => Assert.Equal(
        Run(string.Join(" or ", items.Select(item => $"({value}) = {item}"))),
        Run($"({value}) in ({string.Join(", ", items)})"));

    private static List<bool?> Run(string text)
    {
        using BoundExpression bound = Expression.Bind(Expression.Parse(text), Data.Columns);
        using Batch batch = Data.Build();
        ColumnVector result = bound.Evaluate(batch, new ExpressionErrors());
        return [.. Enumerable.Range(0, batch.Rows).Select(row => result.IsNull(row) ? (bool?)null : Nulls.IsSet(result.Bits, row))];
    }
}
