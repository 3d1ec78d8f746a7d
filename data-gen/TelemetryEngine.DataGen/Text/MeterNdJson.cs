using TelemetryEngine.DataGen.Rows;

namespace TelemetryEngine.DataGen.Text;

// Meter readings as one JSON object a line. No text needs an escape.
internal sealed class MeterNdJson(GeneratorOptions options) : IRowText
{
    private readonly MeterRows _rows = new(options);
    private readonly EnergyRegister? _register = options.Energy ? new EnergyRegister(options) : null;
    private readonly DeviceNames _names = new(options.Devices ?? MeterRows.DefaultDevices);
    private readonly int _fractionDigits = IsoTime.DigitsFor(options);

    public int MaxRowBytes => 160;

    public ReadOnlySpan<byte> Header => default;

    public (int Bytes, int Rows) Write(long first, int count, Span<byte> block)
    {
        IsoTime times = new(_fractionDigits);
        int at = 0;
        int rows = 0;
        for (int i = 0; i < count; i++)
        {
            if (_rows.TryRead(first + i, out MeterReading reading))
            {
                at += WriteRow(block.Slice(at, MaxRowBytes), reading, ref times);
                rows++;
            }
        }

        return (at, rows);
    }

    private int WriteRow(Span<byte> row, MeterReading reading, ref IsoTime times)
    {
        int at = JsonLiteral.Append(row, "{\"timestamp\":\""u8);
        times.Write(row[at..], reading.TimeMicros);
        if (reading.Defect == Defect.BadTime)
        {
            "13"u8.CopyTo(row[(at + 5)..]);
        }

        at += times.Length;
        at += JsonLiteral.Append(row[at..], "\",\"device_id\":\""u8);
        _names.Write(row[at..], reading.Device);
        at += _names.Length;
        at += JsonLiteral.Append(row[at..], "\",\"power_w\":"u8);
        at += reading.HasPower
            ? NumberText.WriteHundredths(row[at..], reading.PowerCentiwatts)
            : JsonLiteral.Append(row[at..], "null"u8);
        if (reading.Defect == Defect.BadNumber)
        {
            row[at++] = (byte)'W';
        }

        if (_register is not null || reading.Defect != Defect.MissingField)
        {
            at += JsonLiteral.Append(row[at..], ",\"voltage_v\":"u8);
            at += NumberText.WriteVoltage(row[at..], reading.VoltageDecivolts);
        }

        if (_register is not null && reading.Defect != Defect.MissingField)
        {
            at += JsonLiteral.Append(row[at..], ",\"energy_wh\":"u8);
            at += _register.TryRead(reading, out long parts)
                ? NumberText.WriteEnergy(row[at..], parts)
                : JsonLiteral.Append(row[at..], "null"u8);
        }

        return at + JsonLiteral.AppendEnd(row[at..], reading.Defect);
    }
}
