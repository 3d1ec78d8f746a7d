using System.Data;
using System.Data.Common;

namespace TelemetryEngine.Tests.Execution;

/// <summary>A result as what reads databases sees it.</summary>
public sealed class ResultDataReaderTests
{
    private static readonly string Text = "time,device,power_w,count,on\n"
        + string.Concat(Enumerable.Range(0, 40_000).Select(static i => $"2026-01-01T00:{i / 60 % 60:00}:{i % 60:00}Z,d{i % 3},{(i % 7 == 0 ? "" : $"{i}.5")},{i},{(i % 2 == 0 ? "true" : "false")}\n"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void ATableOfADataSetLoadsIt()
    {
        using TemporaryFile input = new(Text);
        using Table expected = Telemetry.ReadCsv(input.Path).ToTable(Token);
        using DataTable loaded = new();
        using (DbDataReader reader = Telemetry.ReadCsv(input.Path).ToDataReader(Token))
        {
            loaded.Load(reader);
            Assert.True(reader.IsClosed);
        }

        Assert.Equal(["time", "device", "power_w", "count", "on"], loaded.Columns.Cast<DataColumn>().Select(static c => c.ColumnName));
        Assert.Equal(
            [typeof(DateTime), typeof(string), typeof(double), typeof(long), typeof(bool)], loaded.Columns.Cast<DataColumn>().Select(static c => c.DataType));
        DataRow[] rows = [.. loaded.Rows.Cast<DataRow>()];
        Assert.Equal(expected.Values<DateTime>("time"), rows.Select(static r => (DateTime)r["time"]));
        Assert.Equal(expected.Values<string>("device"), rows.Select(static r => (string)r["device"]));
        Assert.Equal(expected.Values<double?>("power_w"), rows.Select(static r => r["power_w"] is double d ? d : (double?)null));
        Assert.Equal(expected.Values<long>("count"), rows.Select(static r => (long)r["count"]));
        Assert.Equal(expected.Values<bool>("on"), rows.Select(static r => (bool)r["on"]));
    }

    [Fact]
    public void GettersGiveARowsValues()
    {
        using TemporaryFile input = new(Text);
        using DbDataReader reader = Telemetry.ReadCsv(input.Path).Limit(2).ToDataReader(Token);
        Assert.Equal(5, reader.FieldCount);
        Assert.Throws<InvalidOperationException>(() => reader.GetInt64(3));
        Assert.True(reader.HasRows);
        Assert.True(reader.Read());
        Assert.True(reader.IsDBNull(2));
        Assert.Same(DBNull.Value, reader["POWER_W"]);
        Assert.Equal("column 'power_w' is null in row 1, and double takes no null; ask for double?", Assert.Throws<InvalidOperationException>(() => reader.GetDouble(2)).Message);
        Assert.True(reader.Read());

        Assert.Equal(1.5, reader.GetDouble(reader.GetOrdinal("Power_W")));
        Assert.Equal(new DateTime(2026, 1, 1, 0, 0, 1, DateTimeKind.Utc), reader.GetDateTime(0));
        Assert.Equal(DateTimeKind.Utc, reader.GetDateTime(0).Kind);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 1, TimeSpan.Zero), reader.GetFieldValue<DateTimeOffset>(0));
        Assert.Equal("d1", reader.GetString(1));
        Assert.Equal((1, 1L, (short)1, (byte)1, 1m), (reader.GetInt32(3), reader.GetInt64(3), reader.GetInt16(3), reader.GetByte(3), reader.GetDecimal(3)));
        Assert.False(reader.GetBoolean(4));
        Assert.Equal(2, reader.GetChars(1, 0, null, 0, 0));
        object[] values = new object[9];
        Assert.Equal(5, reader.GetValues(values));
        Assert.Equal("d1", values[1]);
        Assert.Equal("int64", reader.GetDataTypeName(3));
        Assert.Equal("column 'device' of type utf8 can't be read as double; ask for string", Assert.Throws<InvalidCastException>(() => reader.GetDouble(1)).Message);
        Assert.Equal("there is no column 'kw'; the columns are time, device, power_w, count, on", Assert.Throws<IndexOutOfRangeException>(() => reader.GetOrdinal("kw")).Message);
        Assert.Equal("there is no column 5; there are 5, from 0 on", Assert.Throws<IndexOutOfRangeException>(() => reader.GetName(5)).Message);

        Assert.False(reader.Read());
        Assert.False(reader.Read());
        Assert.True(reader.HasRows);
        Assert.False(reader.NextResult());
        Assert.Throws<InvalidOperationException>(() => reader.GetInt64(3));
    }

    [Fact]
    public void RowsOfAllBatchesComeInOrder()
    {
        using TemporaryFile input = new(Text);
        using DbDataReader reader = Telemetry.ReadCsv(input.Path).ToDataReader(Token);
        long count = 0;
        while (reader.Read())
        {
            Assert.Equal(count++, reader.GetInt64(3));
        }

        Assert.Equal(40_000, count);
    }

    [Fact]
    public void AnEmptyResultHasNoRows()
    {
        using TemporaryFile input = new(Text);
        using DbDataReader reader = Telemetry.ReadCsv(input.Path).Where("count < 0").ToDataReader(Token);
        Assert.False(reader.HasRows);
        Assert.False(reader.Read());
        reader.Close();
        Assert.Throws<ObjectDisposedException>(() => reader.Read());
    }
}
