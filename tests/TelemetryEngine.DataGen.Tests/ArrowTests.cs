using System.Globalization;
using Apache.Arrow;
using TelemetryEngine.Arrow;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.DataGen.Columns;
using TelemetryEngine.DataGen.Rows;

namespace TelemetryEngine.DataGen.Tests;

public sealed class ArrowTests
{
    private static readonly GeneratorOptions Options =
        Made.Messy(RowOrder.Shuffled) with { Rows = 140_000, Dirty = 0, Step = TimeSpan.FromMilliseconds(500) };

    [Fact]
    public void Meters_have_the_values_of_the_text()
    {
        MeterLine[] lines = [.. Made.Lines(Options).Select(line => MeterLine.Parse(line)!)];
        using ArrowFileReader reader = Read(Options);
        Assert.Equal(
            "timestamp: timestamp[us, UTC] not null, device_id: dictionary<int32, utf8> not null, power_w: double, voltage_v: double not null",
            ArrowNames.Of(reader.Schema));
        int row = 0;
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            TimestampArray times = Assert.IsType<TimestampArray>(batch.Column("timestamp"));
            DictionaryArray devices = Assert.IsType<DictionaryArray>(batch.Column("device_id"));
            DoubleArray powers = Assert.IsType<DoubleArray>(batch.Column("power_w"));
            DoubleArray voltages = Assert.IsType<DoubleArray>(batch.Column("voltage_v"));
            for (int i = 0; i < batch.Length; i++)
            {
                MeterLine line = lines[row++];
                Assert.Equal((line.Time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, times.Values[i]);
                Assert.Equal(line.Device, devices.TextAt(i));
                Assert.Equal(line.PowerCentiwatts is { } power ? ExactQuotient.Of(power, 100) : null, powers.GetValue(i));
                Assert.Equal((double)line.Voltage, voltages.Values[i]);
            }
        }

        Assert.Equal(lines.Length, row);
    }

    [Fact]
    public void Stations_have_the_values_of_the_text()
    {
        GeneratorOptions options = Options with { Profile = Profile.OneBillionRows, Disorder = 0, Rows = 70_000, Devices = null };
        StationLine[] lines = [.. Made.Lines(options).Select(line => StationLine.Parse(line)!)];
        using ArrowFileReader reader = Read(options);
        Assert.Equal("station: dictionary<int32, utf8> not null, temperature: double", ArrowNames.Of(reader.Schema));
        List<StationLine> read = [];
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            DictionaryArray stations = Assert.IsType<DictionaryArray>(batch.Column("station"));
            DoubleArray temperatures = Assert.IsType<DoubleArray>(batch.Column("temperature"));
            Assert.Equal(StationNames.All, Made.Texts(stations.Dictionary));
            for (int i = 0; i < batch.Length; i++)
            {
                string? text = temperatures.GetValue(i)?.ToString("R", CultureInfo.InvariantCulture);
                read.Add(new StationLine(stations.TextAt(i)!, text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture)));
            }
        }

        Assert.Equal(lines, read);
    }

    [Fact]
    public void Batches_are_of_65_536_rows_and_the_last_of_the_rest()
    {
        using ArrowFileReader reader = Read(Options);
        Assert.Equal(3, reader.RecordBatchCount);
        Assert.Equal([65_536, 65_536, 8_928], Enumerable.Range(0, 3).Select(i => reader.ReadRecordBatch(i).Length));
    }

    [Fact]
    public void No_rows_make_a_file_without_batches()
    {
        using ArrowFileReader reader = Read(Options with { Rows = 0 });
        Assert.Equal(0, reader.RecordBatchCount);
        Assert.Equal(4, reader.Schema.FieldsList.Count);
    }

    [Fact]
    public void Device_names_are_sorted()
    {
        using ArrowFileReader reader = Read(Options with { Rows = 1, Devices = 3 });
        IArrowArray names = Assert.IsType<DictionaryArray>(reader.ReadRecordBatch(0).Column("device_id")).Dictionary;
        Assert.Equal(["meter-00000", "meter-00001", "meter-00002"], Made.Texts(names));
    }

    [Theory]
    [InlineData(Profile.Meters)]
    [InlineData(Profile.OneBillionRows)]
    public void A_batch_of_many_rows_allocates_what_one_of_a_row_does(Profile profile)
    {
        GeneratorOptions options = profile == Profile.Meters ? Options with { Energy = true } : new GeneratorOptions { Profile = profile, Rows = 70_000, Nulls = 0.1 };
        IRowColumns rows = profile == Profile.Meters ? new MeterColumns(options) : new StationColumns(options);
        BatchColumns columns = new(options.Energy);
        Assert.Equal(Least(1), Least(ArrowBlocks.RowsPerBatch));

        long Least(int count) => Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int length = rows.Fill(0, count, columns).Length;
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(count, length);
            return allocated;
        });
    }

    private static ArrowFileReader Read(GeneratorOptions options) => new(Made.Bytes(options with { Format = OutputFormat.Arrow }));
}
