using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Tests.Records;

/// <summary>Every kind of column as each type that it can be.</summary>
public sealed class TableValuesTests
{
    private const long Nanosecond = 1_767_225_600_123_456_789;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void ValuesOfAllBatchesAreOneArray()
    {
        using Table table = Passed(("v", Arrays.Of<double>(DoubleType.Default, 1, double.NaN, 2.5)), ("w", Arrays.Of<double>(DoubleType.Default, null, 2, 3)));

        Assert.Equal([1, double.NaN, 2.5, 1, double.NaN, 2.5], table.Values<double>("v"));
        Assert.Equal([null, 2, 3, null, 2, 3], table.Values<double?>("w"));
        Assert.Equal([1f, float.NaN, 2.5f, 1f, float.NaN, 2.5f], table.Values<float>("v"));
        Assert.Equal([null, 2.0, 3.0, null, 2.0, 3.0], table.Values<object?>("w"));
        Assert.Equal("column 'w' is null in row 1, and double takes no null; ask for double?", Assert.Throws<InvalidOperationException>(() => table.Values<double>("w")).Message);
        Assert.Equal("column 'v' is NaN in row 2, which decimal can't hold; ask for double", Assert.Throws<InvalidOperationException>(() => table.Values<decimal>("v")).Message);
        Assert.Equal("there is no column 'kw'; the columns are v, w (Parameter 'column')", Assert.Throws<ArgumentException>(() => table.Values<double>("kw")).Message);
        Assert.StartsWith("column 'v' of type double can't be read as long; ask for double", Assert.Throws<ArgumentException>(() => table.Values<long>("v")).Message, StringComparison.Ordinal);
        table.Dispose();
        Assert.Throws<ObjectDisposedException>(() => table.Values<double>("v"));
    }

    [Fact]
    public void IntegersOfEveryWidth()
    {
        (IArrowType Type, IArrowArray Array)[] columns =
        [
            (Int8Type.Default, Arrays.Of<sbyte>(Int8Type.Default, 5)), (Int16Type.Default, Arrays.Of<short>(Int16Type.Default, 5)), (Int32Type.Default, Arrays.Of<int>(Int32Type.Default, 5)),
            (Int64Type.Default, Arrays.Of<long>(Int64Type.Default, 5)), (UInt8Type.Default, Arrays.Of<byte>(UInt8Type.Default, 5)), (UInt16Type.Default, Arrays.Of<ushort>(UInt16Type.Default, 5)),
            (UInt32Type.Default, Arrays.Of<uint>(UInt32Type.Default, 5)), (UInt64Type.Default, Arrays.Of<ulong>(UInt64Type.Default, 5)),
        ];
        foreach ((_, IArrowArray array) in columns)
        {
            using Table table = Passed(("v", array));
            Assert.Equal([5, 5], table.Values<long>("v"));
            Assert.Equal([5, 5], table.Values<int?>("v"));
            Assert.Equal([5, 5], table.Values<byte>("v"));
            Assert.Equal([5, 5], table.Values<double>("v"));
            Assert.Equal([5, 5], table.Values<decimal>("v"));
        }

        using Table large = Passed(("v", Arrays.Of<ulong>(UInt64Type.Default, ulong.MaxValue)), ("w", Arrays.Of<long>(Int64Type.Default, (1L << 53) + 1)), ("x", Arrays.Of<long>(Int64Type.Default, -1)));
        Assert.Equal(ulong.MaxValue, large.Values<ulong>("v")[0]);
        Assert.Equal("column 'v' is 18446744073709551615 in row 1, which long can't hold; ask for ulong", Assert.Throws<InvalidOperationException>(() => large.Values<long>("v")).Message);
        Assert.Throws<InvalidOperationException>(() => large.Values<double>("w"));
        Assert.Throws<InvalidOperationException>(() => large.Values<ulong>("x"));
    }

