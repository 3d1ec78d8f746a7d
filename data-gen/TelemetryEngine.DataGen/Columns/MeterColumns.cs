using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.DataGen.Rows;
using TelemetryEngine.DataGen.Text;
using TelemetryEngine.Memory;

namespace TelemetryEngine.DataGen.Columns;

// Meter readings as columns. A double is the decimal of the text formats, rounded once.
internal sealed class MeterColumns : IRowColumns
{
    private static readonly TimestampType TimeType = new(TimeUnit.Microsecond, "UTC");

    private readonly MeterRows _rows;
    private readonly EnergyRegister? _register;
    private readonly StringArray _names;

    public MeterColumns(GeneratorOptions options)
    {
        _rows = new MeterRows(options);
        _register = options.Energy ? new EnergyRegister(options) : null;
        Schema = SchemaOf(options.Energy);
        DeviceNames names = new(_rows.DeviceCount);
        StringArray.Builder builder = new();
        for (int device = 0; device < _rows.DeviceCount; device++)
        {
            builder.Append(names[device]);
        }

        _names = builder.Build();
    }

    public Schema Schema { get; }

    public RecordBatch Fill(long first, int count, BatchColumns columns)
    {
        Span<long> times = columns.Times;
        Span<int> codes = columns.Codes;
        Span<double> powers = columns.Measures;
        Span<double> voltages = columns.Voltages;
        Span<double> energies = columns.Energies;
        columns.Validity.Clear();
        columns.EnergyValidity.Clear();
        int nulls = 0;
        int energyNulls = 0;
        int rows = 0;
        for (int i = 0; i < count; i++)
        {
            if (!_rows.TryRead(first + i, out MeterReading reading))
            {
                continue;
            }

            times[rows] = reading.TimeMicros;
            codes[rows] = reading.Device;
            powers[rows] = reading.HasPower ? reading.PowerCentiwatts / 100.0 : 0;
            voltages[rows] = reading.VoltageDecivolts / 10.0;
            Bitmap.Set(columns.Validity, rows, reading.HasPower);
            nulls += reading.HasPower ? 0 : 1;
            if (_register is not null)
            {
                bool hasEnergy = _register.TryRead(reading, out long parts);
                energies[rows] = (double)parts / EnergyRegister.PartsPerWattHour;
                Bitmap.Set(columns.EnergyValidity, rows, hasEnergy);
                energyNulls += hasEnergy ? 0 : 1;
            }

            rows++;
        }

        List<IArrowArray> arrays =
        [
            columns.TimeArray(TimeType, rows),
            columns.CodeArray(_names, rows),
            columns.MeasureArray(nulls, rows),
            columns.VoltageArray(rows),
        ];
        if (_register is not null)
        {
            arrays.Add(columns.EnergyArray(energyNulls, rows));
        }

        return new RecordBatch(Schema, arrays, rows);
    }

    private static Schema SchemaOf(bool hasEnergy)
    {
        List<Field> fields =
        [
            new Field("timestamp", TimeType, nullable: false),
            new Field("device_id", BatchColumns.CodeType, nullable: false),
            new Field("power_w", DoubleType.Default, nullable: true),
            new Field("voltage_v", DoubleType.Default, nullable: false),
        ];
        if (hasEnergy)
        {
            fields.Add(new Field("energy_wh", DoubleType.Default, nullable: true));
        }

        return new Schema(fields, null);
    }
}
