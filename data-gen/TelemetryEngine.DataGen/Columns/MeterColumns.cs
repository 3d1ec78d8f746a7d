using TelemetryEngine.Arrow;
using TelemetryEngine.DataGen.Rows;
using TelemetryEngine.DataGen.Text;

namespace TelemetryEngine.DataGen.Columns;

/// <summary>Meter readings as columns. A double is the decimal of the text formats, rounded once.</summary>
internal sealed class MeterColumns : IRowColumns
{
    private static readonly TimestampType TimeType = new(TimeUnit.Microsecond, "UTC");

    private readonly MeterRows _rows;
    private readonly StringArray _names;

    public MeterColumns(GeneratorOptions options)
    {
        _rows = new MeterRows(options);
        DeviceNames names = new(_rows.DeviceCount);
        StringArray.Builder builder = new();
        for (int device = 0; device < _rows.DeviceCount; device++)
        {
            builder.Append(names[device]);
        }

        _names = builder.Build();
    }

    public Schema Schema { get; } = new(
    [
        new Field("timestamp", TimeType, isNullable: false),
        new Field("device_id", DictionaryType.Default, isNullable: false),
        new Field("power_w", DoubleType.Default),
        new Field("voltage_v", DoubleType.Default, isNullable: false),
    ]);

    public RecordBatch Fill(long first, int count, BatchColumns columns)
    {
        Span<long> times = columns.Times;
        Span<int> codes = columns.Codes;
        Span<double> powers = columns.Measures;
        Span<double> voltages = columns.Voltages;
        columns.Validity.Clear();
        int nulls = 0;
        for (int i = 0; i < count; i++)
        {
            MeterReading reading = _rows.Read(first + i);
            times[i] = reading.TimeMicros;
            codes[i] = reading.Device;
            powers[i] = reading.HasPower ? reading.PowerCentiwatts / 100.0 : 0;
            voltages[i] = reading.VoltageDecivolts / 10.0;
            Bitmap.Set(columns.Validity, i, reading.HasPower);
            nulls += reading.HasPower ? 0 : 1;
        }

        return new RecordBatch(
            Schema,
            [
                columns.TimeArray(TimeType, count),
                columns.CodeArray(DictionaryType.Default, _names, count),
                columns.MeasureArray(nulls, count),
                columns.VoltageArray(count),
            ],
            count);
    }
}
