using TelemetryEngine.DataGen.Rows;

namespace TelemetryEngine.DataGen.Text;

// Station readings as name;12.3 lines without a header, as in the One Billion Row Challenge.
internal sealed class StationCsv(GeneratorOptions options) : IRowText
{
    private readonly StationRows _rows = new(options);

    public int MaxRowBytes => 64;

    public ReadOnlySpan<byte> Header => default;

    public (int Bytes, int Rows) Write(long first, int count, Span<byte> block)
    {
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            StationReading reading = _rows.Read(first + i);
            at += WriteRow(block.Slice(at, MaxRowBytes), reading);
        }

        return (at, count);
    }

    private static int WriteRow(Span<byte> row, StationReading reading)
    {
        StationNames.Table.AsSpan(reading.Station * StationNames.Stride, StationNames.Stride).CopyTo(row);
        int at = StationNames.Lengths[reading.Station];
        if (reading.Defect != Defect.MissingField)
        {
            row[at++] = (byte)';';
            at += WriteTemperature(row[at..], reading);
        }

        row[at++] = (byte)'\n';
        return at;
    }

    private static int WriteTemperature(Span<byte> row, StationReading reading)
    {
        int at = reading.HasTemperature ? NumberText.WriteTenths(row, reading.TemperatureDecidegrees) : 0;
        ReadOnlySpan<byte> wrong = reading.Defect switch
        {
            Defect.BadNumber => reading.HasTemperature ? "C"u8 : "?C"u8,
            Defect.ExtraField => ";0"u8,
            _ => default,
        };
        wrong.CopyTo(row[at..]);
        return at + wrong.Length;
    }
}
