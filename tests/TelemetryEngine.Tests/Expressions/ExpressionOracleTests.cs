using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Tests.Expressions;

/// <summary>Random expressions over random batches against the row-by-row interpreter.</summary>
public sealed class ExpressionOracleTests
{
    private static readonly int[] RowCounts = [0, 1, 7, 8, 9, 63, 64, 65, 200];

    [Fact]
    public void Every_row_has_the_value_that_the_interpreter_gives_it() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => Check(seed)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Text_of_a_node_parses_to_an_equal_node() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            ExpressionNode node = new RandomExpressions(new Random(seed)).Any(5);
            ExpressionNode again = Expression.Parse(node.ToString());
            Assert.Equal(node, again);
            Assert.Equal(node.GetHashCode(), again.GetHashCode());
            Assert.Equal(node.ToString(), again.ToString());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void A_filter_keeps_exactly_the_rows_where_the_condition_is_true() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            Random random = new(seed);
            RandomExpressions expressions = new(random);
            BatchBuilder data = expressions.Data(RowCounts[random.Next(RowCounts.Length)], random.Next(3) * 0.3);
            ExpressionNode node = expressions.Bool(2);
            using Batch batch = data.Build();
            using BoundFilter filter = new(node, data.Columns);
            ExpressionErrors errors = new();
            byte[] keep = filter.Evaluate(batch, errors).ToArray();
            HashSet<int> bad = [.. errors.InOrder().ToArray().Select(error => error.Row)];
            ExpressionOracle oracle = new(data);
            Assert.Equal((batch.Rows + 7) / 8, keep.Length);
            for (int row = 0; row < keep.Length * 8; row++)
            {
                if (!bad.Contains(row))
                {
                    bool expected = row < batch.Rows && oracle.Evaluate(node, row) is true;
                    Assert.True(expected == ((keep[row >> 3] & (1 << (row & 7))) != 0), $"row {row} of {node}");
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static void Check(int seed)
    {
        Random random = new(seed);
        RandomExpressions expressions = new(random);
        ExpressionNode node = expressions.Any(random.Next(1, 5));
        TextDictionary dictionary = new();
        BoundExpression? bound = null;
        // The same bound expression takes batches of several sizes, and a dictionary that grows.
        for (int i = 0; i < 3; i++)
        {
            BatchBuilder data = expressions.Data(RowCounts[random.Next(RowCounts.Length)], random.Next(5) switch { 0 => 1, 1 or 2 => 0, _ => 0.3 }, dictionary);
            using Batch batch = data.Build();
            bound ??= Expression.Bind(node, data.Columns);
            CheckBatch(node, bound, data, batch);
        }

        bound!.Dispose();
    }

    private static void CheckBatch(ExpressionNode node, BoundExpression bound, BatchBuilder data, Batch batch)
    {
        ExpressionErrors errors = new();
        ColumnVector result = bound.Evaluate(batch, errors);
        Dictionary<int, string> bad = errors.InOrder().ToArray().ToDictionary(error => error.Row, error => error.Message);
        ExpressionOracle oracle = new(data);
        int nulls = 0;
        for (int row = 0; row < batch.Rows; row++)
        {
            object? expected;
            try
            {
                expected = oracle.Evaluate(node, row);
                Assert.False(bad.ContainsKey(row), $"row {row} of {node}: unexpected error {bad.GetValueOrDefault(row)}");
            }
            catch (ExpressionOracle.RowError error)
            {
                Assert.True(bad.TryGetValue(row, out string? message), $"row {row} of {node}: no error, but {error.Message}");
                Assert.Equal(error.Message, message);
                nulls += result.IsNull(row) ? 1 : 0;
                continue;
            }

            nulls += expected is null ? 1 : 0;
            object? actual = Normal(BatchBuilder.Get(result, row), bound.Type);
            expected = expected is long integer && actual is double ? (double)integer : expected is OracleDecimal number ? number.ToDouble() : expected;
            Assert.True(Equals(expected, actual), $"row {row} of {node}: expected {expected ?? "null"}, was {actual ?? "null"}");
            Assert.True(expected is not null || IsZero(result, row), $"row {row} of {node}: a null row holds a value");
        }

        Assert.Equal(nulls, result.NullCount);
    }

    private static object? Normal(object? value, ColumnType type) =>
        value is long ticks && type.Kind == ColumnKind.Timestamp ? ticks * BigInteger.Pow(10, 9 - (3 * (int)type.Unit)) : value;

    private static bool IsZero(ColumnVector vector, int row) => vector.Layout switch
    {
        VectorLayout.Bits => (vector.Bits[row >> 3] & (1 << (row & 7))) == 0,
        VectorLayout.Codes => vector.Codes[row] == 0,
        _ => vector.Int64s[row] == 0,
    };
}
