using TelemetryEngine.DataGen.Rows;

namespace TelemetryEngine.DataGen.Text;

// Station readings as one JSON object a line. No name needs an escape.
internal sealed class StationNdJson(GeneratorOptions options) : IRowText
{
    private readonly StationRows _rows = new(options);

    public int MaxRowBytes => 96;

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
        int at = JsonLiteral.Append(row, "{\"station\":\""u8);
        StationNames.Table.AsSpan(reading.Station * StationNames.Stride, StationNames.Stride).CopyTo(row[at..]);
        at += StationNames.Lengths[reading.Station];
        row[at++] = (byte)'"';
        if (reading.Defect != Defect.MissingField)
        {
            at += JsonLiteral.Append(row[at..], ",\"temperature\":"u8);
            at += reading.HasTemperature
                ? NumberText.WriteTenths(row[at..], reading.TemperatureDecidegrees)
                : JsonLiteral.Append(row[at..], "null"u8);
        }

        if (reading.Defect == Defect.BadNumber)
        {
            row[at++] = (byte)'C';
        }

        return at + JsonLiteral.AppendEnd(row[at..], reading.Defect);
    }
}
