using System.Globalization;

namespace TelemetryEngine.DataGen.Tests;

/// <summary>A line of station CSV, read by plain means.</summary>
internal sealed record StationLine(string Station, decimal? Temperature)
{
    /// <summary>Reads a line; null when it has a defect.</summary>
    public static StationLine? Parse(string line)
    {
        string[] fields = line.Split(';');
        if (fields.Length != 2)
        {
            return null;
        }

        if (fields[1].Length == 0)
        {
            return new StationLine(fields[0], null);
        }

        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        return decimal.TryParse(fields[1], style, CultureInfo.InvariantCulture, out decimal temperature)
            ? new StationLine(fields[0], temperature)
            : null;
    }
}
