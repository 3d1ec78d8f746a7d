using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Tests.Records;

/// <summary>Rows become records, classes, structs and single values; the source's rows are the oracle.</summary>
public sealed class RecordReaderTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly (DateTimeOffset Time, string Device, double? Power)[] Source =
        [.. Enumerable.Range(0, 300).Select(static i => (Start.AddMinutes(i * 7), $"d{i % 3}", i % 11 == 0 ? (double?)null : i * 0.25))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Pipeline Rows => Telemetry.From([Batch(Source[..100]), Batch(Source[100..])]);

    private static Pipeline ByDevice => Rows.GroupBy("device").Aggregate(Aggregate.Count(), Aggregate.Avg("power_w").As("avg_power_w"));

    public sealed record Reading(DateTimeOffset Time, string Device, double? PowerW);

    public readonly record struct DeviceMean(string Device, double AvgPowerW, long Count);

    public sealed class Mutable
    {
        public double? PowerW { get; set; }

        public string Device { get; init; } = "";

        public DateTime Time { get; set; }

        public string Both => Device + PowerW;
    }

    public struct MutableStruct
    {
        public Device Device { get; set; }

        public int Count { get; set; }
    }

    public enum Device
    {
        D0,
        D1,
        D2,
    }

    public sealed class Mixed(string device, string note = "none")
    {
        public string Device { get; } = device;

        public string Note { get; } = note;

        public Device? AsEnum { get; set; }
    }

    public sealed record Strict(string Device, double PowerW);

    public sealed record WithMore(string Device, double Kwh);

    public sealed record WrongKind(double Device);

    public sealed record Narrow(short Big);

    [Fact]
    public void ARowIsARecord()
    {
        IEnumerable<Reading> expected = Source.Select(static row => new Reading(row.Time, row.Device, row.Power));

        Assert.Equal(expected, Rows.ToRecords<Reading>(Token));
        using Table table = Rows.ToTable(Token);
        Assert.Equal(expected, table.ToRecords<Reading>());
    }

    [Fact]
    public void AResultIsRecordsThatOutliveIt()
    {
        IEnumerable<DeviceMean> expected = Source.GroupBy(static row => row.Device).OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => new DeviceMean(group.Key, group.Average(static row => row.Power)!.Value, group.Count()));

        Assert.Equal(expected, ByDevice.ToRecords<DeviceMean>(Token));
        Table table = ByDevice.ToTable(Token);
        IReadOnlyList<DeviceMean> records = table.ToRecords<DeviceMean>();
        table.Dispose();
        Assert.Equal(expected, records);
        Assert.Throws<ObjectDisposedException>(() => table.ToRecords<DeviceMean>());
    }

    [Fact]
    public void AClassHasItsPropertiesSet()
    {
        IReadOnlyList<Mutable> records = [.. Rows.ToRecords<Mutable>(Token)];

        Assert.Equal(Source.Select(static row => (row.Time.UtcDateTime, row.Device, row.Power)), records.Select(static r => (r.Time, r.Device, r.PowerW)));
        Assert.Equal(DateTimeKind.Utc, records[0].Time.Kind);
    }

    [Fact]
    public void AStructHasItsPropertiesSetWhereItLies()
    {
        IEnumerable<(Device, int)> expected = Source.GroupBy(static row => row.Device).OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => (Enum.Parse<Device>(group.Key, ignoreCase: true), group.Count()));

        Assert.Equal(expected, ByDevice.ToRecords<MutableStruct>(Token).Select(static s => (s.Device, s.Count)));
    }

    [Fact]
    public void ParametersWithDefaultsNeedNoColumn()
    {
        Pipeline pipeline = Rows.Derive("as_enum", "device").Limit(2);

        Assert.Equal([("d0", "none", Device.D0), ("d1", "none", Device.D1)], pipeline.ToRecords<Mixed>(Token).Select(static m => (m.Device, m.Note, m.AsEnum!.Value)));
    }

    [Fact]
    public void OneColumnIsValues()
    {
        Pipeline mean = Rows.Aggregate(Aggregate.Avg("power_w"));

        Assert.Equal([Source.Average(static row => row.Power)!.Value], mean.ToRecords<double>(Token));
        Assert.Equal([Source.Average(static row => row.Power)], mean.ToRecords<double?>(Token));
        Assert.Equal(
            "a row of 3 columns is no double; take one of them by Values, or make records; the columns are time, device, power_w",
            Assert.Throws<PlanException>(() => Rows.ToRecords<double>(Token).First()).Message);
    }

    [Fact]
    public void ANullNeedsRoom()
    {
        Assert.Equal(
            "column 'power_w' is null in row 1, and Strict.PowerW takes no null; make it double?",
            Assert.Throws<InvalidOperationException>(() => Rows.ToRecords<Strict>(Token).ToList()).Message);
        Assert.Equal(
            "column 'power_w' is null in row 11, and Strict.PowerW takes no null; make it double?",
            Assert.Throws<InvalidOperationException>(() => Telemetry.From([Batch(Source[1..])]).ToRecords<Strict>(Token).ToList()).Message);
    }

    [Fact]
    public void AMemberNeedsAColumnOfItsKind()
    {
        Assert.Equal("no column is WithMore.Kwh of type double; the columns are time, device, power_w", Assert.Throws<PlanException>(() => Rows.ToRecords<WithMore>(Token).First()).Message);
        Assert.Equal(
            "column 'device' of type utf8 can't be read as WrongKind.Device of type double; make it string", Assert.Throws<PlanException>(() => Rows.ToRecords<WrongKind>(Token).First()).Message);
        Assert.Equal("IReadings has no public constructor, so no records of it can be made", Assert.Throws<PlanException>(() => Rows.ToRecords<IReadings>(Token).First()).Message);
    }

    [Fact]
    public void TheNameLetterForLetterGoesFirst()
    {
        RecordBatch batch = Of(("Power_W", Arrays.Of<long>(Int64Type.Default, 1)), ("PowerW", Arrays.Of<long>(Int64Type.Default, 2)));
        RecordBatch unclear = Of(("power_w", Arrays.Of<long>(Int64Type.Default, 1)), ("power w", Arrays.Of<long>(Int64Type.Default, 2)));

        Assert.Equal(new Power(2), Telemetry.From([batch]).ToRecords<Power>(Token).Single());
        Assert.Equal(
            "Power.PowerW of type long may be any of the columns power_w, power w; rename all but one of them",
            Assert.Throws<PlanException>(() => Telemetry.From([unclear]).ToRecords<Power>(Token).First()).Message);
    }

    [Fact]
    public void AnIntegerIsNeverCut()
    {
        RecordBatch batch = Of(("big", Arrays.Of<long>(Int64Type.Default, 7, 40_000)));

        Assert.Equal(
            "column 'big' is 40000 in row 2, which Narrow.Big of type short can't hold; make it long",
            Assert.Throws<InvalidOperationException>(() => Telemetry.From([batch]).ToRecords<Narrow>(Token).ToList()).Message);
    }

    [Fact]
    public void TheRunEndsWhereNobodyAsksOn()
    {
        using TemporaryFile rejects = new();
        Assert.Equal("d0", Rows.With(new RunOptions { RejectsPath = rejects.Path }).ToRecords<Reading>(Token).First().Device);
        Assert.False(File.Exists(rejects.Path));
    }

    public interface IReadings
    {
        double PowerW { get; set; }
    }

    public sealed record Power(long PowerW);

    private static RecordBatch Batch(IReadOnlyList<(DateTimeOffset Time, string Device, double? Power)> rows) => Of(
        ("time", Arrays.Times(Arrays.Microseconds, [.. rows.Select(static row => (long?)row.Time.ToUnixTimeMilliseconds() * 1000)])),
        ("device", new StringArray.Builder().AppendRange(rows.Select(static row => row.Device)).Build()),
        ("power_w", Arrays.Of(DoubleType.Default, [.. rows.Select(static row => row.Power)])));

    private static RecordBatch Of(params (string Name, IArrowArray Array)[] columns) =>
        new(new Schema([.. columns.Select(static c => new Field(c.Name, c.Array.Data.DataType, nullable: true))], null), [.. columns.Select(static c => c.Array)], columns[0].Array.Length);
}
