using TelemetryEngine.Columns;

namespace TelemetryEngine.Tests.Expressions;

public sealed class BatchBuilderTests
{
    [Fact]
    public void Values_come_back_as_they_went_in()
    {
        using Batch batch = new BatchBuilder()
            .Add("b", "bool", true, null, false)
            .Add("i", "int64", 1L, null, -3)
            .Add("f", "float64", 0.5, null, double.NaN)
            .Add("t", "utf8", "x", null, "é")
            .Add("d", "decimal(2)", "1.25", null, "0.0001")
            .Add("ts", "timestamp[ms]", DateTime.UnixEpoch.AddSeconds(1), null, -1L)
            .Build();
        object?[][] expected =
        [
            [true, null, false], [1L, null, -3L], [0.5, null, double.NaN], ["x", null, "é"], [1.25, null, 0.0001], [1000L, null, -1L],
        ];
        Assert.Equal(3, batch.Rows);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], Enumerable.Range(0, 3).Select(row => BatchBuilder.Get(batch.Columns[i]!, row)));
            Assert.Equal(1, batch.Columns[i]!.NullCount);
        }

        Assert.Equal(125, batch.Columns[4]!.Int64s[0]);
        Assert.Equal(new WideValue(2, 1, 4), Assert.Single(batch.Columns[4]!.Wide));
    }
}
