using System.Text;

namespace TelemetryEngine.Formats.Csv;

// The units and currencies that numbers carry in files written for people. A text behind a number that is none of them makes the column
// text, unless --strip-units says that it is a unit.
internal static class NumberUnits
{
    // What may stand before a number.
    private static readonly string[] Currencies =
        ["$", "€", "£", "¥", "₹", "₩", "US$", "A$", "C$", "NZ$", "R$", "EUR", "USD", "GBP", "CHF", "AUD", "CAD", "JPY", "SEK", "NOK",
            "DKK", "PLN", "CZK"];

    // Units that take no prefix, and those that are written with one in a way of their own.
    private static readonly HashSet<string> Whole = new(StringComparer.Ordinal)
    {
        "%", "‰", "°", "°C", "°F", "℃", "℉", "ºC", "deg", "degC", "degF", "C", "F", "K", "ppm", "ppb", "ppt", "pH", "dB", "dBm", "dB(A)",
        "dBA", "lx", "lux", "lm", "cd", "rpm", "mph", "kn", "kt", "kph", "km/h", "m/s", "cm/s",
        "mm/h", "in", "ft", "mi", "min", "h", "hr", "hrs", "d", "psi", "inHg", "mmHg", "mbar", "bar", "atm", "gal", "gpm", "cfm", "ccf",
        "therm", "therms", "BTU", "Btu", "MMBtu",
        "l/h", "l/min", "L/min", "m³", "m3", "m³/h", "m3/h", "W/m²", "W/m2", "kWh/m²", "µg/m³", "ug/m3", "mg/m³", "mg/l", "mg/L", "µS/cm",
        "uS/cm", "mS/cm", "kg/h", "t", "lb", "lbs", "oz", "m²", "m2", "ct", "ct/kWh", "€/kWh", "€/MWh",
        "EUR/MWh", "EUR/kWh", "gCO2/kWh", "g/kWh", "kgCO2", "kr", "zł", "Kč", "VAr", "kVAr", "kVArh", "kwh", "KWH", "KWh", "Kwh", "kw",
        "KW", "MWH", "Watt", "Watts",
    };

    private static readonly HashSet<string> Prefixed = new(StringComparer.Ordinal)
    {
        "W", "Wh", "Wp", "VA", "VAh", "var", "varh", "V", "A", "Ah", "Hz", "J", "Pa", "m", "g", "l", "L", "s", "Ω", "Ohm", "ohm", "S", "F",
        "H", "B", "cal", "T", "N", "Nm", "bit/s", "B/s", "bps",
    };

    private static readonly string[] Prefixes = ["k", "M", "G", "T", "m", "µ", "μ", "u", "n", "c", "d", "h"];

    // True for what may stand before a number as its currency.
    public static bool IsCurrency(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= 6 && Array.IndexOf(Currencies, Encoding.UTF8.GetString(text)) >= 0;

    // True for a text that is a unit or a currency, and can be nothing else behind a number.
    public static bool IsKnown(string text)
    {
        if (Whole.Contains(text) || Prefixed.Contains(text) || Array.IndexOf(Currencies, text) >= 0)
        {
            return true;
        }

        foreach (string prefix in Prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal) && Prefixed.Contains(text[prefix.Length..]))
            {
                return true;
            }
        }

        return false;
    }

    // True for a unit of money.
    public static bool IsMoney(string text) => Array.IndexOf(Currencies, text) >= 0;
}
