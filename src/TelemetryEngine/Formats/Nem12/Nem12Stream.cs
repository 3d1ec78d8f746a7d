using System.Globalization;

namespace TelemetryEngine.Formats.Nem12;

// What a 200 record says of the days behind it.
// Suffix: The stream of the meter point, such as E1.
// Unit: The unit of values, such as kWh.
// Minutes: The length of an interval.
internal sealed record Nem12Stream(string Nmi, string Register, string Suffix, string Serial, string Unit, int Minutes)
{
    private const int MinutesPerDay = 1_440;

    // The number of intervals of a day.
    public int Intervals => MinutesPerDay / Minutes;

    // Reads a 200 record; null with what is wrong with it.
    public static Nem12Stream? Read(Nem12Record record, out string error)
    {
        error = "";
        string length = record.Text(8);
        if (record[1].IsEmpty || record[4].IsEmpty || record[7].IsEmpty)
        {
            error = "a 200 record has an NMI, a suffix and a unit: fields 2, 5 and 8";
            return null;
        }

        if (!int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int minutes) || minutes is < 1 or > 60
            || MinutesPerDay % minutes != 0)
        {
            error = "the interval length, field 9 of a 200 record, is to be 5, 15, 30 or another number of minutes that divides a day";
            return null;
        }

        return new Nem12Stream(record.Text(1), record.Text(3), record.Text(4), record.Text(6), record.Text(7), minutes);
    }
}
