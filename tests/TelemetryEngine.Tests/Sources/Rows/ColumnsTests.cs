using TelemetryEngine.Columns;
using TelemetryEngine.Sources;
using TelemetryEngine.Sources.Rows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Sources.Rows;

/// <summary>Arrays as columns.</summary>
public sealed class ColumnsTests
{
    [Fact]
    public void ArraysOfEveryTypeAreThoseOfRows()
    {
        RowsTests.Everything one = new();
        using Table table = Telemetry.From(
            ("Flag", new[] { one.Flag }), ("SByte", new[] { one.SByte }), ("Byte", new[] { one.Byte }), ("Short", new[] { one.Short }), ("UShort", new[] { one.UShort }), ("Int", new[] { one.Int }),
            ("UInt", new[] { one.UInt }), ("Long", new[] { one.Long }), ("ULong", new[] { one.ULong }), ("Float", new[] { one.Float }), ("Double", new[] { one.Double }), ("Amount", new[] { one.Amount }),
            ("Text", new[] { one.Text }), ("Letter", new[] { one.Letter }), ("Id", new[] { one.Id }), ("Day", new[] { one.Day }), ("Time", new[] { one.Time }), ("Offset", new[] { one.Offset }),
            ("Date", new[] { one.Date }), ("Took", new[] { one.Took })).ToTable();
        using Table rows = Telemetry.From([one]).ToTable();
        Assert.Equal(rows.Schema.Text(), table.Schema.Text());
        Assert.Equal(RowsTests.Cells(rows.Batches[0], 0), RowsTests.Cells(table.Batches[0], 0));
    }

    [Fact]
    public void NullableArraysHaveNulls()
    {
        using Table table = Telemetry.From(
            ("n", new int?[] { 1, null, 3 }), ("x", new double?[] { null, 0.5, null }), ("d", new decimal?[] { 1.5m, null, 2.25m }), ("t", new string?[] { null, "b", "" }), ("e", new DayOfWeek?[] { null, DayOfWeek.Monday, null })).ToTable();
        Assert.Equal(["1", null, "1.50", null, null], RowsTests.Cells(table.Batches[0], 0));
        Assert.Equal([null, "0.5", null, "b", "Monday"], RowsTests.Cells(table.Batches[0], 1));
        Assert.Equal(["3", null, "2.25", "", null], RowsTests.Cells(table.Batches[0], 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16_385)]
    [InlineData(50_000)]
    public void SumsAreThoseOfLinqAndRunAgain(int count)
    {
        double[] x = [.. Enumerable.Range(0, count).Select(i => i / 4d)];
        string?[] names = [.. Enumerable.Range(0, count).Select(i => i % 3 == 0 ? null : "m")];
        Pipeline pipeline = Telemetry.From(("x", x), ("name", names)).Aggregate(Count(), Count("name"), Sum("x"));
        for (int run = 0; run < 2; run++)
        {
            Assert.Equal([$"{count}|{names.Count(name => name is not null)}|{(count == 0 ? "∅" : TableText.Value(x.Sum()))}"], TableText.Rows(pipeline.ToTable()));
        }
    }

    [Fact]
    public void WholeNumbersAreShownWhereTheyLie()
    {
        double[] x = [1, 2, 3];
        long[] n = [4, 5, 6];
        using BatchSource source = new(new ColumnInput([("x", x), ("n", n)]));
        using Scan scan = source.Open(new ScanRequest([0, 1], new RejectLog(ErrorPolicy.Fail)));
        using BatchReader reader = scan.CreateReader();
        Batch batch = reader.Read(CancellationToken.None)!;
        Assert.True(batch.Columns[0]!.Doubles.Overlaps(x));
        Assert.True(batch.Columns[1]!.Int64s.Overlaps(n));
    }

    [Fact]
    public void WhatIsNoColumnIsNamed()
    {
        Assert.Equal(
            "column 'a' has 2 values and column 'b' has 3; all must have as many (Parameter 'columns')",
            Assert.Throws<ArgumentException>(() => Telemetry.From(("a", new int[2]), ("b", new int[3]))).Message);
        Assert.StartsWith("the array of column 'a' has several dimensions", Assert.Throws<ArgumentException>(() => Telemetry.From(("a", new int[2, 2]))).Message, StringComparison.Ordinal);
        Assert.StartsWith("column 'a' is an array of Byte[], which no column is made of", Assert.Throws<PlanException>(() => Telemetry.From(("a", new byte[2][]))).Message, StringComparison.Ordinal);
        Assert.StartsWith("column 'a' is an array of Object, which", Assert.Throws<PlanException>(() => Telemetry.From(("a", new object[2]))).Message, StringComparison.Ordinal);
        Assert.StartsWith("there are no columns", Assert.Throws<PlanException>(() => Telemetry.From()).Message, StringComparison.Ordinal);
        Assert.Equal("column 'a' is there twice; rename one of them", Assert.Throws<InputException>(() => Telemetry.From(("a", new int[1]), ("a", new int[1])).ToTable()).Message);
        Assert.Equal("input row 2, column 'a': 18446744073709551615 is more than an int64 can hold", Assert.Throws<InputException>(() => Telemetry.From(("a", new[] { 1UL, ulong.MaxValue })).ToTable()).Message);
    }
}
