using System.Data;
using System.Data.Common;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Sources.Rows;

/// <summary>The rows of a database's reader.</summary>
public sealed class ReaderTests
{
    [Fact]
    public void EveryTypeIsThatOfRowsAndDbNullIsNull()
    {
        RowsTests.Everything one = new();
        using DataTable data = new();
        foreach (var property in typeof(RowsTests.Everything).GetProperties().Where(property => !property.PropertyType.IsEnum))
        {
            data.Columns.Add(property.Name, property.PropertyType);
        }

        data.Rows.Add([.. data.Columns.Cast<DataColumn>().Select(column => typeof(RowsTests.Everything).GetProperty(column.ColumnName)!.GetValue(one))]);
        data.Rows.Add([.. data.Columns.Cast<DataColumn>().Select(_ => (object)DBNull.Value)]);
        data.Columns["Time"]!.DateTimeMode.ToString();
        using DbDataReader reader = data.CreateDataReader();
        using Table table = Telemetry.From(reader).ToTable();
        Assert.Equal(
            "Flag: bool; SByte: int32; Byte: int32; Short: int32; UShort: int32; Int: int32; UInt: int64; Long: int64; ULong: int64; Float: float; Double: double; "
            + "Amount: decimal128(38, 3); Text: utf8; Letter: utf8; Id: utf8; Time: timestamp[ns]; Offset: timestamp[ns, UTC]; Date: date32; Took: duration[ns]",
            table.Schema.Text());
        Assert.Equal(
            ["true", "-1", "2", "-3", "4", "-5", "6", "-7", "8", "0.5", "NaN", "-1.250", "tëxt", "c", "00000001-0002-0003-0405-060708090a0b", "1000000000", "-100", "-1", "1500000000"],
            RowsTests.Cells(table.Batches[0], 0));
        Assert.All(RowsTests.Cells(table.Batches[0], 1), cell => Assert.Null(cell));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16_384)]
    [InlineData(40_000)]
    public void ItRunsOnceAndStaysTheCallers(int count)
    {
        using DataTable data = new();
        data.Columns.Add("x", typeof(int));
        for (int i = 0; i < count; i++)
        {
            data.Rows.Add(i);
        }

        using DbDataReader reader = data.CreateDataReader();
        Pipeline pipeline = Telemetry.From(reader).Aggregate(Count(), Sum("x"));
        _ = pipeline.ToPlan();
        Assert.Equal([$"{count}|{(count == 0 ? "∅" : Enumerable.Range(0, count).Sum(i => (long)i))}"], TableText.Rows(pipeline.ToTable()));
        Assert.False(reader.IsClosed);
        Assert.Equal(
            "the rows come from a database's reader, which can be read only once; execute the command again",
            Assert.Throws<InvalidOperationException>(() => pipeline.ToTable()).Message);
    }

    [Fact]
    public void BytesAreRefused()
    {
        using DataTable data = new();
        data.Columns.Add("blob", typeof(byte[]));
        using DbDataReader reader = data.CreateDataReader();
        Assert.StartsWith(
            "column 'blob' is Byte[], which no column is made of; leave it out of the query, or cast it there.",
            Assert.Throws<PlanException>(() => Telemetry.From(reader).ToTable()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ALateDecimalWithMoreDigitsIsNamed()
    {
        using DataTable data = new();
        data.Columns.Add("x", typeof(decimal));
        for (int i = 0; i < 17_000; i++)
        {
            data.Rows.Add(i == 16_999 ? 0.25m : 0.5m);
        }

        using DbDataReader reader = data.CreateDataReader();
        Assert.Equal(
            "input row 17000, column 'x': 0.25 has 2 fraction digits, and the values that were looked at before have 1 at the most; cast the column in the query to a decimal with enough fraction digits for all rows",
            Assert.Throws<InputException>(() => Telemetry.From(reader).ToTable()).Message);
    }
}
