using TelemetryEngine.DataGen.Rows;

namespace TelemetryEngine.DataGen.Text;

// Meter readings as comma-separated lines that end with a line feed.
internal sealed class MeterCsv(GeneratorOptions options) : IRowText
{
    private readonly MeterRows _rows = new(options);
    private readonly EnergyRegister? _register = options.Energy ? new EnergyRegister(options) : null;
    private readonly DeviceNames _names = new(options.Devices ?? MeterRows.DefaultDevices);
    private readonly int _fractionDigits = IsoTime.DigitsFor(options);

    public int MaxRowBytes => 96;

    public ReadOnlySpan<byte> Header => _register is null
        ? "timestamp,device_id,power_w,voltage_v\n"u8
        : "timestamp,device_id,power_w,voltage_v,energy_wh\n"u8;

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
        times.Write(row, reading.TimeMicros);
        if (reading.Defect == Defect.BadTime)
        {
            "13"u8.CopyTo(row[5..]);
        }

        int at = times.Length;
        row[at++] = (byte)',';
        _names.Write(row[at..], reading.Device);
        at += _names.Length;
        row[at++] = (byte)',';
        if (reading.HasPower)
        {
            at += NumberText.WriteHundredths(row[at..], reading.PowerCentiwatts);
        }

        if (reading.Defect == Defect.BadNumber)
        {
            at += Append(row[at..], reading.HasPower ? "W"u8 : "?W"u8);
        }

        if (_register is not null || reading.Defect != Defect.MissingField)
        {
            row[at++] = (byte)',';
            at += NumberText.WriteVoltage(row[at..], reading.VoltageDecivolts);
        }

        if (_register is not null && reading.Defect != Defect.MissingField)
        {
            row[at++] = (byte)',';
            at += _register.TryRead(reading, out long parts) ? NumberText.WriteEnergy(row[at..], parts) : 0;
        }

        if (reading.Defect == Defect.ExtraField)
        {
            at += Append(row[at..], ",0"u8);
        }

        row[at++] = (byte)'\n';
        return at;
    }

    private static int Append(Span<byte> to, ReadOnlySpan<byte> text)
    {
        text.CopyTo(to);
        return text.Length;
    }
}
