using System.Globalization;
using System.Numerics;

namespace TelemetryEngine.DataGen.Tests;

/// <summary>A line of meter CSV, read by plain means.</summary>
internal sealed record MeterLine(DateTime Time, string Device, BigInteger? PowerCentiwatts, decimal Voltage)
{
    /// <summary>Reads a line; null when it has a defect.</summary>
    public static MeterLine? Parse(string line)
    {
        string[] fields = line.Split(',');
        if (fields.Length != 4
            || !TryParseTime(fields[0], out DateTime time)
            || !TryParsePower(fields[2], out decimal? power)
            || !decimal.TryParse(fields[3], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal voltage))
        {
            return null;
        }

        return new MeterLine(time, fields[1], power is { } value ? new BigInteger(value * 100) : null, voltage);
    }

    private static bool TryParseTime(string text, out DateTime time) => DateTime.TryParseExact(
        text,
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'",
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out time);

    private static bool TryParsePower(string text, out decimal? power)
    {
        power = null;
        if (text.Length == 0)
        {
            return true;
        }

        bool read = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value);
        power = value;
        return read;
    }
}