    [Fact]
    public void InstantsHaveTheirZone()
    {
        long micros = new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
        using Table table = Passed(
            ("utc", Arrays.Times(Arrays.Microseconds, micros)),
            ("berlin", Arrays.Times(new TimestampType(TimeUnit.Microsecond, "Europe/Berlin"), micros)),
            ("local", Arrays.Times(new TimestampType(TimeUnit.Microsecond, (string?)null), micros)));

        DateTimeOffset berlin = table.Values<DateTimeOffset>("berlin")[0];
        Assert.Equal((new DateTime(2026, 7, 1, 14, 0, 0), TimeSpan.FromHours(2)), (berlin.DateTime, berlin.Offset));
        Assert.Equal(TimeSpan.Zero, table.Values<DateTimeOffset>("utc")[0].Offset);
        Assert.Equal(TimeSpan.Zero, table.Values<DateTimeOffset>("local")[0].Offset);
        Assert.Equal(DateTimeKind.Utc, table.Values<DateTime>("berlin")[0].Kind);
        Assert.Equal(DateTimeKind.Unspecified, table.Values<DateTime>("local")[0].Kind);
        Assert.Equal(new DateTime(2026, 7, 1, 12, 0, 0), table.Values<DateTime?>("local")[0]);
        Assert.Equal(micros, table.Values<long>("utc")[0]);
    }

    [Fact]
    public void WhatNoTickShowsIsNotRounded()
    {
        TimestampType nanoseconds = new(TimeUnit.Nanosecond, "UTC");
        using Table table = Passed(("t", Arrays.Times(nanoseconds, Nanosecond)), ("whole", Arrays.Times(nanoseconds, -Nanosecond / 100 * 100)), ("far", Arrays.Times(new TimestampType(TimeUnit.Second, "UTC"), long.MaxValue / 2)));

        Assert.Equal(
            "column 't' is 2026-01-01T00:00:00.123456789Z in row 1, which DateTimeOffset can't hold; ask for long", Assert.Throws<InvalidOperationException>(() => table.Values<DateTimeOffset>("t")).Message);
        Assert.Equal(Nanosecond, table.Values<long>("t")[0]);
        Assert.Equal(DateTime.UnixEpoch.AddTicks(-Nanosecond / 100), table.Values<DateTime>("whole")[0]);
        Assert.Throws<InvalidOperationException>(() => table.Values<DateTime>("far"));
    }

    [Fact]
    public void DaysLengthsTruthsAndTexts()
    {
        Guid guid = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
        using Table table = Passed(
            ("date", Arrays.Of<int>(Date32Type.Default, 1)),
            ("length", Arrays.Of<long>(DurationType.Millisecond, 1500)),
            ("short", Arrays.Of<long>(DurationType.FromTimeUnit(TimeUnit.Nanosecond), 50)),
            ("truth", new BooleanArray.Builder().Append(true).Build()),
            ("id", new StringArray.Builder().Append(guid.ToString()).Build()),
            ("day", new CodedBuilder().Append("monday").Build()),
            ("bytes", new BinaryArray.Builder().Append(new byte[] { 1, 2 }.AsSpan()).Build()),
            ("sum", new Decimal128Array.Builder(new Decimal128Type(20, 2)).Append(-12.25m).Build()));

        Assert.Equal(new DateOnly(1970, 1, 2), table.Values<DateOnly>("date")[0]);
        Assert.Equal(new DateTime(1970, 1, 2), table.Values<DateTime>("date")[0]);
        Assert.Equal(TimeSpan.FromSeconds(1.5), table.Values<TimeSpan>("length")[0]);
        Assert.Equal("column 'short' is 50 ns in row 1, which TimeSpan can't hold; ask for long", Assert.Throws<InvalidOperationException>(() => table.Values<TimeSpan>("short")).Message);
        Assert.True(table.Values<bool>("truth")[0]);
        Assert.Equal(guid, table.Values<Guid>("id")[0]);
        Assert.Equal(DayOfWeek.Monday, table.Values<DayOfWeek>("day")[0]);
        Assert.Equal(DayOfWeek.Monday, table.Values<DayOfWeek?>("day")[0]);
        Assert.Equal("monday", table.Values<string>("day")[0]);
        string[] days = table.Values<string>("day");
        Assert.Same(days[0], days[1]);
        Assert.Equal("column 'day' is 'monday' in row 1, which Guid can't hold; ask for string", Assert.Throws<InvalidOperationException>(() => table.Values<Guid>("day")).Message);
        Assert.Equal([1, 2], table.Values<byte[]>("bytes")[0]);
        Assert.Equal(-12.25m, table.Values<decimal>("sum")[0]);
        Assert.Equal(-12.25, table.Values<double>("sum")[0]);
    }

    private static Table Passed(params (string Name, IArrowArray Array)[] columns)
    {
        Schema schema = new([.. columns.Select(static c => new Field(c.Name, c.Array.Data.DataType, nullable: true))], null);
        RecordBatch batch = new(schema, [.. columns.Select(static c => c.Array)], columns[0].Array.Length);
        return new Table(schema, [batch, batch], new RunSummary());
    }
}
